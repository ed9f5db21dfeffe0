"""Vertex AI: model endpoints, vector search, metadata stores.

Sources: Vertex AI API, endpoints, indexes, indexEndpoints, metadataStores; Vertex AI documentation, "Choose an endpoint type", "Set up Vector Search with
Private Service Connect", "Configure index parameters", "Online inference logging"; Terraform google provider, google_vertex_ai_endpoint,
google_vertex_ai_index, google_vertex_ai_index_endpoint, google_vertex_ai_index_endpoint_deployed_index, google_vertex_ai_metadata_store.
"""

from collections.abc import Iterator

from simulator.packages.gcp import project_of
from simulator.rules import Action, Allowed, Between, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import given, inner, last, link, listed, named, part, path, texts
from simulator.rules.gcp.databases import publish, tenant_attachment
from simulator.rules.gcp.kinds import ENDPOINT, NETWORK

INDEX = "gcp:vertex/aiIndex:AiIndex"
INDEX_ENDPOINT = "gcp:vertex/aiIndexEndpoint:AiIndexEndpoint"
_DEPLOYED = "gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex"
_NAME = Length("displayName", 1, 128, source="Vertex AI API: displayName")

endpoint = Rules(
    ENDPOINT,
    source="Vertex AI API, endpoints; Terraform google provider, google_vertex_ai_endpoint",
    checks=(
        _NAME,
        Pattern(
            "name",
            r"[1-9]\d{0,9}",
            source="Terraform google provider, google_vertex_ai_endpoint: name",
            saying="up to ten digits, without leading zeros",
        ),
        Pattern(
            "predictRequestResponseLoggingConfig.bigqueryDestination.outputUri",
            r"bq://[^/.]+(?:\.\w+){0,2}",
            source="Vertex AI API, BigQueryDestination: outputUri",
            saying="bq://project, bq://project.dataset or bq://project.dataset.table",
        ),
    ),
    references={"network": link(NETWORK)},
    immutable={"encryptionSpec", "network", "privateServiceConnectConfig", "location", "name"},
    unset={"dedicatedEndpointEnabled": False},
    outputs={"deployedModels": [], "modelDeploymentMonitoringJob": "", "trafficSplit": "", "dedicatedEndpointDns": ""},
)


@endpoint.check(
    source="Vertex AI API, endpoints: network, privateServiceConnectConfig, predictRequestResponseLoggingConfig", even_unknown=True
)
def endpoint_makes_sense(inputs: Properties) -> Iterator[Fault]:
    """A private endpoint is reached by peering or by Private Service Connect; a rate is above nothing and at most everything."""
    if given(inputs.get("network")) and given(inputs.get("privateServiceConnectConfig")):
        yield "network", "is not allowed beside privateServiceConnectConfig"
    rate = inner(inputs.get("predictRequestResponseLoggingConfig")).get("samplingRate")
    if isinstance(rate, (int, float)) and not 0 < rate <= 1:
        yield "predictRequestResponseLoggingConfig.samplingRate", f"{rate:g} is not allowed; allowed: more than 0, 1 at most"


@endpoint.before("create")
def asked_where_it_stands(action: Action) -> None:
    """Vertex AI API, 'Service endpoint': each region has a host of its own, which makes what its region holds. The provider asks the host of `region`
    for an endpoint in `location` (Terraform google provider, google_vertex_ai_endpoint)."""
    host, place = last(action.inputs.get("region") or action.place.config.get("region") or ""), action.inputs.get("location")
    if host and isinstance(place, str) and host != place:
        action.refuse(
            "invalid", f"Error 400: the endpoint is in {place} and its region is {host}: {host}-aiplatform.googleapis.com has no {place}"
        )


