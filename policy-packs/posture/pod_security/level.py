"""A pod against a whole level of the Pod Security Standards."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from posture.pod_security import baseline, restricted
from posture.pod_security.breach import Breach, Check


class Level(StrEnum):
    """Levels, weakest first. `privileged` allows everything."""

    PRIVILEGED = "privileged"
    BASELINE = "baseline"
    RESTRICTED = "restricted"


BASELINE: Final[tuple[Check, ...]] = (
    baseline.privileged,
    baseline.host_namespaces,
    baseline.host_process,
    baseline.host_paths,
    baseline.host_ports,
    baseline.capabilities,
    baseline.app_armor,
    baseline.seccomp,
    baseline.selinux,
    baseline.proc_mount,
    baseline.sysctls,
    baseline.host_probes,
)
RESTRICTED: Final[tuple[Check, ...]] = (
    restricted.volume_types,
    restricted.privilege_escalation,
    restricted.non_root,
    restricted.user,
    restricted.seccomp,
    restricted.drops_all,
    restricted.proc_mount,
)


def breaches(level: Level, metadata: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """What a pod of this metadata and spec does that the level forbids, by the newest version of the standards (1.35 and later)."""
    checks = {Level.PRIVILEGED: (), Level.BASELINE: BASELINE, Level.RESTRICTED: (*BASELINE, *RESTRICTED)}[level]
    seen: set[tuple[str, str]] = set()
    for check in checks:
        for breach in check(metadata, spec):
            if (breach.control, breach.path) not in seen:
                seen.add((breach.control, breach.path))
                yield breach
