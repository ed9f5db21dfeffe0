"""Rules of network security groups: how sources, destinations and ports are written.

Sources: Azure documentation, "Azure network security groups overview" (security rules, default rules, augmented rules), "Virtual network
service tags"; Azure REST API reference, Security Rules - Create Or Update.
"""

import ipaddress
import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Check, Fault, Length, Properties, Rules, at
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, network_ref
from simulator.rules.azure_native.ids import below, last, own_id, parent, same
from simulator.rules.azure_native.kinds import ASG, SECURITY_RULE
from simulator.rules.azure_native.names import network_name

_OVERVIEW = "Azure documentation, 'Azure network security groups overview'"
_TAGS = "Azure documentation, 'Virtual network service tags'"
_CREATE = "Azure REST API reference, Security Rules - Create Or Update"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SERVICE_TAGS = _words(
    """
    ActionGroup ApiManagement ApplicationInsightsAvailability AppConfiguration AppService AppServiceManagement
    AutonomousDevelopmentPlatform AzureActiveDirectory AzureActiveDirectoryDomainServices AzureAdvancedThreatProtection
    AzureArcInfrastructure AzureAttestation AzureBackup AzureBotService AzureCloud AzureCognitiveSearch AzureConnectors
    AzureContainerAppsService AzureContainerRegistry AzureCosmosDB AzureDatabricks AzureDataExplorerManagement AzureDeviceUpdate
    AzureDevOps AzureDevSpaces AzureDigitalTwins AzureEventGrid AzureFrontDoor AzureHealthcareAPIs AzureInformationProtection
    AzureIoTHub AzureKeyVault AzureLoadBalancer AzureLoadTestingInstanceManagement AzureMachineLearning AzureMachineLearningInference
    AzureManagedGrafana AzureMonitor AzureMonitorForSAP AzureOpenDatasets AzurePlatformDNS AzurePlatformIMDS AzurePlatformLKM
    AzureResourceManager AzureSentinel AzureSignalR AzureSiteRecovery AzureSphere AzureSpringCloud AzureStack AzureTrafficManager
    AzureUpdateDelivery AzureVideoAnalyzerForMedia AzureVirtualDesktop AzureWebPubSub BatchNodeManagement ChaosStudio
    CognitiveServicesFrontend CognitiveServicesManagement DataFactory DataFactoryManagement Dynamics365 EventHub GatewayManager
    GenevaActions GuestAndHybridManagement HDInsight Internet LogicApps LogicAppsManagement M365ManagementActivityApi Marketplace
    MicrosoftAzureFluidRelay MicrosoftCloudAppSecurity MicrosoftContainerRegistry MicrosoftDefenderForEndpoint OneDsCollector PowerBI
    PowerPlatformInfra PowerPlatformPlex PowerQueryOnline SCCservice Scuba SecurityCopilot SerialConsole ServiceBus ServiceFabric Sql
    SqlManagement Storage StorageMover StorageSyncService TrafficManager VideoIndexer VirtualNetwork WindowsAdminCenter
    WindowsVirtualDesktop
    """
)
"""Names of the tags; many may be followed by a region: `Storage.WestEurope`."""
_KNOWN_TAGS = {one.lower() for one in SERVICE_TAGS}
PROTOCOLS = ("Tcp", "Udp", "Icmp", "Esp", "Ah", "*")
_SIDES = ("source", "destination")


def is_tag(text: str) -> bool:
    """Whether a text is a service tag, with or without a region."""
    return text.split(".", 1)[0].lower() in _KNOWN_TAGS and re.fullmatch(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)?", text) is not None


