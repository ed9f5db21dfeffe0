"""Policies that deny what the plan forbids are enforced, everywhere in their scope."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_be_empty, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

ASSIGNMENT: Final = az("authorization:PolicyAssignment")
DEFINITION: Final = az("authorization:PolicyDefinition", "authorization:PolicyDefinitionAtManagementGroup")
EXEMPTION: Final = az("authorization:PolicyExemption")
_DENIES: Final = ("deny", "modify", "deployifnotexists", "denyaction", "append")


@rule(*ASSIGNMENT, *DEFINITION, *EXEMPTION)
def check(look: Look) -> Iterator[Fault]:
    """Assignments in the default mode, without exceptions; definitions that act; no exemptions."""
    if not look.scene.classified:
        return
    if look.resource.type in EXEMPTION:
        yield Fault("takes something out of a policy", "exemptionCategory")
    elif look.resource.type in ASSIGNMENT:
        yield from must_say(look, "enforcementMode", ("default",), "is not enforced", default="Default")
        yield from must_be_empty(look, "notScopes", "leaves out part of its scope")
        yield from must_be_empty(look, "overrides", "weakens what its policies do")
        yield from must_be_empty(look, "resourceSelectors", "leaves out resources of its scope")
    else:
        effect = look.text("policyRule.then.effect")
        if isinstance(effect, str) and not is_unknown(effect) and effect.startswith("[parameters"):
            names = [value for value in (look.value("parameters") or {}) if f"'{value}'" in effect]
            effect = next((found for name in names if isinstance(found := look.text(f"parameters.{name}.defaultValue"), str)), None)
        if isinstance(effect, str) and effect.lower() not in _DENIES:
            yield Fault(f"forbids nothing (its effect is {effect})", "policyRule.then.effect")
