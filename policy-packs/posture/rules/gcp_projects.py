"""What stands in a project of Google's, and which of it holds data: a zone is a project's, so what is in it shows what it is for.

Sources: Resource Manager documentation, "Creating and managing projects" (labels); decision 0012, "A zone is a project's".
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.names import project_ref
from posture.readers.gcp.stores import KEYS
from posture.readers.gcp.stores import STORES as SERVICES
from posture.rules.gcp_words import PREFIX, gcp
from posture.rules.look import Look, Scene

PROJECT: Final = gcp("organizations:Project")
TABLE: Final = gcp("bigquery:Table", "pubsub:Subscription", "spanner:Database", "bigtable:Table", "alloydb:Instance")
STORES: Final = tuple(token for token in SERVICES if token not in KEYS)
"""Types that hold data of a program's own."""
_NEVER: Final = ("cloudkms", "logging", "secretmanager", "healthcare")


def never_public(look: Look) -> bool:
    """Keys, logs, secrets and clinical stores: nobody publishes these."""
    return SERVICES.get(look.resource.type) in _NEVER


def inside(look: Look) -> list[Look]:
    """Resources of the stack that stand in a project."""
    return _contents(look.scene).get(look.urn, [])


def project_of(look: Look) -> Look | None:
    """The project in which a resource stands, where the stack has it."""
    targets = project_ref(look.scene.builder, look.view).targets
    return look.scene.look(look.scene.stack.by_urn[targets[0]]) if len(targets) == 1 and targets[0] != look.urn else None


def _contents(scene: Scene) -> dict[str, list[Look]]:
    if "contents of projects" not in scene.notes:
        index: dict[str, list[Look]] = {}
        for found in _all(scene):
            if (project := project_of(found)) is not None:
                index.setdefault(project.urn, []).append(found)
        scene.notes["contents of projects"] = index
    contents: dict[str, list[Look]] = scene.notes["contents of projects"]
    return contents


def _all(scene: Scene) -> Iterator[Look]:
    for resource in scene.stack:
        if resource.type.startswith(PREFIX) and resource.type not in PROJECT:
            yield scene.look(resource)
