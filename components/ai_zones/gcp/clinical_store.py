"""Clinical store of a zone: a dataset of the Cloud Healthcare API with FHIR, DICOM and HL7v2 stores, encrypted by one key, opened by role.

It streams and notifies nowhere: each destination would be a road out, and there is no input for one. The API is reached by the addresses for Google's
APIs in the zone's network, inside its perimeter.
Sources: Cloud Healthcare API documentation, "Customer-managed encryption keys" (at creation only), "FHIR stores" (versioning, referential integrity,
updateCreate, history bundles), "FHIR profiles", "DICOM stores", "HL7v2 stores" (duplicates, parser V3), "Access control with IAM" (roles of stores),
"Enable data access audit logs"; provider reference, `gcp.healthcare.FhirStore`; 45 CFR 164.312(c)(1) (integrity), 164.312(b) (audit controls).
"""

from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import healthcare

from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import located
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ComponentInput, Member, ZoneText
from ai_zones.inputs import matches, one_of

FHIR: Final = "fhir"
DICOM: Final = "dicom"
HL7: Final = "hl7"
STORES: Final = {FHIR: "fhirStores", DICOM: "dicomStores", HL7: "hl7V2Stores"}
"""Kinds of stores, and what their paths call them."""

ROLES: Final = {
    (FHIR, "read"): "roles/healthcare.fhirResourceReader",
    (FHIR, "write"): "roles/healthcare.fhirResourceEditor",
    (DICOM, "read"): "roles/healthcare.dicomViewer",
    (DICOM, "write"): "roles/healthcare.dicomEditor",
    (HL7, "read"): "roles/healthcare.hl7V2Consumer",
    (HL7, "write"): "roles/healthcare.hl7V2Editor",
    (HL7, "add"): "roles/healthcare.hl7V2Ingest",
}


class GcpClinicalPrincipalArgs(TypedDict):
    """An identity that uses a store."""

    member: str
    """Principal, such as `serviceAccount:redaction@acme-prod-deid.iam.gserviceaccount.com`."""
    store: str
    """`fhir`, `dicom` or `hl7`."""
    access: NotRequired[str]
    """`read`, `write`, or `add`, by which a feed hands in HL7v2 messages and reads none. Default: `read`."""


