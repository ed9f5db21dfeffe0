"""Clinical store: a FHIR R4 data store of AWS HealthLake under a key of its own, reached by an interface endpoint of its zone alone.

Pulumi's AWS provider has no HealthLake, so the store is built through AWS Cloud Control, by its CloudFormation type. What it is to be is one
JSON document; the key stands in it by its alias, which is known before the key exists, so that a preview shows the whole document.
Sources: AWS CloudFormation Template Reference, "AWS::HealthLake::FHIRDatastore" (every property but tags replaces the store);
AWS HealthLake Developer Guide, "Encryption at rest for AWS HealthLake" (what the key's policy must allow), "AWS HealthLake and interface VPC
endpoints (AWS PrivateLink)", "SMART on FHIR support"; 45 CFR 164.312(a)(2)(iv), 164.312(e)(1).
"""

import json
from enum import StrEnum
from typing import Any, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import cloudcontrol, ec2

from ai_zones.aws.key_policy import AwsKeyUse
from ai_zones.aws.naming import arn, child, physical_name
from ai_zones.aws.policy_document import allow, render
from ai_zones.aws.reference_maps import ZoneReferenceMap, in_order
from ai_zones.aws.tags import DataClass, tags_for
from ai_zones.aws.validation import AccountId, ComponentInput, ExtraTags, OrganizationId, Reference, Region, ZoneText
from ai_zones.aws.zone_key import AwsZoneKey

DATASTORE = "AWS::HealthLake::FHIRDatastore"
MAX_DATASTORE_NAME = 256
SMART_GRANTS = ("authorization_code", "client_credentials")

READ = (
    "healthlake:DescribeFHIRDatastore",
    "healthlake:GetCapabilities",
    "healthlake:GetHistoryByResourceId",
    "healthlake:ReadResource",
    "healthlake:SearchEverything",
    "healthlake:SearchWithGet",
    "healthlake:SearchWithPost",
    "healthlake:VersionReadResource",
)
WRITE = ("healthlake:CreateResource", "healthlake:ProcessBundle", "healthlake:UpdateResource")
"""Bulk export (`healthlake:StartFHIRExportJob*`) and removal are not among them: they belong to named people, not to a zone's endpoint."""


class AwsClinicalAuthorization(StrEnum):
    """How callers of the FHIR interface are known."""

    AWS_AUTH = "AWS_AUTH"
    """By IAM: signed requests."""
    SMART_ON_FHIR = "SMART_ON_FHIR"
    """By an OAuth 2.0 server, SMART on FHIR versions 1 and 2, with an access token for each person."""


class AwsSmartOnFhirArgs(TypedDict):
    """The authorization server of a store with `SMART_ON_FHIR`."""

    authorization_endpoint: str
    """URL of the authorization endpoint, `https://`."""
    token_endpoint: str
    """URL of the token endpoint, `https://`."""
    jwks_uri: str
    """URL of its keys, `https://`."""
    issuer: str
    """Issuer of the tokens, `https://`."""
    token_validator_arn: str
    """Lambda function of the same account and region that reads a token and answers what it lets its bearer do."""
    grant_types: NotRequired[list[str]]
    """`authorization_code`, `client_credentials`, or both. Default: `authorization_code`."""
    capabilities: NotRequired[list[str]]
    """SMART capabilities of the server. Default: `launch-ehr`, `sso-openid-connect`, `client-confidential-asymmetric`, `permission-v2`."""


