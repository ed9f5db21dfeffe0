"""Templates and floors of Model Armor in zones block: attacks, links that lead astray, identifiers, harmful words, and what a filter did not look at."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.gcp.names import project_called, project_ref
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import foreign
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.scope import of_a_zone
from posture.rules.words import cannot_tell, must_be_false, must_be_one_of, must_be_true
from posture.values import is_unknown

TEMPLATE: Final = gcp("modelarmor:Template")
FLOOR: Final = gcp("modelarmor:Floorsetting")
_ON: Final = ("ENABLED",)
_WITHOUT_IDENTIFIERS: Final = (ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE, ZoneName.TRAINING)
"""Zones whose models are shown texts from which identifiers were taken; those of phi may be shown them."""
_SDP: Final = "filterConfig.sdpSettings"
_RAI: Final = "filterConfig.raiSettings.raiFilters"
_HARMS: Final = frozenset({"DANGEROUS", "HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT"})
"""As on Azure every kind is looked for; from which confidence on, a clinic decides, whose texts look like them."""
API: Final = gcp("projects:Service")
_GEMINI: Final = "aiplatform.googleapis.com"


@rule(*TEMPLATE, *FLOOR)
def check(look: Look) -> Iterator[Fault]:
    """Model Armor documentation, "Create and manage Model Armor templates", "Configure floor settings": inspect only notes what it finds.

    Partial failures count unless they are ignored; a log of sanitize operations holds prompts and answers word for word. A floor stands under the
    services that it lists. "Integrate with Sensitive Data Protection": basic or advanced, and off unless one is given.
    """
    if not of_a_zone(look):
        return
    for part, what in (("piAndJailbreakFilterSettings", "attacks"), ("maliciousUriFilterSettings", "links that lead astray")):
        prop = f"filterConfig.{part}.filterEnforcement"
        yield from must_be_one_of(look, prop, _ON, f"does not look for {what}", default="DISABLED")
    yield from _identifiers(look)
    yield from _harms(look)
    if look.resource.type in TEMPLATE:
        base = "templateMetadata."
        yield from must_be_one_of(
            look, f"{base}enforcementType", ("INSPECT_AND_BLOCK",), "only notes what it finds", default="INSPECT_AND_BLOCK"
        )
        yield from must_be_false(look, f"{base}ignorePartialInvocationFailures", "lets by what a filter did not look at")
        yield from must_be_false(look, f"{base}logSanitizeOperations", "writes prompts and answers into logs")
        if (bare := _project_without_floor(look)) is not None:
            yield Fault("screens only prompts that name it: no floor stands under Gemini in its project", urn=bare)
    else:
        yield from must_be_true(look, "enableFloorSettingEnforcement", "is a floor that nobody stands on")
        yield from _services(look)
        yield from must_be_true(look, "aiPlatformFloorSetting.inspectAndBlock", "only notes what goes to Gemini")
        yield from must_be_false(look, "aiPlatformFloorSetting.enableCloudLogging", "writes what goes to Gemini into logs")


def _identifiers(look: Look) -> Iterator[Fault]:
    named = f"{_SDP}.advancedConfig.inspectTemplate"
    template = look.text(named)
    if isinstance(template, str) and (parts := template.split("/"))[0] == "projects" and len(parts) > 1 and foreign(look, parts[1]):
        yield Fault(f"finds what project {parts[1]} says, which is not listed as ours", named)
    if look.zone not in _WITHOUT_IDENTIFIERS:
        return
    if look.value(f"{_SDP}.advancedConfig") is None:
        yield from must_be_one_of(look, f"{_SDP}.basicConfig.filterEnforcement", _ON, "lets identifiers by", default="DISABLED")
    elif template in (None, ""):
        yield Fault("lets identifiers by: it names no template that finds them", named)


def _harms(look: Look) -> Iterator[Fault]:
    """Model Armor documentation, "Model Armor overview" (responsible AI safety filter): only the kinds that are listed are looked for."""
    seen = {look.text(f"{block}.filterType") for block in items(look, _RAI)}
    if is_unknown(look.value(_RAI)) or any(is_unknown(one) for one in seen):
        if _HARMS - seen:
            yield cannot_tell(_RAI, "which harmful words it looks for")
    elif lacking := sorted(_HARMS - seen):
        yield Fault(f"does not look for {', '.join(lacking)}", _RAI)


def _project_without_floor(look: Look) -> str | None:
    """A template's project, where the stack makes it and turns Gemini on. "Configure floor settings": a floor screens every call, a template those that name it."""
    scene = look.scene
    projects = project_ref(scene.builder, look.view).targets
    if len(projects) != 1 or scene.stack.by_urn[projects[0]].external:
        return None
    on = (one for one in map(scene.look, scene.of(API)) if one.text("service") == _GEMINI)
    if not any(project_ref(scene.builder, one.view).targets == projects for one in on):
        return None
    for floor in map(scene.look, scene.of(FLOOR)):
        parent = floor.text("parent")
        # One of a folder may be above the project; one that is not known yet may be its own.
        if not isinstance(parent, str) or not parent.startswith("projects/") or project_called(scene.builder, parent).targets == projects:
            return None
    return projects[0]


def _services(look: Look) -> Iterator[Fault]:
    """Model Armor API, "FloorSetting" (integratedServices: for which the floor is applicable)."""
    services = look.value("integratedServices")
    if is_unknown(services):
        yield cannot_tell("integratedServices", "whether it stands under Gemini")
    elif not isinstance(services, list) or "AI_PLATFORM" not in services:
        yield Fault("does not stand under Gemini: it lists no AI_PLATFORM", "integratedServices")
