"""The mesh of zones records who called whom."""

from collections.abc import Iterator

from posture.readers.kubernetes.mesh import in_mesh
from posture.readers.kubernetes.mesh_records import calls_recorded
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import TELEMETRY, concerned
from posture.rules.kubernetes_words import NAMESPACE, fault, rows, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown, is_unknown


@rule(*TELEMETRY, *NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """What holds in a namespace of the mesh, and each Telemetry. A filter that keeps a part of the calls is a choice; `disabled` is none."""
    for one, _ in zoned(look):
        if one.kind == "Namespace" and in_mesh(one) is True:
            recorded = calls_recorded(look.scene.stack, one)
            if isinstance(recorded, Unknown):
                yield untold(one, "metadata.name", "whether calls are recorded: the mesh's settings are not in the program, or")
            elif not recorded:
                yield fault(one, "has no record of calls: no Telemetry and no setting of the mesh asks for one", "metadata.name")
    for one in concerned(look):
        if one.kind != "Telemetry":
            continue
        listed = rows(one, "spec.accessLogging")
        for path, item in [] if isinstance(listed, Unknown) else listed:
            off = None if item is None else item.get("disabled")
            if item is None or is_unknown(off):
                yield untold(one, path, "whether calls are recorded")
            elif off is True:
                yield fault(one, "switches the record of calls off", f"{path}.disabled")
