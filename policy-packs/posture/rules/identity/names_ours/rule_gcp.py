"""What belongs to a zone names nothing of a project that is not ours."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.gcp.iam_types import IAM
from posture.readers.gcp.names import project_of
from posture.readers.gcp.tokens import PROJECT
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.gcp_ingestion import TOPIC, ingested
from posture.rules.gcp_words import gcp
from posture.rules.look import Look, Scene

_PATH: Final = re.compile(
    r"^(?:https?://[a-z0-9.-]+\.googleapis\.com/(?:[a-z]+/)?(?:v\d\w*|beta|alpha)/|//[a-z0-9.-]+/)?projects/([a-z][a-z0-9-]{4,28}[a-z0-9])/"
)
_ELSEWHERE: Final = (
    "gcp:accesscontextmanager/",
    "gcp:orgpolicy/",
    "gcp:iam/",
    "gcp:projects/",
    "gcp:folder/",
    "gcp:organizations/",
    "gcp:networkmanagement/",
    "gcp:logging/",
)
"""Perimeters, constraints, grants and logs name others on purpose, and have rules of their own."""
_PUBLISHED: Final = re.compile(r"/(?:images|licenses|serviceAttachments|publishers|interconnects|machineImages|inspectTemplates)/")
"""What Google and others publish for everybody, and what theorems judge: an image, a service, a circuit."""
_PARTS: Final = (*gcp("kms:CryptoKeyVersion", "vertex:AiIndexEndpointDeployedIndex"), *IAM)
"""What has no project of its own: it stands in whatever it is a part of, or a grant on, and is judged wherever something is classified."""
_ITS_OWN: Final = ("id", "name", "selfLink", "project", "parent", "sharedSecret", "content", "source")
"""What names itself, or nothing at all."""


@rule(EVERY, of=("gcp",))
def check(look: Look) -> Iterator[Fault]:
    """Cloud API design guide, "Resource names": `projects/PROJECT/…` tells whose it is. What only a number tells is left to the theorems."""
    if not look.on_gcp or look.resource.external or look.resource.type.startswith(_ELSEWHERE):
        return
    if look.zone is None and not (look.resource.type in _PARTS and look.scene.classified):
        return
    if look.resource.type in TOPIC:
        yield from ingested(look)
    listed = look.approved.organization.gcp_project_ids
    if not listed:
        return
    ours = listed | _made(look.scene)
    for prop in sorted(look.resource.declared if look.resource.declared is not None else look.resource.props):
        if prop in _ITS_OWN:
            continue
        for path, project in _named(look.value(prop), prop):
            if project not in ours:
                yield Fault(f"names something of project {project}, which is not listed as ours", path, Verdict.VIOLATED)


def _made(scene: Scene) -> frozenset[str]:
    """Projects that the stack makes."""
    if "own projects" not in scene.notes:
        made = (project_of(scene.look(one).view) for one in scene.of((PROJECT,)) if not one.external)
        scene.notes["own projects"] = frozenset(one for one in made if one)
    found: frozenset[str] = scene.notes["own projects"]
    return found


def _named(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        found = _PATH.match(value)
        if found and not _PUBLISHED.search(value):
            yield path, found.group(1)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _named(one, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, one in enumerate(value):
            yield from _named(one, f"{path}[{index}]")
