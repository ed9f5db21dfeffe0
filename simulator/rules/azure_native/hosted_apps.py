"""Container groups and container apps.

Sources: Azure documentation, "Azure Container Instances: resource availability and quotas", "Deploy container instances into a virtual
network" (a delegated subnet, no public address, no DNS label), "Confidential containers on ACI", "Networking in Azure Container Apps
environment" (subnet of /27 with workload profiles, /23 without; fixed at creation; internal environments), "Ingress in Azure Container
Apps"; REST API reference, Container Groups, Managed Environments, Container Apps.
"""

import ipaddress
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import NAMING, WORKSPACE
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, get, into_subnet, is_word, same_text, service, to
from simulator.rules.checks import Between, Fault, Length, Pattern
from simulator.values import Properties
from simulator.world import Object

GROUP = "azure-native:containerinstance:ContainerGroup"
ENVIRONMENT = "azure-native:app:ManagedEnvironment"
APP = "azure-native:app:ContainerApp"
JOB = "azure-native:app:Job"
_INSTANCES = "Azure documentation, 'Deploy container instances into an Azure virtual network'"
_APPS = "Azure documentation, 'Networking in Azure Container Apps environment'"


def delegated(subnet: Object | None, service_name: str) -> bool:
    """Whether a subnet is delegated to a service."""
    found = subnet.outputs.get("delegations") or [] if subnet else []
    return any(same_text(one.get("serviceName"), service_name) for one in found)


def prefix_length(subnet: Object) -> int:
    """Of the subnet's (first) address block."""
    block = subnet.outputs.get("addressPrefix") or next(iter(subnet.outputs.get("addressPrefixes") or []), "10.0.0.0/24")
    return ipaddress.ip_network(str(block), strict=False).prefixlen


group = with_identity(
    service(
        GROUP,
        source="REST API reference, Container Groups, Create Or Update",
        checks=(
            Pattern(
                "containerGroupName",
                r"(?!.*--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
                source=NAMING,
                saying="1 to 63 lower-case letters, digits and single hyphens",
            ),
            Pattern(
                "containers[*].name",
                r"(?!.*--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
                source=NAMING,
                saying="1 to 63 lower-case letters, digits and single hyphens",
            ),
            Length("containers", 1, 60, source="Azure documentation, 'Resource availability & quota limits for ACI'"),
            Between("ipAddress.ports[*].port", 1, 65535, source="REST API reference, Container Groups, Create Or Update"),
        ),
        references={"subnetIds[*].id": into_subnet("SubnetNotFound")},
        immutable={
            "osType",
            "subnetIds",
            "ipAddress",
            "sku",
            "zones",
            "containers[*].resources",
            "confidentialComputeProperties",
            "dnsConfig",
        },
        outputs={"instanceView": {"events": [], "state": "Running"}, "isCreatedFromStandbyPool": False},
        defaults={"sku": "Standard", "restartPolicy": "Always"},
    )
)


@group.check(source=_INSTANCES)
def inside_or_outside(inputs: Properties) -> Iterator[Fault]:
    """A group in a network has no public address or label; confidential ones have a policy and run Linux."""
    if inputs.get("osType") is None:
        yield "osType", "is required"
    if inputs.get("subnetIds"):
        if is_word(get(inputs, "ipAddress.type"), "Public"):
            yield "ipAddress.type", "must be 'Private' for a group in a virtual network"
        if get(inputs, "ipAddress.dnsNameLabel"):
            yield "ipAddress.dnsNameLabel", "is not supported for a group in a virtual network"
    elif is_word(get(inputs, "ipAddress.type"), "Private"):
        yield "subnetIds", "is required when ipAddress.type is 'Private'"
    if is_word(inputs.get("sku"), "Confidential"):
        if not is_word(inputs.get("osType"), "Linux"):
            yield "osType", "must be 'Linux' for confidential containers"
        if not get(inputs, "confidentialComputeProperties"):
            yield "confidentialComputeProperties", "is required when sku is 'Confidential' (an empty object takes the default policy)"
    elif inputs.get("confidentialComputeProperties"):
        yield "sku", "must be 'Confidential' where confidentialComputeProperties are given"
    for i, one in enumerate(inputs.get("containers") or []):
        for name in ("image", "resources"):
            if not one.get(name):
                yield f"containers[{i}].{name}", "is required"