def is_address(text: str) -> bool:
    """Whether a text is an address or a block."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _port_fault(text: str) -> str | None:
    if text == "*":
        return None
    match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text)
    if match is None:
        return f"{text!r} is not a port: allowed are *, 443 and 8000-8080"
    low, high = int(match[1]), int(match[2] or match[1])
    return None if low <= high <= 65535 else f"{text!r} is not a range of ports within 0 to 65535"


def part_faults(rule: Properties, path: str = "") -> Iterator[Fault]:
    """What is wrong with a rule, made apart or written into its group."""
    for side in _SIDES:
        ways = (f"{side}AddressPrefix", f"{side}AddressPrefixes", f"{side}ApplicationSecurityGroups")
        given = [name for name in ways if rule.get(name) is UNKNOWN or rule.get(name) not in (None, [], "")]
        if len(given) != 1:
            yield path + ways[0], f"exactly one of {', '.join(ways)} must be given, not {' and '.join(given) or 'none'}"
        ports = (f"{side}PortRange", f"{side}PortRanges")
        given = [name for name in ports if rule.get(name) is UNKNOWN or rule.get(name) not in (None, [], "")]
        if len(given) != 1:
            yield path + ports[0], f"exactly one of {', '.join(ports)} must be given, not {' and '.join(given) or 'none'}"
        for where, text in [*at(rule, ports[0]), *at(rule, f"{ports[1]}[*]")]:
            fault = _port_fault(text) if isinstance(text, str) else None
            if fault:
                yield path + where, fault
        for where, text in [*at(rule, ways[0]), *at(rule, f"{ways[1]}[*]")]:
            if isinstance(text, str) and text == "*" and "[" in where:
                yield path + where, "* can't stand in a list of prefixes; give it alone, as " + ways[0]
            elif isinstance(text, str) and text != "*" and not is_address(text) and not is_tag(text):
                yield path + where, f"{text!r} is neither *, an address, a CIDR block nor a service tag such as VirtualNetwork"


def checks(path: str = "") -> tuple[Check, ...]:
    """Checks of single properties."""
    return (
        choice(f"{path}access", "Allow", "Deny", source=_CREATE),
        choice(f"{path}direction", "Inbound", "Outbound", source=_CREATE),
        choice(f"{path}protocol", *PROTOCOLS, source=_CREATE),
        Between(f"{path}priority", 100, 4096, source=_OVERVIEW),
        Length(f"{path}description", 0, 140, source=_CREATE),
    )


def references(path: str = "") -> dict[str, object]:
    """Application security groups that a rule names."""
    target = network_ref(ASG, delete_code="ApplicationSecurityGroupInUse")
    return {f"{path}{side}ApplicationSecurityGroups[*].id": target for side in _SIDES}


security_rule = Rules(
    SECURITY_RULE,
    source=f"{_CREATE}; {_OVERVIEW}; {_TAGS}",
    checks=(network_name("securityRuleName"), *checks()),
    references=references(),  # type: ignore[arg-type]
    outputs=ANSWER,
)


@security_rule.check(source=f"{_OVERVIEW}; {_TAGS}", even_unknown=True)
def sides_are_sound(inputs: Properties) -> Iterator[Fault]:
    """One form of source, destination and ports."""
    yield from part_faults(inputs)


def conflict(action: Action, name: str, rule: Properties, others: list[tuple[str, Properties]]) -> None:
    """Refuse a second rule of the same priority and direction."""
    for other, values in others:
        if (
            not same(other, name)
            and values.get("priority") == rule.get("priority")
            and is_(values.get("direction"), str(rule.get("direction")))
        ):
            action.refuse(
                "SecurityRuleConflict",
                f"Security rule {name} conflicts with rule {other}. Rules cannot have the same Priority and Direction: "
                f"{rule.get('priority')} {rule.get('direction')}",
            )


@security_rule.before("create")
@security_rule.before("update")
def priority_is_free(action: Action) -> None:
    """A priority is taken once a direction in its group."""
    id_ = own_id(action)
    group = parent(id_)
    conflict(action, last(id_), action.inputs, [(last(one.id), one.outputs) for one in below(action, group, SECURITY_RULE)])
