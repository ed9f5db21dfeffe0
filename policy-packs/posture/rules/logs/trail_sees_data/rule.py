"""Audit trails of a zone record data events, those of every bucket with records among them, and leave no management events out."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_trails import left_out
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, used
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell
from posture.values import Unknown, is_unknown

TRAIL: Final = ("aws:cloudtrail/trail:Trail", "aws-native:cloudtrail:Trail")


@rule(*TRAIL)
def check(look: Look) -> Iterator[Fault]:
    """By either kind of selector."""
    if not (serves(look) or any(guarded(one) for one in used(look))):
        return
    basic, advanced = look.blocks("eventSelectors"), look.blocks("advancedEventSelectors")
    if is_unknown(basic) or is_unknown(advanced):
        yield cannot_tell("eventSelectors", "which events it records")
        return
    categories = [text for block in advanced for text in _categories(look, block)]
    resources = [look.blocks(f"{block}.dataResources") for block in basic]
    if any(found for found in resources if not isinstance(found, Unknown)) or "Data" in categories:
        for bucket, certain in left_out(look, TRAIL):
            yield Fault(
                f"does not record who reads objects of {bucket.resource.name}, which holds records, nor does another trail of the stack",
                "advancedEventSelectors" if advanced else "eventSelectors",
                Verdict.VIOLATED if certain else Verdict.UNPROVEN,
            )
    elif any(isinstance(found, Unknown) for found in resources):
        yield cannot_tell("eventSelectors", "whether it records who reads and writes data")
    else:
        yield Fault("does not record who reads and writes data", "advancedEventSelectors")
    excluding = [
        block
        for block in basic
        if look.flag(f"{block}.includeManagementEvents") is False or look.text(f"{block}.readWriteType") not in (None, "All")
    ]
    if (basic and len(excluding) == len(basic)) or (advanced and "Management" not in categories):
        yield Fault("does not record every management event", "eventSelectors" if basic else "advancedEventSelectors")


def _categories(look: Look, block: str) -> Iterator[str]:
    fields = look.blocks(f"{block}.fieldSelectors")
    for field in fields if isinstance(fields, list) else []:
        if look.text(f"{field}.field") == "eventCategory":
            values = look.texts(f"{field}.equals")
            yield from (value for value in (values if isinstance(values, list) else []) if isinstance(value, str))
