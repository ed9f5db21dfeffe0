"""Model Armor: templates and floor settings.

Sources: Model Armor API, projects.locations.templates, projects.locations.floorSetting; Model Armor documentation, "Create and manage Model Armor
templates" (custom error codes, modalities), "Configure floor settings" (location `global`, one for a parent; inspect or block), "Integrate with Sensitive
Data Protection" (basic or advanced, templates of the same region); Terraform google provider, google_model_armor_template, google_model_armor_floorsetting.
"""

from collections.abc import Iterator

from simulator.packages.gcp_paths import part
from simulator.rules import Allowed, Fault, Pattern, Properties, Rules
from simulator.rules.gcp.common import given, inner

TEMPLATE = "gcp:modelarmor/template:Template"
FLOOR = "gcp:modelarmor/floorsetting:Floorsetting"
_SWITCH = ("ENABLED", "DISABLED")
_LEVELS = ("LOW_AND_ABOVE", "MEDIUM_AND_ABOVE", "HIGH")
_HARMS = ("SEXUALLY_EXPLICIT", "HATE_SPEECH", "HARASSMENT", "DANGEROUS")
_API = "Model Armor API, FilterConfig"


def _filters() -> tuple[Allowed, ...]:
    base = "filterConfig."
    return (
        Allowed(f"{base}piAndJailbreakFilterSettings.filterEnforcement", _SWITCH, source=_API),
        Allowed(f"{base}piAndJailbreakFilterSettings.confidenceLevel", _LEVELS, source=_API),
        Allowed(f"{base}maliciousUriFilterSettings.filterEnforcement", _SWITCH, source=_API),
        Allowed(f"{base}sdpSettings.basicConfig.filterEnforcement", _SWITCH, source=_API),
        Allowed(f"{base}raiSettings.raiFilters[*].filterType", _HARMS, source=_API),
        Allowed(f"{base}raiSettings.raiFilters[*].confidenceLevel", _LEVELS, source=_API),
    )


_METADATA = "templateMetadata."
_UNSET = {
    "filterConfig.piAndJailbreakFilterSettings.confidenceLevel": "LOW_AND_ABOVE",
    "filterConfig.raiSettings.raiFilters[*].confidenceLevel": "LOW_AND_ABOVE",
}
"""Model Armor API, DetectionConfidenceLevel: unspecified is the same as LOW_AND_ABOVE."""

template = Rules(
    TEMPLATE,
    source="Model Armor API, projects.locations.templates; Terraform google provider, google_model_armor_template",
    checks=(
        Pattern(
            "templateId",
            r"[A-Za-z0-9](?:[\w-]{0,61}[A-Za-z0-9])?",
            source="Model Armor API, projects.locations.templates.create: templateId",
        ),
        Allowed("templateMetadata.enforcementType", ("INSPECT_ONLY", "INSPECT_AND_BLOCK"), source="Model Armor API, TemplateMetadata"),
        *_filters(),
    ),
    immutable={"location", "templateId"},
    # Model Armor API, TemplateMetadata; EnforcementType: unspecified is the same as INSPECT_AND_BLOCK.
    unset={
        **_UNSET,
        f"{_METADATA}enforcementType": "INSPECT_AND_BLOCK",
        f"{_METADATA}ignorePartialInvocationFailures": False,
        f"{_METADATA}logSanitizeOperations": False,
        f"{_METADATA}logTemplateOperations": False,
        f"{_METADATA}multiLanguageDetection": {"enableMultiLanguageDetection": False},
    },
    outputs={"name": "{id}", "createTime": "{now}", "updateTime": "{now}"},
)


@template.check(source="Model Armor documentation, 'Integrate with Sensitive Data Protection'", even_unknown=True)
def one_way_to_find_phi(inputs: Properties) -> Iterator[Fault]:
    """Basic or advanced; what the advanced one names stands in the template's region, and what replaces needs what finds."""
    settings = inner(inner(inputs.get("filterConfig")).get("sdpSettings"))
    if given(settings.get("basicConfig")) and given(settings.get("advancedConfig")):
        yield "filterConfig.sdpSettings", "at most one of basicConfig, advancedConfig may be given"
    advanced = inner(settings.get("advancedConfig"))
    if given(advanced.get("deidentifyTemplate")) and not given(advanced.get("inspectTemplate")):
        yield "filterConfig.sdpSettings.advancedConfig.inspectTemplate", "must be given with deidentifyTemplate"
    for name in ("inspectTemplate", "deidentifyTemplate"):
        value, home = advanced.get(name), inputs.get("location")
        if isinstance(value, str) and isinstance(home, str) and (place := part(value, "locations")) and place != home:
            yield f"filterConfig.sdpSettings.advancedConfig.{name}", f"is in {place}; it must be in the template's region, {home}"


floor = Rules(
    FLOOR,
    source="Model Armor API, projects.locations.floorSetting; Terraform google provider, google_model_armor_floorsetting",
    checks=(
        Allowed("location", ("global",), source="Model Armor documentation, 'Configure floor settings'"),
        Pattern(
            "parent",
            r"(?:projects|folders|organizations)/[^/]+",
            source="Terraform google provider, google_model_armor_floorsetting: parent",
            saying="projects/<id>, folders/<number> or organizations/<number>",
        ),
        *_filters(),
    ),
    immutable={"location", "parent"},
    # Model Armor API, AiPlatformFloorSetting, McpServerFloorSetting.
    unset={**_UNSET, "aiPlatformFloorSetting.enableCloudLogging": False, "googleMcpServerFloorSetting.enableCloudLogging": False},
    outputs={"name": "{id}", "createTime": "{now}", "updateTime": "{now}"},
)


@floor.check(source="Model Armor API, AiPlatformFloorSetting: enforcement type is one of inspectOnly, inspectAndBlock", even_unknown=True)
def inspects_or_blocks(inputs: Properties) -> Iterator[Fault]:
    """Not both."""
    for name in ("aiPlatformFloorSetting", "googleMcpServerFloorSetting"):
        setting = inner(inputs.get(name))
        if setting.get("inspectOnly") is True and setting.get("inspectAndBlock") is True:
            yield f"{name}.inspectOnly", "is not allowed beside inspectAndBlock"
