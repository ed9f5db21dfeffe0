"""Resources that AWS Cloud Control builds from a JSON document: HealthLake's data stores, in CloudFormation's words.

Sources: AWS Cloud Control API Reference, CreateResource; AWS CloudFormation Template Reference, "AWS::HealthLake::FHIRDatastore" (what
replaces it); AWS HealthLake API Reference, CreateFHIRDatastore, IdentityProviderConfiguration, KmsEncryptionConfig; Pulumi Registry,
aws.cloudcontrol.Resource (`properties` is the answer of the service).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, Fault, JsonDocument, Length, Pattern, Properties, Rules
from simulator.rules.aws.kinds import KEY

RESOURCE = "aws:cloudcontrol/resource:Resource"
DATASTORE = "AWS::HealthLake::FHIRDatastore"
_CREATE = "AWS Cloud Control API Reference, CreateResource"
_DATASTORE = "AWS HealthLake API Reference, CreateFHIRDatastore"
STRATEGIES = ("SMART_ON_FHIR_V1", "SMART_ON_FHIR", "AWS_AUTH")
OWN_KEY = "CUSTOMER_MANAGED_KMS_KEY"

resource = Rules(
    RESOURCE,
    source="AWS Cloud Control API Reference, CreateResource; Pulumi Registry, aws.cloudcontrol.Resource",
    second_source="botocore",
    checks=(
        Pattern(
            "typeName",
            r"[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}",
            source=_CREATE,
            saying="three names joined by ::, such as AWS::HealthLake::FHIRDatastore",
        ),
        Length("typeName", 10, 196, source=_CREATE),
        Length("desiredState", 1, 262144, source=_CREATE),
        JsonDocument("desiredState", source=_CREATE),
    ),
    immutable={"typeName"},
    id=lambda action: action.hex(32),
    outputs={"schema": ""},
    normalized_json=("desiredState",),
)


def _state(inputs: Properties) -> Properties | None:
    """The document of a data store; None for anything else, or while it is not known."""
    document = inputs.get("desiredState")
    if inputs.get("typeName") != DATASTORE or not isinstance(document, str):
        return None
    try:
        found = json.loads(document)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


@resource.check(source=_DATASTORE)
def datastore(inputs: Properties) -> Iterator[Fault]:
    """R4 alone; a key of one's own must be named; a strategy that AWS knows, and SMART on FHIR with what it needs."""
    state = _state(inputs)
    if state is None:
        return
    if state.get("DatastoreTypeVersion") != "R4":
        yield "desiredState", "DatastoreTypeVersion: must be R4"
    if not re.fullmatch(r"[\w .:/=+\-%@]{1,256}", str(state.get("DatastoreName", "x"))):
        yield "desiredState", "DatastoreName: 1 to 256 letters, digits, spaces and _.:/=+-%@"
    key = (state.get("SseConfiguration") or {}).get("KmsEncryptionConfig") or {}
    if key and key.get("CmkType") not in (OWN_KEY, "AWS_OWNED_KMS_KEY"):
        yield "desiredState", "SseConfiguration.KmsEncryptionConfig.CmkType: must be CUSTOMER_MANAGED_KMS_KEY or AWS_OWNED_KMS_KEY"
    if key.get("CmkType") == OWN_KEY and not key.get("KmsKeyId"):
        yield "desiredState", "SseConfiguration.KmsEncryptionConfig.KmsKeyId: is required for a key of one's own"
    yield from _identity(state.get("IdentityProviderConfiguration") or {})


def _identity(identity: Properties) -> Iterator[Fault]:
    place = "IdentityProviderConfiguration"
    strategy = identity.get("AuthorizationStrategy")
    if identity and strategy not in STRATEGIES:
        yield "desiredState", f"{place}.AuthorizationStrategy: must be one of {', '.join(STRATEGIES)}"
    smart = isinstance(strategy, str) and strategy.startswith("SMART")
    if smart and not (identity.get("IdpLambdaArn") and identity.get("Metadata")):
        yield "desiredState", f"{place}: IdpLambdaArn and Metadata are required for {strategy}"
    arn = identity.get("IdpLambdaArn")
    if isinstance(arn, str) and not re.fullmatch(
        r"arn:aws[-a-z]*:lambda:[a-z]{2}-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9\-_.]+(:(\$LATEST|[a-zA-Z0-9\-_]+))?", arn
    ):
        yield "desiredState", f"{place}.IdpLambdaArn: must be the ARN of a function"


@resource.before("create")
def key_is_there(action: Action) -> None:
    """A data store under a key of one's own needs that key, by id, ARN or alias."""
    state = _state(action.inputs)
    named = ((state or {}).get("SseConfiguration") or {}).get("KmsEncryptionConfig", {}).get("KmsKeyId")
    if not isinstance(named, str):
        return
    alias = named.partition(":alias/")[2] or (named.removeprefix("alias/") if named.startswith("alias/") else "")
    found: list[Any] = (
        action.find("aws:kms/alias:Alias", name=f"alias/{alias}") if alias else action.find(KEY, arn=named) or action.find(KEY, keyId=named)
    )
    if not found:
        action.refuse("ValidationException", f"The KMS key {named} does not exist, or the caller may not use it")


@resource.computes
def answer(action: Action) -> Properties:
    """What the service made of the document."""
    state = _state(action.inputs)
    if state is None:
        return {"properties": action.inputs.get("desiredState")}
    arn = f"arn:{action.partition}:healthlake:{action.region}:{action.account}:datastore/fhir/{action.id}"
    made = {
        **state,
        "DatastoreArn": arn,
        "DatastoreEndpoint": f"https://healthlake.{action.region}.amazonaws.com/datastore/{action.id}/r4/",
        "DatastoreId": action.id,
        "DatastoreStatus": "ACTIVE",
    }
    return {"properties": json.dumps(made, sort_keys=True, separators=(",", ":"))}