class AwsClinicalStoreArgs(TypedDict):
    """Inputs of `AwsClinicalStore`."""

    region: str
    """Region of the store, one that has HealthLake."""
    account_id: str
    """Account that owns the store."""
    vpc_id: pulumi.Input[str]
    """Network of the zone."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Endpoint subnets by availability zone."""
    security_group_id: pulumi.Input[str]
    """Security group of the endpoint; it should admit port 443 from the zone's own programs alone."""
    zone: NotRequired[str]
    """Zone that the store stands in. Default: `phi`."""
    authorization: NotRequired[AwsClinicalAuthorization]
    """Default: `AWS_AUTH`."""
    smart_on_fhir: NotRequired[AwsSmartOnFhirArgs | None]
    """The authorization server; needed with, and only with, `SMART_ON_FHIR`. Default: none."""
    writable: NotRequired[bool]
    """Whether the endpoint lets resources be written. Default: false."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`); callers and the store must then belong to it too. Default: accounts alone decide."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection of store and key. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class SmartOnFhir(ComponentInput):
    """Parsed `AwsSmartOnFhirArgs`."""

    authorization_endpoint: str = pydantic.Field(pattern=r"^https://[^\s]+$")
    token_endpoint: str = pydantic.Field(pattern=r"^https://[^\s]+$")
    jwks_uri: str = pydantic.Field(pattern=r"^https://[^\s]+$")
    issuer: str = pydantic.Field(pattern=r"^https://[^\s]+$")
    token_validator_arn: str = pydantic.Field(pattern=r"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_.-]+$")
    grant_types: list[str] = pydantic.Field(default=["authorization_code"], min_length=1)
    capabilities: list[str] = pydantic.Field(
        default=["launch-ehr", "sso-openid-connect", "client-confidential-asymmetric", "permission-v2"], min_length=1
    )

    @pydantic.field_validator("grant_types")
    @classmethod
    def _known(cls, given: list[str]) -> list[str]:
        if unknown := sorted(set(given) - set(SMART_GRANTS)):
            raise ValueError(f"must be among {', '.join(SMART_GRANTS)}; not {', '.join(unknown)}")
        return given


class ClinicalStore(ComponentInput):
    """Parsed `AwsClinicalStoreArgs`."""

    region: Region
    account_id: AccountId
    vpc_id: Reference
    subnet_ids: ZoneReferenceMap
    security_group_id: Reference
    zone: ZoneText = "phi"
    authorization: AwsClinicalAuthorization = AwsClinicalAuthorization.AWS_AUTH
    smart_on_fhir: SmartOnFhir | None = None
    writable: bool = False
    organization_id: OrganizationId | None = None
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _fits(self) -> Self:
        smart = self.authorization is AwsClinicalAuthorization.SMART_ON_FHIR
        if smart != (self.smart_on_fhir is not None):
            raise ValueError("smart_on_fhir: give it with authorization SMART_ON_FHIR, and leave it out otherwise")
        if self.smart_on_fhir is not None:
            near = arn("lambda", "function:", region=self.region, account_id=self.account_id)
            if not self.smart_on_fhir.token_validator_arn.startswith(near):
                raise ValueError(
                    f"smart_on_fhir.token_validator_arn: given {self.smart_on_fhir.token_validator_arn}, must be of this account and region ({near}<name>)"
                )
        return self


def datastore_name(component: str) -> str:
    """Name of the data store, known before it is built."""
    return physical_name(component, limit=MAX_DATASTORE_NAME)


def desired_state(component: str, store: ClinicalStore, *, key_alias: str, tags: dict[str, str]) -> str:
    """The JSON document of the store, with properties of `AWS::HealthLake::FHIRDatastore`. Nothing is preloaded."""
    identity: dict[str, Any] = {"AuthorizationStrategy": store.authorization.value}
    if store.smart_on_fhir is not None:
        smart = store.smart_on_fhir
        identity |= {
            "FineGrainedAuthorizationEnabled": True,
            "IdpLambdaArn": smart.token_validator_arn,
            "Metadata": json.dumps(
                {
                    "issuer": smart.issuer,
                    "authorization_endpoint": smart.authorization_endpoint,
                    "token_endpoint": smart.token_endpoint,
                    "jwks_uri": smart.jwks_uri,
                    "response_types_supported": ["code"],
                    "grant_types_supported": list(smart.grant_types),
                    "scopes_supported": ["openid", "fhirUser", "launch", "user/*.rs"],
                    "code_challenge_methods_supported": ["S256"],
                    "capabilities": list(smart.capabilities),
                },
                sort_keys=True,
            ),
        }
    return json.dumps(
        {
            "DatastoreName": datastore_name(component),
            "DatastoreTypeVersion": "R4",
            "IdentityProviderConfiguration": identity,
            "SseConfiguration": {"KmsEncryptionConfig": {"CmkType": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": key_alias}},
            "Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())],
        },
        sort_keys=True,
    )


def clinical_endpoint_policy(store: ClinicalStore) -> str:
    """JSON policy of the endpoint: principals of the store's account, on data stores of that account."""
    keys: dict[str, Any] = {"aws:PrincipalAccount": store.account_id, "aws:ResourceAccount": store.account_id}
    if store.organization_id:
        keys |= {"aws:PrincipalOrgID": store.organization_id, "aws:ResourceOrgID": store.organization_id}
    return render(
        [
            allow(
                "OwnDataStores",
                actions=[*READ, *(WRITE if store.writable else ())],
                # AWS makes up the id of a data store as it builds it.
                resources=[arn("healthlake", "datastore/fhir/*", region=store.region, account_id=store.account_id)],
                conditions={"StringEquals": keys},
            )
        ]
    )


class AwsClinicalStore(pulumi.ComponentResource):
    """FHIR R4 data store with its key and its interface endpoint. Protected: `destroy` refuses it."""

    datastore_id: pulumi.Output[str]
    """Id of the data store."""
    endpoint_id: pulumi.Output[str]
    """Id of the interface endpoint."""
    key_arn: pulumi.Output[str]
    """Key that encrypts the store."""

    def __init__(self, name: str, args: AwsClinicalStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        store = ClinicalStore.parse(name, args)
        super().__init__("ai-zones:index:AwsClinicalStore", name, {}, opts)
        key_name = child(name, "key")
        key = AwsZoneKey(
            key_name,
            {
                "zone": store.zone,
                "region": store.region,
                "account_id": store.account_id,
                "uses": [AwsKeyUse.HEALTHLAKE],
                "organization_id": store.organization_id,
                "removable": store.removable,
                "tags": store.tags,
            },
            pulumi.ResourceOptions(parent=self),
        )
        tags = tags_for(store.zone, child(name, "datastore"), extra=store.tags, data_class=DataClass.PHI)
        alias = arn("kms", f"alias/{key_name}", region=store.region, account_id=store.account_id)
        datastore = cloudcontrol.Resource(
            child(name, "datastore"),
            type_name=DATASTORE,
            desired_state=desired_state(name, store, key_alias=alias, tags=tags),
            opts=pulumi.ResourceOptions(parent=self, protect=not store.removable, depends_on=[key]),
        )
        label = child(name, "endpoint")
        endpoint = ec2.VpcEndpoint(
            label,
            vpc_id=store.vpc_id,
            service_name=f"com.amazonaws.{store.region}.healthlake",
            vpc_endpoint_type="Interface",
            subnet_ids=in_order(store.subnet_ids),
            security_group_ids=[store.security_group_id],
            private_dns_enabled=True,
            ip_address_type="ipv4",
            policy=clinical_endpoint_policy(store),
            tags=tags_for(store.zone, label, extra=store.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.datastore_id = datastore.id
        self.endpoint_id = endpoint.id
        self.key_arn = key.key_arn
        self.register_outputs({"datastoreId": self.datastore_id, "endpointId": self.endpoint_id, "keyArn": self.key_arn})