@group.before("create")
def group_subnet_is_delegated(action: Action) -> None:
    """The subnet is delegated to container groups."""
    for one in action.inputs.get("subnetIds") or []:
        if not delegated(at_id(action.world, one.get("id"), SUBNET), "Microsoft.ContainerInstance/containerGroups"):
            action.refuse(
                "SubnetDelegationMissing", f"The subnet '{one.get('id')}' must be delegated to Microsoft.ContainerInstance/containerGroups."
            )


@group.computes
def group_answer(action: Action) -> Properties:
    """Its address; secrets are never answered."""
    made = shown_identity(action)
    given = action.inputs.get("ipAddress")
    if given:
        own = (
            f"10.0.0.{4 + int(action.hex(2), 16) % 200}"
            if is_word(given.get("type"), "Private")
            else f"20.0.113.{1 + int(action.hex(2), 16) % 250}"
        )
        made["ipAddress"] = {"ip": own, **given}
    if action.inputs.get("imageRegistryCredentials"):
        made["imageRegistryCredentials"] = [
            {key: value for key, value in one.items() if key != "password"} for one in action.inputs["imageRegistryCredentials"]
        ]
    return made


environment = shows_connections(
    with_identity(
        service(
            ENVIRONMENT,
            source="REST API reference, Managed Environments, Create Or Update; " + _APPS,
            checks=(
                Pattern(
                    "environmentName",
                    r"[a-z](?!.*--)[a-z0-9-]{0,58}[a-z0-9]",
                    source="REST API reference, Managed Environments",
                    saying="2 to 60 lower-case letters, digits and hyphens",
                ),
            ),
            references={"vnetConfiguration.infrastructureSubnetId": into_subnet("ManagedEnvironmentInvalidNetworkConfiguration")},
            immutable={"vnetConfiguration", "zoneRedundant", "infrastructureResourceGroup", "kind"},
            outputs={
                "deploymentErrors": "",
                "eventStreamEndpoint": "",
                "daprConfiguration": {"version": "1.13"},
                "kedaConfiguration": {"version": "2.17"},
            },
        )
    )
)


@environment.check(source=_APPS)
def environment_network(inputs: Properties) -> Iterator[Fault]:
    """An internal environment, and one across zones, has a subnet; logs to a workspace name it; a shut one takes no public ingress."""
    subnet = get(inputs, "vnetConfiguration.infrastructureSubnetId")
    if get(inputs, "vnetConfiguration.internal") is True and not subnet:
        yield "vnetConfiguration.infrastructureSubnetId", "is required where vnetConfiguration.internal is true"
    if inputs.get("zoneRedundant") is True and not subnet:
        yield "vnetConfiguration.infrastructureSubnetId", "is required where zoneRedundant is true"
    if is_word(get(inputs, "appLogsConfiguration.destination"), "log-analytics") and not get(
        inputs, "appLogsConfiguration.logAnalyticsConfiguration.customerId"
    ):
        yield "appLogsConfiguration.logAnalyticsConfiguration.customerId", "is required when destination is 'log-analytics'"
    destination = get(inputs, "appLogsConfiguration.destination")
    if destination and not is_word(destination, "log-analytics", "azure-monitor", "none"):
        yield "appLogsConfiguration.destination", f"{destination!r} is not allowed; allowed: log-analytics, azure-monitor, none"


