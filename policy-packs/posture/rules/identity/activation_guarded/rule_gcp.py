"""Who asks for a role says why, somebody else agrees and says why, and it lasts for hours; in an emergency alone nobody agrees, and somebody is told."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.entitlements import ENTITLEMENT
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

_MOST_SECONDS: Final = 8 * 3600
_EMERGENCY_SECONDS: Final = 3600
_MANUAL: Final = "approvalWorkflow.manualApprovals"


@rule(*ENTITLEMENT)
def check(look: Look) -> Iterator[Fault]:
    """Privileged Access Manager documentation, "Create entitlements": approval, justification and notification are each left out unless asked for."""
    if not look.scene.classified or look.resource.external:
        return
    seconds = _seconds(look)
    if seconds is not None and seconds > _MOST_SECONDS:
        yield Fault(f"lets a role stay active for more than {_MOST_SECONDS // 3600} hours", "maxRequestDuration")
    if look.value("requesterJustificationConfig.notMandatory") is not None:
        yield Fault("lets a role be asked for without a reason", "requesterJustificationConfig.notMandatory")
    workflow = look.value("approvalWorkflow")
    if is_unknown(workflow):
        yield cannot_tell("approvalWorkflow", "whether anybody agrees")
    elif workflow in (None, {}, []):
        told = look.listed("additionalNotificationTargets.adminEmailRecipients")
        if is_unknown(told) and seconds is not None and seconds <= _EMERGENCY_SECONDS:
            yield cannot_tell("additionalNotificationTargets", "whether anybody is told of a role that nobody approves")
        elif seconds is None or seconds > _EMERGENCY_SECONDS or not told:
            yield Fault("gives a role without anybody's approval, though not for an hour at most with somebody told", "approvalWorkflow")
    else:
        yield from must_be_true(look, f"{_MANUAL}.requireApproverJustification", "lets an approval be given without a reason")
        yield from _others(look)


def _seconds(look: Look) -> int | None:
    text = look.text("maxRequestDuration")
    digits = text.removesuffix("s") if isinstance(text, str) else ""
    return int(digits) if digits.isdigit() else None


def _others(look: Look) -> Iterator[Fault]:
    """Whoever asks can't approve their own request, but members of one group could approve each other's."""
    asking = {one for block in items(look, "eligibleUsers") for one in _names(look, f"{block}.principals")}
    for step in items(look, f"{_MANUAL}.steps"):
        for block in items(look, f"{step}.approvers"):
            if same := sorted(asking & set(_names(look, f"{block}.principals"))):
                yield Fault(f"lets {same[0]} approve what {same[0]} asks for", f"{block}.principals")


def _names(look: Look, path: str) -> list[str]:
    found = look.texts(path)
    return [] if is_unknown(found) else [one.lower() for one in found if isinstance(one, str)]
