"""A mutant: one change to one sound program."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.mutation.program import Program


@dataclass(frozen=True)
class Mutant:
    """Distinct by (operator, type, property path); `variant` tells values of the same shape apart, which count once together."""

    operator: str
    type: str
    path: str
    urn: str
    """The resource that is changed, that is gone, or at which something is added."""
    change: Callable[[Program], set[str]] = field(compare=False, repr=False)
    """Makes the change in a copy; answers with further resources that it added, or to which what it took away belonged."""
    variant: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it distinct."""
        return (self.operator, self.type, self.path)

    @property
    def name(self) -> str:
        """`flip-boolean aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock blockPublicAcls`."""
        return " ".join(part for part in self.key if part) + (f" = {self.variant}" if self.variant else "")