@environment.before("create")
def subnet_is_large_enough(action: Action) -> None:
    """/27 and delegated with workload profiles; /23 and not delegated without; the workspace is there."""
    subnet = at_id(action.world, get(action.inputs, "vnetConfiguration.infrastructureSubnetId"), SUBNET)
    profiles = bool(action.inputs.get("workloadProfiles"))
    if subnet is not None:
        longest = 27 if profiles else 23
        if prefix_length(subnet) > longest:
            action.refuse("ManagedEnvironmentSubnetIsTooSmall", f"The subnet '{subnet.id}' must be /{longest} or larger.")
        if profiles and not delegated(subnet, "Microsoft.App/environments"):
            action.refuse(
                "ManagedEnvironmentSubnetDelegationError", f"The subnet '{subnet.id}' must be delegated to Microsoft.App/environments."
            )
        if not profiles and subnet.outputs.get("delegations"):
            action.refuse(
                "ManagedEnvironmentSubnetIsDelegated",
                f"The subnet '{subnet.id}' must not be delegated for an environment without workload profiles.",
            )
    customer = get(action.inputs, "appLogsConfiguration.logAnalyticsConfiguration.customerId")
    if customer and not action.find_anywhere(WORKSPACE, customerId=customer):
        action.refuse("InvalidLogAnalyticsConfiguration", f"No Log Analytics workspace has the customer id '{customer}'.")


@environment.computes
def environment_answer(action: Action) -> Properties:
    """Its domain and address."""
    location, internal = action.outputs.get("location"), get(action.inputs, "vnetConfiguration.internal") is True
    domain = f"{action.hex(12, 'domain')}.{location}.azurecontainerapps.io"
    made: Properties = {
        **shown_identity(action),
        "defaultDomain": domain,
        "privateLinkDefaultDomain": domain.replace(".azurecontainerapps", ".privatelink.azurecontainerapps"),
        "staticIp": f"10.0.0.{4 + int(action.hex(2), 16) % 200}" if internal else f"20.0.113.{1 + int(action.hex(2), 16) % 250}",
        "publicNetworkAccess": action.inputs.get("publicNetworkAccess") or ("Disabled" if internal else "Enabled"),
        "zoneRedundant": action.inputs.get("zoneRedundant") is True,
    }
    logs = action.inputs.get("appLogsConfiguration") or {}
    if get(logs, "logAnalyticsConfiguration.sharedKey"):
        hidden = {key: value for key, value in logs["logAnalyticsConfiguration"].items() if key != "sharedKey"}
        made["appLogsConfiguration"] = {**logs, "logAnalyticsConfiguration": hidden}
    return made


@environment.before("delete")
def apps_go_first(action: Action) -> None:
    """An environment with apps can't be deleted."""
    for one in action.find_anywhere(APP):
        if same_text(one.outputs.get("managedEnvironmentId") or one.outputs.get("environmentId"), action.id):
            action.refuse("ManagedEnvironmentHasContainerApps", f"The environment '{action.id}' holds '{one.id}'.")


app = with_identity(
    service(
        APP,
        source="REST API reference, Container Apps, Create Or Update",
        checks=(
            Pattern(
                "containerAppName",
                r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]",
                source="REST API reference, Container Apps",
                saying="2 to 32 lower-case letters, digits and hyphens",
            ),
            Between("configuration.ingress.targetPort", 0, 65535, source="Azure documentation, 'Ingress in Azure Container Apps'"),
            Between("template.scale.minReplicas", 0, 1000, source="Azure documentation, 'Set scaling rules in Azure Container Apps'"),
            Between("template.scale.maxReplicas", 1, 1000, source="Azure documentation, 'Set scaling rules in Azure Container Apps'"),
        ),
        references={
            "managedEnvironmentId": to(ENVIRONMENT, code="ContainerAppEnvironmentNotFound"),
            "environmentId": to(ENVIRONMENT, code="ContainerAppEnvironmentNotFound"),
        },
        immutable={"managedEnvironmentId", "environmentId"},
        outputs={
            "customDomainVerificationId": "{hex32}",
            "deploymentErrors": "",
            "eventStreamEndpoint": "",
            "outboundIpAddresses": [],
            "runningStatus": "Running",
        },
    )
)


