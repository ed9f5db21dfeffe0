"""Models in zones are served behind a content filter that blocks, for prompts and answers."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_true
from posture.values import is_unknown

DEPLOYMENT: Final = az("cognitiveservices:Deployment")
POLICY: Final = az("cognitiveservices:RaiPolicy")
_MODES: Final = ("blocking", "default")
_WANTED: Final = frozenset(
    {("jailbreak", "prompt"), ("indirectattack", "prompt")}
    | {(name, source) for name in ("hate", "sexual", "selfharm", "violence") for source in ("prompt", "completion")}
)
"""An indirect attack comes with what is retrieved, and is looked for by no policy of Azure's own: "Default Guardrail policies for Azure OpenAI"."""


@rule(*DEPLOYMENT, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """A policy of one's own is named by each deployment of a language model, and each of its filters blocks."""
    if not serves(look):
        return
    if look.resource.type in DEPLOYMENT:
        if str(look.text("properties.model.format")).lower() == "openai":
            named = look.text("properties.raiPolicyName")
            if named is None or (isinstance(named, str) and named.lower().startswith("microsoft.")):
                yield Fault("is served behind whatever filter Azure takes by default", "properties.raiPolicyName")
        return
    yield from must_say(look, "properties.mode", _MODES, "sends answers on before they are filtered", default="Default")
    blocks, seen = blocks_of(look, "properties.contentFilters"), set()
    for block in blocks:
        name, source = look.text(f"{block}.name"), look.text(f"{block}.source")
        if isinstance(name, str):
            seen.add((name.lower().replace(" ", "").replace("-", ""), str(source).lower()))
        yield from must_be_true(look, f"{block}.enabled", f"has a filter that is not switched on ({name})")
        yield from must_be_true(look, f"{block}.blocking", f"has a filter that only notes ({name})")
    missing = sorted(_WANTED - seen)
    if is_unknown(look.value("properties.contentFilters")):
        return
    if not blocks:
        yield Fault("has no filters of its own: it filters what Azure takes by default", "properties.contentFilters")
    elif missing:
        yield Fault(f"leaves out {missing[0][0]} in a {missing[0][1]}", "properties.contentFilters")
