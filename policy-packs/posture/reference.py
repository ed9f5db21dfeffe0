"""A reference from one resource's property to other resources: resolved, literal, or unknown."""

from posture.record import record


@record
class Reference:
    """Where a property points.

    - `targets` with one URN and `certain`: exactly that resource.
    - `targets` with several URNs and not `certain`: an unknown that may be any of them (a union).
    - no `targets`, a `literal`: an id, ARN or name that no resource of the stack owns.
    - no `targets`, no `literal`, not `certain`: unknown, and nothing of a fitting kind is a dependency.
    - `ABSENT`: the property is not set.
    """

    targets: tuple[str, ...] = ()
    literal: str | None = None
    certain: bool = True
    prop: str = ""
    """Path of the property that holds the reference, for explanations."""

    @property
    def absent(self) -> bool:
        """Whether the property is not set at all."""
        return not self.targets and self.literal is None and self.certain

    @property
    def unknown(self) -> bool:
        """Whether nothing can be said about where it points."""
        return not self.targets and self.literal is None and not self.certain

    @staticmethod
    def to(urn: str, prop: str = "") -> "Reference":
        """A certain reference to one resource."""
        return Reference(targets=(urn,), prop=prop)


ABSENT = Reference()
