"""Defender's alerts about models hold no pieces of what people asked or were answered."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, says, told
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

PLAN: Final = az("security:Pricing")
_EXTENSIONS: Final = "extensions"
_COPIES: Final = {
    "aipromptevidence": "pieces of prompts and answers into alerts",
    "aipromptsharingwithpurview": "prompts and answers to Microsoft Purview",
}


@rule(*PLAN)
def check(look: Look) -> Iterator[Fault]:
    """Both parts of the plan for AI are named as off: of a part that is not named the API decides by itself, and turns on what is new.

    Source: REST API reference, "Pricings - Update" (the answers of its examples show as on what their requests do not name).
    """
    if not look.scene.classified or told(look, "pricingName").lower() != "ai" or says(look, "pricingTier", "free"):
        return
    if is_unknown(look.value(_EXTENSIONS)):
        yield cannot_tell(_EXTENSIONS, "whether it copies prompts")
        return
    blocks = {told(look, f"{block}.name").lower(): block for block in blocks_of(look, _EXTENSIONS)}
    for name, copies in _COPIES.items():
        prop = f"{blocks[name]}.isEnabled" if name in blocks else _EXTENSIONS
        if name in blocks and is_unknown(look.value(prop)):
            yield cannot_tell(prop, f"whether it copies {copies}")
        elif name not in blocks or str(look.value(prop)).lower() != "false":
            yield Fault(f"copies {copies}, or may: that part of the plan is not switched off", prop)