index = Rules(
    INDEX,
    source="Vertex AI API, indexes; Terraform google provider, google_vertex_ai_index",
    checks=(
        _NAME,
        Allowed("indexUpdateMethod", ("BATCH_UPDATE", "STREAM_UPDATE"), source="Terraform google provider, google_vertex_ai_index"),
        Between("metadata.config.dimensions", 1, 8192, source="Vertex AI documentation, 'Configure index parameters'"),
        Allowed(
            "metadata.config.distanceMeasureType",
            ("SQUARED_L2_DISTANCE", "L1_DISTANCE", "COSINE_DISTANCE", "DOT_PRODUCT_DISTANCE"),
            source="Vertex AI documentation, 'Configure index parameters'",
        ),
        Allowed(
            "metadata.config.shardSize",
            ("SHARD_SIZE_SMALL", "SHARD_SIZE_MEDIUM", "SHARD_SIZE_LARGE"),
            source="Vertex AI documentation, 'Configure index parameters'",
        ),
        Between(
            "metadata.config.algorithmConfig.treeAhConfig.leafNodesToSearchPercent",
            1,
            100,
            source="Vertex AI documentation, 'Configure index parameters'",
        ),
    ),
    immutable={"encryptionSpec", "indexUpdateMethod", "metadata.config", "region"},
    unset={"indexUpdateMethod": "BATCH_UPDATE"},
    id=lambda action: f"{_home(action)}/indexes/{action.digits(19, 'index')}",
    outputs={"name": "{digits19}", "deployedIndexes": [], "indexStats": [], "etag": "{hex12}", "metadataSchemaUri": ""},
)


def _home(action: Action) -> str:
    return f"projects/{project_of(action)}/locations/{action.inputs.get('region') or action.place.config.get('region') or ''}"


@index.check(source="Vertex AI documentation, 'Configure index parameters'", even_unknown=True)
def approximation_has_a_number(inputs: Properties) -> Iterator[Fault]:
    """'approximateNeighborsCount: required if tree-AH algorithm is used'."""
    config = inner(inner(inputs.get("metadata")).get("config"))
    if inner(config.get("algorithmConfig")).get("treeAhConfig") is not None and not given(config.get("approximateNeighborsCount")):
        yield "metadata.config.approximateNeighborsCount", "must be given with algorithmConfig.treeAhConfig"


index_endpoint = Rules(
    INDEX_ENDPOINT,
    source="Vertex AI API, indexEndpoints; Terraform google provider, google_vertex_ai_index_endpoint",
    checks=(_NAME,),
    references={"network": link(NETWORK)},
    immutable={"encryptionSpec", "network", "privateServiceConnectConfig", "publicEndpointEnabled", "region"},
    unset={"publicEndpointEnabled": False},
    id=lambda action: f"{_home(action)}/indexEndpoints/{action.digits(19, 'endpoint')}",
    outputs={"name": "{digits19}", "publicEndpointDomainName": "", "etag": "{hex12}"},
)


@index_endpoint.check(
    source="Vertex AI API, indexEndpoints: network, privateServiceConnectConfig, publicEndpointEnabled", even_unknown=True
)
def one_way_in(inputs: Properties) -> Iterator[Fault]:
    """By peering, by Private Service Connect, or from everywhere."""
    psc = inner(inputs.get("privateServiceConnectConfig")).get("enablePrivateServiceConnect") is True
    ways = {"network": given(inputs.get("network")), "privateServiceConnectConfig": psc}
    ways["publicEndpointEnabled"] = inputs.get("publicEndpointEnabled") is True
    chosen = [name for name, on in ways.items() if on]
    if len(chosen) > 1:
        yield chosen[-1], f"is not allowed beside {chosen[0]}"