@app.check(source="REST API reference, Container Apps, Create Or Update")
def an_app_is_whole(inputs: Properties) -> Iterator[Fault]:
    """An environment and a container; scaling has its order; secrets that are named are there."""
    if not (inputs.get("managedEnvironmentId") or inputs.get("environmentId")):
        yield "managedEnvironmentId", "is required"
    if not get(inputs, "template.containers"):
        yield "template.containers", "is required"
    low, high = get(inputs, "template.scale.minReplicas"), get(inputs, "template.scale.maxReplicas")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield "template.scale.minReplicas", f"{low} is more than maxReplicas, {high}"
    known = {str(one.get("name")) for one in get(inputs, "configuration.secrets") or []}
    for i, one in enumerate(get(inputs, "template.containers") or []):
        for j, variable in enumerate(one.get("env") or []):
            if variable.get("secretRef") and variable["secretRef"] not in known:
                yield f"template.containers[{i}].env[{j}].secretRef", f"{variable['secretRef']!r} is not among configuration.secrets"


@app.computes
def app_answer(action: Action) -> Properties:
    """Its revision and host name."""
    name = str(action.outputs["name"])
    home = at_id(action.world, action.inputs.get("managedEnvironmentId") or action.inputs.get("environmentId"), ENVIRONMENT)
    domain = home.outputs.get("defaultDomain") if home else ""
    revision = f"{name}--{action.world.digest(name, repr(action.inputs.get('template')))[:7]}"
    ingress = get(action.inputs, "configuration.ingress")
    inner = "" if get(ingress, "external") is True else "internal."
    made: Properties = {
        **shown_identity(action),
        "latestRevisionName": revision,
        "latestReadyRevisionName": revision,
        "latestRevisionFqdn": f"{revision}.{inner}{domain}" if ingress else "",
    }
    configuration = action.inputs.get("configuration")
    if configuration:
        shown = dict(configuration)
        if ingress:
            shown["ingress"] = completed(
                ingress, {"fqdn": f"{name}.{inner}{domain}", "external": False, "allowInsecure": False, "transport": "Auto"}
            )
        if shown.get("secrets"):
            shown["secrets"] = [{key: value for key, value in one.items() if key != "value"} for one in shown["secrets"]]
        made["configuration"] = shown
    return made


job = with_identity(
    service(
        JOB,
        source="REST API reference, Jobs, Create Or Update (Container Apps)",
        checks=(
            Pattern(
                "jobName",
                r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]",
                source="REST API reference, Jobs",
                saying="2 to 32 lower-case letters, digits and hyphens",
            ),
        ),
        references={"environmentId": to(ENVIRONMENT, code="ContainerAppEnvironmentNotFound")},
        immutable={"environmentId"},
        outputs={"eventStreamEndpoint": "", "outboundIpAddresses": [], "runningState": "Ready"},
    )
)


@job.check(source="Azure documentation, 'Jobs in Azure Container Apps'")
def a_job_has_its_trigger(inputs: Properties) -> Iterator[Fault]:
    """An environment, a container, and the settings of its trigger."""
    if not inputs.get("environmentId"):
        yield "environmentId", "is required"
    if not get(inputs, "template.containers"):
        yield "template.containers", "is required"
    kind = get(inputs, "configuration.triggerType")
    if is_word(kind, "Schedule") and not get(inputs, "configuration.scheduleTriggerConfig"):
        yield "configuration.scheduleTriggerConfig", "is required when triggerType is 'Schedule'"
    if is_word(kind, "Event") and not get(inputs, "configuration.eventTriggerConfig"):
        yield "configuration.eventTriggerConfig", "is required when triggerType is 'Event'"


@job.computes
def job_answer(action: Action) -> Properties:
    """Secrets are never answered."""
    made = shown_identity(action)
    secrets = get(action.inputs, "configuration.secrets")
    if secrets:
        shown = [{key: value for key, value in one.items() if key != "value"} for one in secrets]
        made["configuration"] = {**action.inputs["configuration"], "secrets": shown}
    return made
