"""Prompt shield of a zone: a Model Armor template that blocks what takes a model over or carries PHI, and floor settings that screen every call to Gemini.

Its verdicts are logged; the prompts and answers themselves only where that is asked for, because such a log holds what they say.
Sources: Model Armor documentation, "Model Armor overview" (filters, confidence levels), "Create and manage Model Armor templates" (enforcement type,
partial failures, logging of sanitize operations: prompts and responses are in the log), "Configure floor settings" (Vertex AI: inspect and block;
location `global`), "Integrate with Sensitive Data Protection" (advanced: an inspect template); provider reference, `gcp.modelarmor.Template`,
`gcp.modelarmor.Floorsetting`; NIST AI 100-1, MEASURE 2.7; OWASP Top 10 for LLM applications, LLM01 and LLM02.
"""

from typing import Annotated, Any, Final, NotRequired, TypedDict

import pulumi
from pulumi_gcp import modelarmor

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import located
from ai_zones.gcp.stored_input import Label
from ai_zones.gcp.validation import ZonedInput, path_of
from ai_zones.inputs import one_of

LEVELS: Final = ("LOW_AND_ABOVE", "MEDIUM_AND_ABOVE", "HIGH")
HARMS: Final = ("DANGEROUS", "HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT")
ON: Final = "ENABLED"

_InspectTemplate: Any = path_of(
    r"projects/[^/]+/locations/[a-z0-9-]+/inspectTemplates/[\w-]{1,100}",
    "an inspect template of Sensitive Data Protection",
    "projects/acme-prod-deid/locations/europe-west4/inspectTemplates/phi",
)


class GcpPromptShieldArgs(TypedDict):
    """Inputs of `GcpPromptShield`."""

    zone: str
    """Zone that shows prompts to it."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the template; Model Armor is not in every region."""
    label: NotRequired[str]
    """Tells several shields of one zone apart. Default: `prompts`."""
    inspect_template: NotRequired[pulumi.Input[str]]
    """Inspect template that finds PHI, of the same region (`GcpDeidentificationTemplates`). Default: Google's six basic kinds."""
    attack_level: NotRequired[str]
    """From which confidence on an attack is blocked: `LOW_AND_ABOVE`, `MEDIUM_AND_ABOVE`, `HIGH`. Default: `LOW_AND_ABOVE`."""
    harm_level: NotRequired[str]
    """The same for harmful words; clinical texts look harmful easily. Default: `HIGH`."""
    screens_gemini: NotRequired[bool]
    """Whether every call to Gemini from the project is screened, with or without the template. Default: true."""
    logs_prompts: NotRequired[bool]
    """Whether prompts and answers are logged word for word: the log is then as sensitive as they are. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class PromptShield(ZonedInput):
    """Parsed `GcpPromptShieldArgs`."""

    label: Label = "prompts"
    inspect_template: _InspectTemplate | None = None
    attack_level: Annotated[str, one_of(*LEVELS)] = "LOW_AND_ABOVE"
    harm_level: Annotated[str, one_of(*LEVELS)] = "HIGH"
    screens_gemini: bool = True
    logs_prompts: bool = False

    @property
    def template_name(self) -> str:
        """Name of the template."""
        return resource_name(Kind.COMPUTE, self.zone, self.label)


class GcpPromptShield(pulumi.ComponentResource):
    """Template that programs ask, and the project's floor. It holds no data."""

    template_id: str
    """Path of the template."""

    def __init__(self, name: str, args: GcpPromptShieldArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PromptShield.parse(name, args)
        super().__init__("ai-zones:index:GcpPromptShield", name, {}, children_wait(opts))
        self.template_id = located(given.project, given.region, "templates", given.template_name)
        modelarmor.Template(
            child(name, "template"),
            template_id=given.template_name,
            project=given.project,
            location=given.region,
            filter_config=_filters(given),
            template_metadata=modelarmor.TemplateTemplateMetadataArgs(
                enforcement_type="INSPECT_AND_BLOCK",
                # A filter that did not answer has let nothing by.
                ignore_partial_invocation_failures=False,
                log_template_operations=True,
                log_sanitize_operations=given.logs_prompts,
                multi_language_detection=modelarmor.TemplateTemplateMetadataMultiLanguageDetectionArgs(
                    enable_multi_language_detection=True
                ),
            ),
            labels=given.labels_of(),
            opts=after(self),
        )
        if given.screens_gemini:
            self._floor(name, given)
        self.register_outputs({"templateId": self.template_id})

    def _floor(self, name: str, given: PromptShield) -> None:
        modelarmor.Floorsetting(
            child(name, "floor"),
            parent=f"projects/{given.project}",
            location="global",
            enable_floor_setting_enforcement=True,
            integrated_services=["AI_PLATFORM"],
            ai_platform_floor_setting=modelarmor.FloorsettingAiPlatformFloorSettingArgs(
                inspect_and_block=True, enable_cloud_logging=given.logs_prompts
            ),
            filter_config=modelarmor.FloorsettingFilterConfigArgs(
                pi_and_jailbreak_filter_settings=modelarmor.FloorsettingFilterConfigPiAndJailbreakFilterSettingsArgs(
                    filter_enforcement=ON, confidence_level=given.attack_level
                ),
                malicious_uri_filter_settings=modelarmor.FloorsettingFilterConfigMaliciousUriFilterSettingsArgs(filter_enforcement=ON),
                sdp_settings=modelarmor.FloorsettingFilterConfigSdpSettingsArgs(
                    basic_config=modelarmor.FloorsettingFilterConfigSdpSettingsBasicConfigArgs(filter_enforcement=ON)
                ),
                rai_settings=modelarmor.FloorsettingFilterConfigRaiSettingsArgs(
                    rai_filters=[
                        modelarmor.FloorsettingFilterConfigRaiSettingsRaiFilterArgs(filter_type=harm, confidence_level=given.harm_level)
                        for harm in HARMS
                    ]
                ),
            ),
            opts=after(self),
        )


def _filters(given: PromptShield) -> modelarmor.TemplateFilterConfigArgs:
    if given.inspect_template is None:
        phi = modelarmor.TemplateFilterConfigSdpSettingsArgs(
            basic_config=modelarmor.TemplateFilterConfigSdpSettingsBasicConfigArgs(filter_enforcement=ON)
        )
    else:
        phi = modelarmor.TemplateFilterConfigSdpSettingsArgs(
            advanced_config=modelarmor.TemplateFilterConfigSdpSettingsAdvancedConfigArgs(inspect_template=given.inspect_template)
        )
    return modelarmor.TemplateFilterConfigArgs(
        pi_and_jailbreak_filter_settings=modelarmor.TemplateFilterConfigPiAndJailbreakFilterSettingsArgs(
            filter_enforcement=ON, confidence_level=given.attack_level
        ),
        malicious_uri_filter_settings=modelarmor.TemplateFilterConfigMaliciousUriFilterSettingsArgs(filter_enforcement=ON),
        sdp_settings=phi,
        rai_settings=modelarmor.TemplateFilterConfigRaiSettingsArgs(
            rai_filters=[
                modelarmor.TemplateFilterConfigRaiSettingsRaiFilterArgs(filter_type=harm, confidence_level=given.harm_level)
                for harm in HARMS
            ]
        ),
    )
