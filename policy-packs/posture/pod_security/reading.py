"""Values and containers of a pod's spec, as a control reads them: known, `UNKNOWN` or None (absent)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.pod_security.breach import Breach
from posture.record import record
from posture.values import UNKNOWN, Unknown, is_unknown

CONTAINERS: Final = ("initContainers", "containers", "ephemeralContainers")
"""Lists of containers, in the order in which Kubernetes' own admission visits them."""


@record
class Container:
    """One container of a pod. `body` is None where nothing of it is told."""

    name: str
    path: str
    body: Mapping[str, Any] | None

    def at(self, path: str) -> Any:
        """A value of the container."""
        return UNKNOWN if self.body is None else at(self.body, path)


def at(value: Any, path: str) -> Any:
    """The value at a dotted path: known, `UNKNOWN`, or None where it is absent or out of reach."""
    for step in path.split("."):
        if is_unknown(value):
            return UNKNOWN
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def flag(value: Any) -> bool | Unknown | None:
    """A boolean, `UNKNOWN` or None. Anything else is unknown: the API server refuses it."""
    return value if value is None or isinstance(value, bool) else UNKNOWN


def items(value: Any) -> list[Any] | Unknown:
    """A list; absent is the empty one."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else UNKNOWN


def one_of(value: Any, words: frozenset[str]) -> bool:
    """Whether a value is one of these words."""
    return isinstance(value, str) and value in words


def containers(spec: Mapping[str, Any]) -> Iterator[Container]:
    """Every container of the pod: init, plain and ephemeral. A list that is unknown is one container of which nothing is told."""
    for kind in CONTAINERS:
        listed = items(spec.get(kind))
        if isinstance(listed, Unknown):
            yield Container(kind, f"spec.{kind}", None)
            continue
        for index, body in enumerate(listed):
            name = body.get("name") if isinstance(body, Mapping) else None
            known = body if isinstance(body, Mapping) else None
            yield Container(name if isinstance(name, str) else f"{index + 1}", f"spec.{kind}[{index}]", known)


def on_windows(spec: Mapping[str, Any]) -> bool:
    """Whether the pod says that it is one of Windows: some controls of `restricted` exempt it since 1.25."""
    return bool(at(spec, "os.name") == "windows")


def in_user_namespace(spec: Mapping[str, Any]) -> bool:
    """Whether the pod has a user namespace of its own (`hostUsers: false`): some controls relax for it since 1.35."""
    return spec.get("hostUsers") is False


def undecided(control: str, path: str, what: str) -> Breach:
    """A value that only the update tells."""
    return Breach(control, f"can't be told to keep {what}: it is unknown until the update", path, known=False)
