"""De-identification of a zone by Sensitive Data Protection: a template that finds the identifiers of Safe Harbor, and one that replaces them.

Names and numbers of patients become surrogates that the holder of a wrapped key can turn back, or the name of their kind where no key is given; dates,
ages and places become the name of their kind. The key is unwrapped by Cloud KMS at each call, so who may not use that key can turn nothing back.
Sources: Sensitive Data Protection documentation, "InfoType detector reference", "Templates" (regional), "Transformation reference" (deterministic encryption,
AES-SIV; replace with infoType), "Pseudonymization" (re-identification, surrogate annotation), "Create a de-identification
transformation using a Cloud KMS-wrapped key"; provider reference, `gcp.dataloss.PreventionInspectTemplate`, `gcp.dataloss.PreventionDeidentifyTemplate`;
45 CFR 164.514(b)(2) (the eighteen identifiers), 164.514(c) (re-identification).
"""

from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import dataloss
from pulumi_gcp.dataloss import (
    PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsTransformationArgs as _Transformation,
)
from pulumi_gcp.dataloss import (
    PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsTransformationInfoTypeArgs as _Kind,
)
from pulumi_gcp.dataloss import (
    PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsTransformationPrimitiveTransformationArgs as _Primitive,
)
from pulumi_gcp.dataloss import (
    PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsTransformationPrimitiveTransformationCryptoDeterministicConfigArgs as _Deterministic,
)
from pulumi_gcp.dataloss import (
    PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsTransformationPrimitiveTransformationCryptoDeterministicConfigCryptoKeyArgs as _Key,
)
from pulumi_gcp.dataloss import (
    PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsTransformationPrimitiveTransformationCryptoDeterministicConfigCryptoKeyKmsWrappedArgs as _Wrapped,
)
from pulumi_gcp.dataloss import (
    PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsTransformationPrimitiveTransformationCryptoDeterministicConfigSurrogateInfoTypeArgs as _Surrogate,
)

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.stored_input import Label
from ai_zones.gcp.validation import ComponentInput, CryptoKeyPath, ZonedInput, ZoneText
from ai_zones.inputs import matches, one_of

SURROGATES: Final = (
    "PERSON_NAME",
    "MEDICAL_RECORD_NUMBER",
    "US_SOCIAL_SECURITY_NUMBER",
    "US_MEDICARE_BENEFICIARY_ID_NUMBER",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
)
"""What is turned back for the ward: identifiers of the patient."""
REPLACED: Final = (
    "DATE",
    "DATE_OF_BIRTH",
    "STREET_ADDRESS",
    "LOCATION",
    "AGE",
    "US_HEALTHCARE_NPI",
    "US_DEA_NUMBER",
    "US_DRIVERS_LICENSE_NUMBER",
    "US_BANK_ROUTING_MICR",
    "CREDIT_CARD_NUMBER",
    "IBAN_CODE",
    "PASSPORT",
    "FINANCIAL_ACCOUNT_NUMBER",
    "VEHICLE_IDENTIFICATION_NUMBER",
    "IP_ADDRESS",
    "MAC_ADDRESS",
    "URL",
    "GENERIC_ID",
)
"""What nobody needs back."""
LIKELIHOODS: Final = ("VERY_UNLIKELY", "UNLIKELY", "POSSIBLE")
MRN: Final = "HOSPITAL_RECORD_NUMBER"


def _redacts(zone: str) -> str:
    if zone not in ("phi", "deidentification"):
        raise ValueError("must be deidentification or phi: elsewhere there is nothing to take out")
    return zone


class GcpWrappedKeyArgs(TypedDict):
    """Key by which surrogates are made."""

    kms_key: pulumi.Input[str]
    """Key of Cloud KMS that unwraps it."""
    wrapped_key: pulumi.Input[str]
    """The data key of 16, 24, 32, 48 or 64 bytes, encrypted by that key, in base 64."""


class GcpDeidentificationTemplatesArgs(TypedDict):
    """Inputs of `GcpDeidentificationTemplates`."""

    zone: str
    """Zone that redacts: `deidentification`, or `phi`."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region in which texts are looked at, and no other."""
    label: NotRequired[str]
    """Tells several of one zone apart. Default: `phi`."""
    surrogate_key: NotRequired[GcpWrappedKeyArgs]
    """Key by which names and numbers become surrogates. Default: they become the name of their kind, for good."""
    record_number: NotRequired[str]
    """Pattern (RE2) of the hospital's own record numbers, such as `[0-9]{8}`. Default: Google's detector alone."""
    likelihood: NotRequired[str]
    """From which likelihood on a finding counts: `VERY_UNLIKELY`, `UNLIKELY`, `POSSIBLE`. Default: `POSSIBLE`."""
    more_kinds: NotRequired[list[str]]
    """Further kinds that are replaced, such as `GERMANY_IDENTITY_CARD_NUMBER`. Default: none."""


