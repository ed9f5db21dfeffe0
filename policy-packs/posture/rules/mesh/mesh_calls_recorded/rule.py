"""The mesh of zones records who called whom."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import TELEMETRY, concerned
from posture.rules.kubernetes_words import fault, rows, untold
from posture.rules.look import Look
from posture.values import Unknown, is_unknown


@rule(*TELEMETRY)
def check(look: Look) -> Iterator[Fault]:
    """A filter that keeps a part of the calls is a choice; `disabled` is none."""
    for one in concerned(look):
        listed = rows(one, "spec.accessLogging")
        for path, item in [] if isinstance(listed, Unknown) else listed:
            off = None if item is None else item.get("disabled")
            if item is None or is_unknown(off):
                yield untold(one, path, "whether calls are recorded")
            elif off is True:
                yield fault(one, "switches the record of calls off", f"{path}.disabled")
