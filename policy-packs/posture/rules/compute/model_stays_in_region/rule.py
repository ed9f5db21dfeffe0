"""Models are served in the region of their account."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell
from posture.values import is_unknown

DEPLOYMENT: Final = az("cognitiveservices:Deployment")
_ELSEWHERE: Final = {"global": "any region of the world", "datazone": "any region of a data zone"}


@rule(*DEPLOYMENT)
def check(look: Look) -> Iterator[Fault]:
    """Azure OpenAI documentation, "Deployment types": global and data zone deployments process prompts elsewhere."""
    if not serves(look):
        return
    sku = look.text("sku.name")
    if is_unknown(sku):
        yield cannot_tell("sku.name", "in which region prompts are processed")
    elif sku is not None:
        for start, where in _ELSEWHERE.items():
            if sku.lower().startswith(start):
                yield Fault(f"processes prompts in {where} ({sku})", "sku.name")
    if look.text("properties.spilloverDeploymentName") is not None:
        yield Fault("hands prompts to another deployment when it is full", "properties.spilloverDeploymentName")
