"""AWS Network Firewall: TLS inspection and logging.

Sources: Network Firewall API Reference, CreateTLSInspectionConfiguration, ServerCertificateConfiguration, UpdateLoggingConfiguration,
LogDestinationConfig; AWS Network Firewall Developer Guide, "TLS inspection configuration settings"; Pulumi Registry,
aws.networkfirewall.TlsInspectionConfiguration, aws.networkfirewall.LoggingConfiguration (the ids are ARNs).
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, AutoName, Between, Fault, Length, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.firewall_policies import KEY_REF, LOGGING, TLS_INSPECTION, encrypted
from simulator.rules.aws.kinds import BUCKET, LOG_GROUP
from simulator.rules.aws.network_firewall import FIREWALL, NAME, POLICY
from simulator.rules.aws.parts import given, items

tls_inspection = Rules(
    TLS_INSPECTION,
    source="Network Firewall API Reference, CreateTLSInspectionConfiguration; Pulumi Registry, aws.networkfirewall.TlsInspectionConfiguration",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "name",
            NAME,
            source="Network Firewall API Reference, CreateTLSInspectionConfiguration",
            saying="1 to 128 letters, digits and hyphens",
        ),
        Length("description", 0, 512, source="Network Firewall API Reference, CreateTLSInspectionConfiguration"),
        encrypted("encryptionConfigurations[*].type"),
        *(
            Allowed(
                f"tlsInspectionConfiguration.serverCertificateConfiguration.checkCertificateRevocationStatus.{name}",
                ("PASS", "DROP", "REJECT"),
                source="Network Firewall API Reference, CheckCertificateRevocationStatusActions",
            )
            for name in ("revokedStatusAction", "unknownStatusAction")
        ),
        *(
            Between(
                f"tlsInspectionConfiguration.serverCertificateConfiguration.scopes[*].{name}[*].{end}",
                0,
                65535,
                source="Network Firewall API Reference, PortRange",
            )
            for name in ("destinationPorts", "sourcePorts")
            for end in ("fromPort", "toPort")
        ),
        Allowed(
            "tlsInspectionConfiguration.serverCertificateConfiguration.scopes[*].protocols[*]",
            (6,),
            source="Network Firewall API Reference, ServerCertificateScope",
        ),
    ),
    references={"encryptionConfigurations[*].keyId": KEY_REF},
    immutable={"name"},
    autoname=AutoName("name", 128),
    unique=(unique("name", code="InvalidRequestException", message="A resource with the specified name already exists: {name}"),),
    id="arn:{partition}:network-firewall:{region}:{account}:tls-configuration/{name}",
    outputs={
        "arn": "{id}",
        "certificateAuthorities": [],
        "certificates": [],
        "encryptionConfigurations": [],
        "numberOfAssociations": 0,
        "tlsInspectionConfigurationId": "{uuid}",
        "updateToken": "{uuid}",
    },
)


@tls_inspection.check(source="Network Firewall API Reference, ServerCertificateConfiguration", even_unknown=True)
def inspects_one_way_or_both(inputs: Properties) -> Iterator[Fault]:
    """A CA opens outgoing TLS, server certificates incoming; the check of revoked ones needs the CA."""
    body = (inputs.get("tlsInspectionConfiguration") or {}) if isinstance(inputs.get("tlsInspectionConfiguration"), dict) else {}
    server = body.get("serverCertificateConfiguration")
    if not isinstance(server, dict):
        return
    where = "tlsInspectionConfiguration.serverCertificateConfiguration"
    if not given(server.get("certificateAuthorityArn")) and not given(server.get("serverCertificates")):
        yield where, "one of certificateAuthorityArn, serverCertificates must be given"
    if given(server.get("checkCertificateRevocationStatus")) and not given(server.get("certificateAuthorityArn")):
        yield f"{where}.checkCertificateRevocationStatus", "needs certificateAuthorityArn"


@tls_inspection.on_read
def count_policies(action: Action) -> None:
    """Policies that use it."""
    users = [one for one in action.find(POLICY) if one.outputs["firewallPolicy"].get("tlsInspectionConfigurationArn") == action.id]
    action.outputs["numberOfAssociations"] = len(users)


_D = "loggingConfiguration.logDestinationConfigs[*]"

logging = Rules(
    LOGGING,
    source="Network Firewall API Reference, UpdateLoggingConfiguration, LogDestinationConfig; Pulumi Registry, aws.networkfirewall.LoggingConfiguration",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed(f"{_D}.logType", ("ALERT", "FLOW", "TLS"), source="Network Firewall API Reference, LogDestinationConfig"),
        Allowed(
            f"{_D}.logDestinationType",
            ("S3", "CloudWatchLogs", "KinesisDataFirehose"),
            source="Network Firewall API Reference, LogDestinationConfig",
        ),
        Length("loggingConfiguration.logDestinationConfigs", 1, 6, source="Pulumi Registry, aws.networkfirewall.LoggingConfiguration"),
    ),
    references={"firewallArn": ref(FIREWALL, by=("arn",), code="ResourceNotFoundException", blocks_delete=False)},
    immutable={"firewallArn"},
    id="{firewallArn}",
    outputs={"enableMonitoringDashboard": False},
)


@logging.check(source="Network Firewall API Reference, LogDestinationConfig: keys of the destination, by its type", even_unknown=True)
def destinations_are_whole(inputs: Properties) -> Iterator[Fault]:
    """Each type of destination has a key of its own; a kind of log goes to one destination of a type."""
    keys = {"S3": "bucketName", "CloudWatchLogs": "logGroup", "KinesisDataFirehose": "deliveryStream"}
    body = inputs.get("loggingConfiguration")
    seen: set[tuple[object, object]] = set()
    for i, one in items(body, "logDestinationConfigs") if isinstance(body, dict) else ():
        where = f"loggingConfiguration.logDestinationConfigs[{i}]"
        kind, destination = one.get("logDestinationType"), one.get("logDestination")
        if kind in keys and isinstance(destination, dict) and keys[kind] not in destination:
            yield f"{where}.logDestination", f"needs {keys[kind]} when logDestinationType is {kind}"
        pair = (one.get("logType"), kind)
        if pair in seen:
            yield where, f"{pair[0]} goes to another destination of type {pair[1]} already"
        seen.add(pair)


@logging.before("create")
@logging.before("update")
def destinations_exist(action: Action) -> None:
    """The log groups and buckets are there."""
    for one in action.inputs["loggingConfiguration"]["logDestinationConfigs"]:
        group, bucket = one["logDestination"].get("logGroup"), one["logDestination"].get("bucketName")
        if one["logDestinationType"] == "CloudWatchLogs" and not action.get(LOG_GROUP, group):
            action.refuse("LogDestinationPermissionException", f"the log group {group} does not exist")
        if one["logDestinationType"] == "S3" and not action.find_anywhere(BUCKET, bucket=bucket):
            action.refuse("LogDestinationPermissionException", f"the bucket {bucket} does not exist")