deployed = Rules(
    _DEPLOYED,
    source="Vertex AI API, indexEndpoints.deployIndex; Terraform google provider, google_vertex_ai_index_endpoint_deployed_index",
    checks=(
        Pattern(
            "deployedIndexId",
            r"[A-Za-z]\w{0,127}",
            source="Terraform google provider, google_vertex_ai_index_endpoint_deployed_index",
            saying="a letter, then letters, digits and underscores, 128 at most",
        ),
        Between("dedicatedResources.minReplicaCount", 1, 1000, source="Vertex AI API, DedicatedResources: minReplicaCount"),
        Pattern(
            "deployedIndexAuthConfig.authProvider.allowedIssuers[*]",
            r"[^@\s]+@[^@\s]+\.gserviceaccount\.com",
            source="Vertex AI API, DeployedIndexAuthConfig.AuthProvider: allowedIssuers",
            saying="the address of a service account",
        ),
    ),
    references={
        "index": link(INDEX, delete_code="failedPrecondition"),
        "indexEndpoint": link(INDEX_ENDPOINT, delete_code="failedPrecondition"),
    },
    immutable={"deployedIndexId", "index", "indexEndpoint", "region"},
    id=lambda action: f"{path(action.inputs['indexEndpoint'])}/deployedIndex/{action.inputs['deployedIndexId']}",
    outputs={"name": "{deployedIndexId}", "createTime": "{now}", "indexSyncTime": "{now}"},
)


@deployed.check(source="Vertex AI API, DeployedIndex: automaticResources, dedicatedResources", even_unknown=True)
def resources_are_of_one_kind(inputs: Properties) -> Iterator[Fault]:
    """Chosen by Vertex AI, or by the caller; more at most than at least."""
    if given(inputs.get("automaticResources")) and given(inputs.get("dedicatedResources")):
        yield "dedicatedResources", "is not allowed beside automaticResources"
    for name in ("automaticResources", "dedicatedResources"):
        least, most = (inner(inputs.get(name)).get(bound) for bound in ("minReplicaCount", "maxReplicaCount"))
        if isinstance(least, (int, float)) and isinstance(most, (int, float)) and most < least:
            yield f"{name}.maxReplicaCount", f"{most:g} is less than minReplicaCount, {least:g}"


@deployed.before("create")
def in_one_region(action: Action) -> None:
    """Index and endpoint stand in one region."""
    ends = [named(action, action.inputs[name], kind) for name, kind in (("index", INDEX), ("indexEndpoint", INDEX_ENDPOINT))]
    places = {part(one.id, "locations") for one in ends if one is not None}
    if len(places) > 1:
        action.refuse("invalid", f"index and indexEndpoint are in {' and '.join(sorted(places))}: they must be in one region")


@deployed.computes
def address_or_attachment(action: Action) -> Properties:
    """Behind Private Service Connect each deployed index has a service attachment; in a peered network an address."""
    home = named(action, action.inputs["indexEndpoint"], INDEX_ENDPOINT)
    config = inner(home.outputs.get("privateServiceConnectConfig")) if home else {}
    if config.get("enablePrivateServiceConnect") is not True or home is None:
        address = f"10.{int(action.hex(2), 16)}.0.4" if home is not None and given(home.outputs.get("network")) else ""
        return {"privateEndpoints": [{"matchGrpcAddress": address, "serviceAttachment": "", "pscAutomatedEndpoints": []}]}
    attachment = tenant_attachment(action, part(home.id, "locations"))
    return {"privateEndpoints": [{"matchGrpcAddress": "", "serviceAttachment": attachment, "pscAutomatedEndpoints": []}]}


@deployed.after("create")
def index_publishes_itself(action: Action) -> None:
    """Consumers are the projects that its endpoint allows."""
    home = named(action, action.inputs["indexEndpoint"], INDEX_ENDPOINT)
    for one in listed(action.outputs.get("privateEndpoints")):
        if home is not None and one.get("serviceAttachment"):
            projects = texts(inner(home.outputs.get("privateServiceConnectConfig")).get("projectAllowlists"))
            publish(action, str(one["serviceAttachment"]), projects)


metadata_store = Rules(
    "gcp:vertex/aiMetadataStore:AiMetadataStore",
    source="Vertex AI API, metadataStores; Terraform google provider, google_vertex_ai_metadata_store",
    checks=(
        Pattern(
            "name",
            r"[a-z_][a-z0-9_]{0,59}",
            source="Terraform google provider, google_vertex_ai_metadata_store: name",
            saying="up to 60 lower-case letters, digits and underscores, not beginning with a digit",
        ),
    ),
    immutable={"description", "encryptionSpec", "name", "region"},
    outputs={"createTime": "{now}", "updateTime": "{now}", "states": []},
)