class WrappedKey(ComponentInput):
    """Parsed `GcpWrappedKeyArgs`."""

    kms_key: CryptoKeyPath
    wrapped_key: object


class DeidentificationTemplates(ZonedInput):
    """Parsed `GcpDeidentificationTemplatesArgs`."""

    zone: Annotated[ZoneText, pydantic.AfterValidator(_redacts)]
    label: Label = "phi"
    surrogate_key: WrappedKey | None = None
    record_number: Annotated[str, pydantic.Field(min_length=3, max_length=1000)] | None = None
    likelihood: Annotated[str, one_of(*LIKELIHOODS)] = "POSSIBLE"
    more_kinds: tuple[Annotated[str, matches(r"[A-Z][A-Z0-9_]{2,99}", "a kind of information, such as PASSPORT")], ...] = ()

    @property
    def name(self) -> str:
        """Name of both templates."""
        return resource_name(Kind.COMPUTE, self.zone, self.label)

    @property
    def parent(self) -> str:
        """Where they stand."""
        return f"projects/{self.project}/locations/{self.region}"

    def replaced(self) -> list[str]:
        """Kinds that nobody gets back."""
        return sorted({*REPLACED, *self.more_kinds} - set(SURROGATES))

    def returned(self) -> list[str]:
        """Kinds of which the ward gets the words back."""
        return sorted([*SURROGATES, *([MRN] if self.record_number else [])])


class GcpDeidentificationTemplates(pulumi.ComponentResource):
    """Two templates that the redacting service names. They hold no data."""

    inspect_template: str
    """Path of the template that finds."""
    deidentify_template: str
    """Path of the template that replaces."""

    def __init__(self, name: str, args: GcpDeidentificationTemplatesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = DeidentificationTemplates.parse(name, args)
        super().__init__("ai-zones:index:GcpDeidentificationTemplates", name, {}, children_wait(opts))
        self.inspect_template = f"{given.parent}/inspectTemplates/{given.name}"
        self.deidentify_template = f"{given.parent}/deidentifyTemplates/{given.name}"
        dataloss.PreventionInspectTemplate(
            child(name, "inspect"),
            parent=given.parent,
            template_id=given.name,
            display_name=given.name,
            description="Identifiers of 45 CFR 164.514(b)(2)",
            inspect_config=dataloss.PreventionInspectTemplateInspectConfigArgs(
                # A quote would carry what was found into logs of whoever asks.
                include_quote=False,
                min_likelihood=given.likelihood,
                info_types=[
                    dataloss.PreventionInspectTemplateInspectConfigInfoTypeArgs(name=kind)
                    for kind in sorted({*SURROGATES, *given.replaced()})
                ],
                custom_info_types=_record_numbers(given),
            ),
            opts=after(self),
        )
        dataloss.PreventionDeidentifyTemplate(
            child(name, "deidentify"),
            parent=given.parent,
            template_id=given.name,
            display_name=given.name,
            description="Surrogates for patients' identifiers, kinds for the rest",
            deidentify_config=dataloss.PreventionDeidentifyTemplateDeidentifyConfigArgs(
                info_type_transformations=dataloss.PreventionDeidentifyTemplateDeidentifyConfigInfoTypeTransformationsArgs(
                    transformations=[
                        _transformation(given.returned(), _surrogate(given)),
                        # Without kinds: whatever else is found.
                        _transformation([], _Primitive(replace_with_info_type_config=True)),
                    ]
                )
            ),
            opts=after(self),
        )
        self.register_outputs({"inspectTemplate": self.inspect_template, "deidentifyTemplate": self.deidentify_template})


def _transformation(kinds: list[str], primitive: _Primitive) -> _Transformation:
    return _Transformation(info_types=[_Kind(name=kind) for kind in kinds] or None, primitive_transformation=primitive)


def _surrogate(given: DeidentificationTemplates) -> _Primitive:
    key = given.surrogate_key
    if key is None:
        return _Primitive(replace_with_info_type_config=True)
    return _Primitive(
        crypto_deterministic_config=_Deterministic(
            crypto_key=_Key(kms_wrapped=_Wrapped(crypto_key_name=key.kms_key, wrapped_key=key.wrapped_key)),
            surrogate_info_type=_Surrogate(name="SURROGATE"),
        )
    )


def _record_numbers(given: DeidentificationTemplates) -> list[dataloss.PreventionInspectTemplateInspectConfigCustomInfoTypeArgs] | None:
    if given.record_number is None:
        return None
    return [
        dataloss.PreventionInspectTemplateInspectConfigCustomInfoTypeArgs(
            info_type=dataloss.PreventionInspectTemplateInspectConfigCustomInfoTypeInfoTypeArgs(name=MRN),
            likelihood="VERY_LIKELY",
            regex=dataloss.PreventionInspectTemplateInspectConfigCustomInfoTypeRegexArgs(pattern=given.record_number),
        )
    ]
