"""Log groups of a stack by name: whether the program keeps the one that a service would else make by itself."""

from posture.readers.aws.tokens import LOG_GROUP
from posture.record import record
from posture.rules.look import Scene
from posture.values import is_unknown


@record
class LogGroups:
    """All log groups of one stack."""

    names: frozenset[str]
    made_of: frozenset[str]
    """URNs that a group depends on: a preview doesn't know the name that is made of a function's."""
    unnamed: bool
    """Whether a group has a name that is not known yet."""


def log_groups(scene: Scene) -> LogGroups:
    """The stack's log groups, gathered once: each function, build and cluster asks for its own."""
    return scene.once("log groups", lambda: _gathered(scene))


def _gathered(scene: Scene) -> LogGroups:
    groups = [scene.look(one) for one in scene.of(LOG_GROUP)]
    names = [group.value(prop) for group in groups for prop in ("name", "logGroupName")]
    return LogGroups(
        frozenset(name for name in names if isinstance(name, str)),
        frozenset(urn for group in groups for urns in group.resource.property_dependencies.values() for urn in urns),
        any(is_unknown(name) for name in names),
    )
