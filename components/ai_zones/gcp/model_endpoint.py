"""Endpoint of a zone's own model on Vertex AI: reached by Private Service Connect alone, encrypted with the zone's key, and without a way out.

Of the four kinds of endpoint this is the one whose model calls nobody: behind a public endpoint it has the internet, and a dedicated public endpoint
stands outside every perimeter. Models are put on it by who trains and signs them; with the first one Vertex AI shows a service attachment, to which
consumers make endpoints of their own (`GcpServiceLinkConsumer`). Google's own models (Gemini) need no endpoint: they answer at the zone's road to
Google's APIs, inside the perimeter.
Sources: Vertex AI documentation, "Choose an endpoint type" (inbound, outbound, VPC Service Controls), "Use dedicated private endpoints based on
Private Service Connect for online inference", "Online inference logging" (a table that is not there yet, of a data set that is), "Customer-managed
encryption keys (CMEK)"; provider reference, `gcp.vertex.AiEndpoint` (a name of up to ten digits; secure Private Service Connect).
"""

import hashlib
from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import vertex

from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import located
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ProjectId, ZoneText
from ai_zones.inputs import matches

SERVING_ZONES: Final = ("deidentification", "inference")
"""Zones with models of their own: those that redact and embed, and those that answer."""

_Table = Annotated[
    str,
    matches(
        r"[a-z][a-z0-9.:-]+[a-z0-9]\.\w{1,1024}\.\w{1,1024}", "a table, such as acme-prod-deid.requests.chat, of a dataset that stands"
    ),
]


def _serves(zone: str) -> str:
    if zone not in SERVING_ZONES:
        raise ValueError(f"must be one of {', '.join(SERVING_ZONES)}: other zones serve no models")
    return zone


class GcpModelEndpointArgs(TypedDict):
    """Inputs of `GcpModelEndpoint`."""

    zone: str
    """Zone that serves the model: `deidentification` or `inference`."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the endpoint."""
    kms_key: pulumi.Input[str]
    """Key that encrypts what is deployed, for `vertex`; of the same region."""
    consumer_projects: list[str]
    """Ids of the projects whose networks may connect. Empty lets none."""
    label: str
    """Tells the zone's endpoints apart, such as `chat`."""
    request_table: NotRequired[str]
    """Table that takes every request and answer, such as `acme-prod-deid.requests.chat`: as sensitive as the zone's data. Vertex AI makes it.
    Default: none is kept."""
    callers_prove_identity: NotRequired[bool]
    """False lets in whoever reaches the endpoint, without asking for a right to call it. Default: true."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ModelEndpoint(EncryptedInput):
    """Parsed `GcpModelEndpointArgs`."""

    zone: Annotated[ZoneText, pydantic.AfterValidator(_serves)]
    consumer_projects: tuple[ProjectId, ...]
    label: Label
    request_table: _Table | None = None
    callers_prove_identity: bool = True

    @property
    def endpoint_name(self) -> str:
        """Name of the endpoint: ten digits that follow from project, region, zone and label."""
        digest = hashlib.sha256("\x00".join((self.project, self.region, self.zone, self.label)).encode()).hexdigest()
        return str(10**9 + int(digest[:16], 16) % (9 * 10**9))


class GcpModelEndpoint(pulumi.ComponentResource):
    """Endpoint without a public address. It holds no model yet, and no data."""

    endpoint_id: str
    """Path of the endpoint."""
    endpoint_name: str
    """Its name, ten digits."""

    def __init__(self, name: str, args: GcpModelEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ModelEndpoint.parse(name, args)
        super().__init__("ai-zones:index:GcpModelEndpoint", name, {}, children_wait(opts))
        self.endpoint_name = given.endpoint_name
        self.endpoint_id = located(given.project, given.region, "endpoints", given.endpoint_name)
        vertex.AiEndpoint(
            child(name, "endpoint"),
            name=given.endpoint_name,
            display_name=f"{given.zone}-{given.label}",
            project=given.project,
            location=given.region,
            region=given.region,
            encryption_spec=vertex.AiEndpointEncryptionSpecArgs(kms_key_name=given.kms_key),
            dedicated_endpoint_enabled=False,
            private_service_connect_config=vertex.AiEndpointPrivateServiceConnectConfigArgs(
                enable_private_service_connect=True,
                enable_secure_private_service_connect=given.callers_prove_identity,
                project_allowlists=sorted(set(given.consumer_projects)),
            ),
            predict_request_response_logging_config=_logging(given),
            labels=given.labels_of(data_class=DataClass.DEIDENTIFIED),
            opts=after(self),
        )
        self.register_outputs({"endpointId": self.endpoint_id, "endpointName": self.endpoint_name})


def _logging(given: ModelEndpoint) -> vertex.AiEndpointPredictRequestResponseLoggingConfigArgs | None:
    if given.request_table is None:
        return None
    return vertex.AiEndpointPredictRequestResponseLoggingConfigArgs(
        enabled=True,
        sampling_rate=1.0,
        bigquery_destination=vertex.AiEndpointPredictRequestResponseLoggingConfigBigqueryDestinationArgs(
            output_uri=f"bq://{given.request_table}"
        ),
    )