class GcpClinicalStoreArgs(TypedDict):
    """Inputs of `GcpClinicalStore`."""

    project: str
    """Id of the zone's project."""
    region: str
    """Region of the dataset."""
    kms_key: pulumi.Input[str]
    """Key that encrypts records, images and messages, for `healthcare`; of the same region."""
    principals: NotRequired[dict[str, GcpClinicalPrincipalArgs]]
    """Identities that may use the stores, by a stable name. Default: none."""
    zone: NotRequired[str]
    """Zone that the store stands in. Default: `phi`."""
    stores: NotRequired[list[str]]
    """Stores that are built, of `fhir`, `dicom`, `hl7`. Default: all three."""
    implementation_guides: NotRequired[list[str]]
    """URLs of FHIR implementation guides whose profiles every resource must meet. Default: none, the base profiles of R4."""
    label: NotRequired[str]
    """Tells several datasets of one zone apart. Default: `clinical`."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ClinicalPrincipal(ComponentInput):
    """Parsed `GcpClinicalPrincipalArgs`."""

    member: Member
    store: Annotated[str, one_of(*STORES)]
    access: Annotated[str, one_of("read", "write", "add")] = "read"

    @pydantic.model_validator(mode="after")
    def _has_a_role(self) -> "ClinicalPrincipal":
        if (self.store, self.access) not in ROLES:
            raise ValueError(f"access: given {self.access!r} of {self.store}; only hl7 takes messages in without showing them")
        return self


class ClinicalStore(EncryptedInput):
    """Parsed `GcpClinicalStoreArgs`."""

    zone: ZoneText = "phi"
    principals: dict[Label, ClinicalPrincipal] = pydantic.Field(default_factory=dict)
    stores: tuple[Annotated[str, one_of(*STORES)], ...] = pydantic.Field(default=tuple(STORES), min_length=1)
    implementation_guides: tuple[Annotated[str, matches(r"https?://\S+", "the URL of an implementation guide")], ...] = ()
    label: Label = "clinical"

    @pydantic.model_validator(mode="after")
    def _stores_are_built(self) -> "ClinicalStore":
        if missing := sorted({one.store for one in self.principals.values()} - set(self.stores)):
            raise ValueError(f"principals: given one of {', '.join(missing)}, which is not built; add it to stores")
        return self

    @property
    def dataset(self) -> str:
        """Path of the dataset."""
        return located(self.project, self.region, "datasets", resource_name(Kind.HEALTHCARE, self.zone, self.label))

    def store(self, kind: str) -> str:
        """Path of a store."""
        return f"{self.dataset}/{STORES[kind]}/{kind}"

    def grants(self) -> dict[tuple[str, str], list[str]]:
        """Members by store and access."""
        held = sorted({(one.store, one.access) for one in self.principals.values()})
        return {at: sorted({one.member for one in self.principals.values() if (one.store, one.access) == at}) for at in held}


class GcpClinicalStore(pulumi.ComponentResource):
    """Dataset, stores, grants. Protected by Pulumi and by the provider: `destroy` refuses it."""

    dataset: str
    """Path of the dataset."""
    stores: dict[str, str]
    """Path of each store, by its kind."""

    def __init__(self, name: str, args: GcpClinicalStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ClinicalStore.parse(name, args)
        super().__init__("ai-zones:index:GcpClinicalStore", name, {}, children_wait(opts))
        self.dataset = given.dataset
        self.stores = {kind: given.store(kind) for kind in STORES if kind in given.stores}
        self._policy = "DELETE" if given.removable else "PREVENT"
        dataset = healthcare.Dataset(
            child(name, "dataset"),
            name=self.dataset.rpartition("/")[2],
            project=given.project,
            location=given.region,
            time_zone="UTC",
            encryption_spec=healthcare.DatasetEncryptionSpecArgs(kms_key_name=given.kms_key),
            deletion_policy=self._policy,
            opts=after(self, protect=not given.removable),
        )
        built = {kind: self._store(name, given, kind, dataset) for kind in self.stores}
        for (kind, access), members in given.grants().items():
            self._grant(child(name, kind, access), given.store(kind), kind, ROLES[kind, access], members, built[kind])
        self.register_outputs({"dataset": self.dataset, "stores": self.stores})

    def _store(self, name: str, given: ClinicalStore, kind: str, dataset: pulumi.Resource) -> pulumi.Resource:
        opts = after(self, dataset, protect=not given.removable)
        labels = given.labels_of(data_class=DataClass.PHI)
        built: pulumi.Resource
        if kind == DICOM:
            built = healthcare.DicomStore(
                child(name, kind), name=kind, dataset=given.dataset, labels=labels, deletion_policy=self._policy, opts=opts
            )
        elif kind == HL7:
            built = healthcare.Hl7Store(
                child(name, kind),
                name=kind,
                dataset=given.dataset,
                parser_config=healthcare.Hl7StoreParserConfigArgs(version="V3", allow_null_header=False),
                reject_duplicate_message=True,
                labels=labels,
                deletion_policy=self._policy,
                opts=opts,
            )
        else:
            built = self._fhir(name, given, labels, opts)
        return built

    def _fhir(self, name: str, given: ClinicalStore, labels: dict[str, str], opts: pulumi.ResourceOptions) -> pulumi.Resource:
        built: pulumi.Resource = healthcare.FhirStore(
            child(name, FHIR),
            name=FHIR,
            dataset=given.dataset,
            version="R4",
            disable_referential_integrity=False,
            # Every version is kept; none is written into the past, and no program chooses ids, which could hold a patient's.
            disable_resource_versioning=False,
            enable_history_import=False,
            enable_update_create=False,
            default_search_handling_strict=True,
            complex_data_type_reference_parsing="ENABLED",
            validation_config=healthcare.FhirStoreValidationConfigArgs(
                disable_profile_validation=False,
                disable_required_field_validation=False,
                disable_reference_type_validation=False,
                disable_fhirpath_validation=False,
                enabled_implementation_guides=sorted(set(given.implementation_guides)) or None,
            ),
            labels=labels,
            deletion_policy=self._policy,
            opts=opts,
        )
        return built

    def _grant(self, name: str, store: str, kind: str, role: str, members: list[str], built: pulumi.Resource) -> None:
        opts = after(self, built)
        if kind == FHIR:
            healthcare.FhirStoreIamBinding(name, fhir_store_id=store, role=role, members=members, opts=opts)
        elif kind == DICOM:
            healthcare.DicomStoreIamBinding(name, dicom_store_id=store, role=role, members=members, opts=opts)
        else:
            healthcare.Hl7StoreIamBinding(name, hl7_v2_store_id=store, role=role, members=members, opts=opts)
