"""Computes, endpoints, registries, stores and connections of machine learning.

Sources: Azure documentation, "Workspace managed virtual network isolation" (where computes stand), "Manage and increase quotas and limits"
(names), "Network isolation with managed online endpoints"; REST API reference, Compute, Online Endpoints, Online Deployments, Registries.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.packages.azure_native import normal_location
from simulator.rules.azure_native.data_kinds import ML_WORKSPACE, NAMING
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, with_identity
from simulator.rules.azure_native.managed_networks import APPROVED
from simulator.rules.azure_native.service_rules import completed, get, is_word, owner, service, to
from simulator.rules.checks import Allowed, Fault, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

COMPUTE = "azure-native:machinelearningservices:Compute"
ONLINE_ENDPOINT = "azure-native:machinelearningservices:OnlineEndpoint"
ONLINE_DEPLOYMENT = "azure-native:machinelearningservices:OnlineDeployment"
ML_REGISTRY = "azure-native:machinelearningservices:Registry"
DATASTORE = "azure-native:machinelearningservices:Datastore"
CONNECTION = "azure-native:machinelearningservices:WorkspaceConnection"
_COMPUTE = "REST API reference, Compute, Create Or Update"
COMPUTES = (
    "AKS",
    "AmlCompute",
    "ComputeInstance",
    "DataFactory",
    "DataLakeAnalytics",
    "Databricks",
    "HDInsight",
    "Kubernetes",
    "SynapseSpark",
    "VirtualMachine",
)

compute = with_identity(
    service(
        COMPUTE,
        source=_COMPUTE,
        skip=("properties",),
        checks=(
            Pattern(
                "computeName",
                r"[A-Za-z](?!.*-$)[A-Za-z0-9-]{1,31}",
                source=_COMPUTE,
                saying="2 to 32 letters, digits and hyphens, beginning with a letter",
            ),
            Allowed("properties.computeType", COMPUTES, source=_COMPUTE),
        ),
        references={
            "properties.properties.subnet.id": to(SUBNET, code="ValidationError", blocks=True, delete_code="InUseSubnetCannotBeDeleted")
        },
        immutable={"properties.computeType", "properties.properties.vmSize", "properties.properties.subnet"},
    )
)


@compute.check(source=_COMPUTE)
def what_a_compute_needs(inputs: Properties) -> Iterator[Fault]:
    """Clusters and instances have a size; what is attached names its resource."""
    kind = get(inputs, "properties.computeType")
    if kind in ("AmlCompute", "ComputeInstance") and not get(inputs, "properties.properties.vmSize"):
        yield "properties.properties.vmSize", f"is required when computeType is {kind!r}"
    attached = ("AKS", "Kubernetes", "VirtualMachine", "Databricks", "HDInsight", "DataFactory", "SynapseSpark")
    if kind in attached and not get(inputs, "properties.resourceId"):
        yield "properties.resourceId", f"is required when computeType is {kind!r}"
    low, high = (get(inputs, f"properties.properties.scaleSettings.{name}") for name in ("minNodeCount", "maxNodeCount"))
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield "properties.properties.scaleSettings.minNodeCount", f"{low} is more than maxNodeCount, {high}"


@compute.before("create")
def compute_stands_in_the_network(action: Action) -> None:
    """In a managed network computes stand in that alone, in its region; elsewhere a node without a public address needs a subnet."""
    home = owner(action, ML_WORKSPACE)
    if home is None:
        return
    isolated = is_word(get(home.outputs, "managedNetwork.isolationMode"), "AllowInternetOutbound", APPROVED)
    kind, subnet = get(action.inputs, "properties.computeType"), get(action.inputs, "properties.properties.subnet.id")
    if isolated and subnet:
        action.refuse("ValidationError", "With a managed network 'you can't deploy compute resources inside your custom virtual network'.")
    if isolated and kind in ("Kubernetes", "AKS", "VirtualMachine"):
        action.refuse("ValidationError", f"{kind} is not supported in a managed network.")
    place = get(action.inputs, "properties.computeLocation") or action.inputs.get("location")
    if isolated and place and normal_location(place) != home.outputs.get("location"):
        action.refuse(
            "ValidationError",
            f"In a managed network a compute stands in the workspace's region, {home.outputs.get('location')}, not {place}.",
        )
    if (
        kind in ("AmlCompute", "ComputeInstance")
        and get(action.inputs, "properties.properties.enableNodePublicIp") is False
        and not (isolated or subnet)
    ):
        action.refuse("ValidationError", "A compute without a public address needs a subnet, or a workspace with a managed network.")


@compute.computes
def compute_answer(action: Action) -> Properties:
    """Its state."""
    shown = {
        "provisioningState": "Succeeded",
        "disableLocalAuth": False,
        "isAttachedCompute": bool(get(action.inputs, "properties.resourceId")),
    }
    return {**shown_identity(action), "properties": completed(action.inputs.get("properties"), shown)}


online_endpoint = with_identity(
    service(
        ONLINE_ENDPOINT,
        source="REST API reference, Online Endpoints, Create Or Update",
        checks=(
            Pattern(
                "endpointName",
                r"[A-Za-z](?!.*-$)[A-Za-z0-9-]{2,31}",
                source="Azure documentation, 'Manage and increase quotas and limits for resources with Azure Machine Learning'",
                saying="3 to 32 letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
            ),
        ),
        immutable={"properties.authMode", "properties.compute", "kind"},
    )
)


@online_endpoint.check(source="REST API reference, Online Endpoints, Create Or Update")
def traffic_is_whole(inputs: Properties) -> Iterator[Fault]:
    """Shares of traffic make 0 or 100 percent; an endpoint has an identity."""
    shares = get(inputs, "properties.traffic") or {}
    if shares and sum(shares.values()) not in (0, 100):
        yield "properties.traffic", f"makes {sum(shares.values())} percent: it must make 0 or 100"
    if sum((get(inputs, "properties.mirrorTraffic") or {}).values()) > 50:
        yield "properties.mirrorTraffic", "mirrors at most 50 percent"
    if not has_identity(inputs):
        yield "identity", "is required"


@online_endpoint.before("create")
def name_is_free_in_the_region(action: Action) -> None:
    """'Endpoint names must be unique in an Azure region'."""
    for one in action.find_anywhere(ONLINE_ENDPOINT, name=action.inputs.get("endpointName")):
        if one.outputs.get("location") == normal_location(str(action.inputs.get("location"))):
            action.refuse("BadArgument", f"The endpoint name '{action.inputs['endpointName']}' is taken in the region.")


@online_endpoint.computes
def endpoint_answer(action: Action) -> Properties:
    """Where it answers."""
    name, location = action.outputs["name"], action.outputs.get("location")
    shown = {
        "publicNetworkAccess": "Enabled",
        "scoringUri": f"https://{name}.{location}.inference.ml.azure.com/score",
        "swaggerUri": f"https://{name}.{location}.inference.ml.azure.com/swagger.json",
        "provisioningState": "Succeeded",
    }
    return {**shown_identity(action), "properties": {**completed(action.inputs.get("properties"), shown), "keys": None}}


online_deployment = with_identity(
    service(
        ONLINE_DEPLOYMENT,
        source="REST API reference, Online Deployments, Create Or Update",
        skip=("properties",),
        checks=(
            Pattern(
                "deploymentName",
                r"[A-Za-z](?!.*-$)[A-Za-z0-9-]{2,31}",
                source="REST API reference, Online Deployments",
                saying="3 to 32 letters, digits and hyphens",
            ),
            Allowed(
                "properties.endpointComputeType",
                ("Managed", "Kubernetes", "AzureMLCompute"),
                source="REST API reference, Online Deployments",
            ),
        ),
    )
)


@online_deployment.before("create")
def egress_has_one_keeper(action: Action) -> None:
    """`egressPublicNetworkAccess: Disabled` is the older isolation: not in a managed network, and only from a private workspace."""
    home = owner(action, ML_WORKSPACE, levels=2)
    shut = is_word(get(action.inputs, "properties.egressPublicNetworkAccess"), "Disabled")
    if home and shut and is_word(get(home.outputs, "managedNetwork.isolationMode"), "AllowInternetOutbound", APPROVED):
        action.refuse(
            "BadArgument", "egressPublicNetworkAccess must be Enabled in a workspace with a managed network, which keeps the egress."
        )


@online_deployment.computes
def deployment_answer(action: Action) -> Properties:
    """Its state."""
    shown = {"egressPublicNetworkAccess": "Enabled", "provisioningState": "Succeeded"}
    return {
        **shown_identity(action),
        "properties": completed(action.inputs.get("properties"), shown),
        "sku": completed(action.inputs.get("sku"), {"name": "Default", "capacity": 1}),
    }


ml_registry = with_identity(
    service(
        ML_REGISTRY,
        source="REST API reference, Registries, Create Or Update (Azure Machine Learning)",
        checks=(
            Pattern(
                "registryName", r"[A-Za-z0-9][A-Za-z0-9_-]{2,32}", source=NAMING, saying="3 to 33 letters, digits, hyphens and underscores"
            ),
        ),
        unique=(unique("name", scope="global", code="RegistryNameTaken"),),
        defaults={"publicNetworkAccess": "Enabled"},
    )
)
ml_registry.computes(shown_identity)

datastore = service(DATASTORE, source="REST API reference, Datastores, Create Or Update", skip=("properties",))
datastore.computes(lambda action: {"properties": completed({**action.inputs["properties"], "credentials": None}, {"isDefault": False})})

connection = service(CONNECTION, source="REST API reference, Workspace Connections, Create", skip=("properties",))
connection.computes(lambda action: {"properties": {**action.inputs["properties"], "credentials": None}})
