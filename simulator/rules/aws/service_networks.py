"""VPC Lattice services and service networks: who joins, what is offered, what a listener forwards to.

Sources: VPC Lattice API Reference, CreateServiceNetwork, CreateService, CreateListener, CreateRule, CreateTargetGroup, PutAuthPolicy,
CreateServiceNetworkVpcAssociation, CreateServiceNetworkServiceAssociation, CreateServiceNetworkResourceAssociation, RegisterTargets;
Pulumi Registry, aws.vpclattice.*.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, ExactlyOneOf, Fault, Properties, Rules, ref
from simulator.rules.aws.kinds import RESOURCE_CONFIGURATION, SECURITY_GROUP, VPC
from simulator.rules.aws.parts import given

NETWORK = "aws:vpclattice/serviceNetwork:ServiceNetwork"
SERVICE = "aws:vpclattice/service:Service"
GROUP = "aws:vpclattice/targetGroup:TargetGroup"
LISTENER = "aws:vpclattice/listener:Listener"
_MISSING = "ResourceNotFoundException"
_ASKS = ("NONE", "AWS_IAM")
_NETWORK_REF = ref(NETWORK, by=("id", "arn"), code=_MISSING, delete_code="ConflictException")
_SERVICE_REF = ref(SERVICE, by=("id", "arn"), code=_MISSING, delete_code="ConflictException")

network = Rules(
    NETWORK,
    source="VPC Lattice API Reference, CreateServiceNetwork; Pulumi Registry, aws.vpclattice.ServiceNetwork",
    checks=(Allowed("authType", _ASKS, source="VPC Lattice API Reference, CreateServiceNetwork"),),
    immutable={"name"},
    defaults={"authType": "NONE"},
    id="sn-{hex17}",
    outputs={"arn": "arn:{partition}:vpc-lattice:{region}:{account}:servicenetwork/{id}"},
)

service = Rules(
    SERVICE,
    source="VPC Lattice API Reference, CreateService; Pulumi Registry, aws.vpclattice.Service",
    checks=(Allowed("authType", _ASKS, source="VPC Lattice API Reference, CreateService"),),
    immutable={"customDomainName", "name"},
    defaults={"authType": "NONE"},
    id="svc-{hex17}",
    outputs={
        "arn": "arn:{partition}:vpc-lattice:{region}:{account}:service/{id}",
        "dnsEntries": [{"domainName": "{name}.vpc-lattice-svcs.{region}.on.aws", "hostedZoneId": "Z1EXAMPLE"}],
        "status": "ACTIVE",
    },
)


@service.before("create")
@service.before("update")
def certificate_is_of_the_account(action: Action) -> None:
    """Amazon VPC Lattice User Guide, "Bring your own certificate (BYOC)": from ACM of the same account and Region."""
    arn = action.inputs.get("certificateArn")
    if isinstance(arn, str) and arn.split(":")[3:5] != [action.region, action.account]:
        action.refuse("ValidationException", f"{arn} is no certificate of account {action.account} in {action.region}")


group = Rules(
    GROUP,
    source="VPC Lattice API Reference, CreateTargetGroup, TargetGroupConfig; Pulumi Registry, aws.vpclattice.TargetGroup",
    checks=(
        Allowed("type", ("IP", "LAMBDA", "INSTANCE", "ALB"), source="VPC Lattice API Reference, CreateTargetGroup"),
        Allowed("config.protocol", ("HTTP", "HTTPS", "TCP"), source="VPC Lattice API Reference, TargetGroupConfig"),
        Allowed("config.protocolVersion", ("HTTP1", "HTTP2", "GRPC"), source="VPC Lattice API Reference, TargetGroupConfig"),
        Between("config.port", 1, 65535, source="VPC Lattice API Reference, TargetGroupConfig"),
    ),
    references={"config.vpcIdentifier": ref(VPC, code=_MISSING)},
    immutable={"config.ipAddressType", "config.port", "config.protocol", "config.protocolVersion", "config.vpcIdentifier", "name", "type"},
    unset={"config.ipAddressType": "IPV4", "config.protocolVersion": "HTTP1"},
    id="tg-{hex17}",
    outputs={"arn": "arn:{partition}:vpc-lattice:{region}:{account}:targetgroup/{id}", "status": "ACTIVE"},
)


@group.check(source="VPC Lattice API Reference, CreateTargetGroup: config 'is required' unless the type is LAMBDA", even_unknown=True)
def group_is_described(inputs: Properties) -> Iterator[Fault]:
    """Machines, addresses and balancers are in a network, and speak a protocol on a port."""
    if inputs.get("type") == "LAMBDA" or not isinstance(inputs.get("type"), str):
        return
    config = inputs.get("config")
    if not given(config):
        yield "config", f"is required for a target group of type {inputs['type']}"
    elif isinstance(config, dict):
        for name in ("vpcIdentifier", "protocol", "port"):
            if not given(config.get(name)):
                yield f"config.{name}", f"is required for a target group of type {inputs['type']}"


target = Rules(
    "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment",
    source="VPC Lattice API Reference, RegisterTargets; Pulumi Registry, aws.vpclattice.TargetGroupAttachment",
    references={"targetGroupIdentifier": ref(GROUP, by=("id", "arn"), code=_MISSING, blocks_delete=False)},
    immutable={"target", "targetGroupIdentifier"},
    id="{targetGroupIdentifier}/{hex8}",
)

listener = Rules(
    LISTENER,
    source="VPC Lattice API Reference, CreateListener; Pulumi Registry, aws.vpclattice.Listener",
    checks=(
        Allowed("protocol", ("HTTP", "HTTPS", "TLS_PASSTHROUGH"), source="VPC Lattice API Reference, CreateListener"),
        Between("port", 1, 65535, source="VPC Lattice API Reference, CreateListener"),
        ExactlyOneOf(("serviceIdentifier", "serviceArn"), source="Pulumi Registry, aws.vpclattice.Listener"),
    ),
    references={"serviceIdentifier": _SERVICE_REF, "serviceArn": _SERVICE_REF},
    immutable={"name", "port", "protocol", "serviceArn", "serviceIdentifier"},
    id=lambda action: f"{_service_of(action)}/listener-{action.hex(17, 'listener')}",
)


@listener.computes
def listener_shown(action: Action) -> Properties:
    """Its ARN is below its service's."""
    number = f"listener-{action.hex(17, 'listener')}"
    return {
        "arn": f"arn:{action.partition}:vpc-lattice:{action.region}:{action.account}:service/{_service_of(action)}/listener/{number}",
        "listenerId": number,
    }


def _service_of(action: Action) -> str:
    named = action.inputs.get("serviceIdentifier") or action.inputs.get("serviceArn")
    return str(named).rsplit("/", 1)[-1]


def _answers(action: object) -> bool:
    return isinstance(action, dict) and any(given(action.get(name)) for name in ("forward", "forwards", "fixedResponse"))


@listener.check(source="VPC Lattice API Reference, RuleAction: forward or fixedResponse", even_unknown=True)
def listener_answers(inputs: Properties) -> Iterator[Fault]:
    """What no rule takes is forwarded or answered."""
    if isinstance(inputs.get("defaultAction"), dict) and not _answers(inputs["defaultAction"]):
        yield "defaultAction", "needs forwards or fixedResponse"


rule = Rules(
    "aws:vpclattice/listenerRule:ListenerRule",
    source="VPC Lattice API Reference, CreateRule, HttpMatch; Pulumi Registry, aws.vpclattice.ListenerRule",
    checks=(Between("priority", 1, 2000, source="VPC Lattice API Reference, CreateRule"),),
    references={"serviceIdentifier": _SERVICE_REF},
    immutable={"listenerIdentifier", "name", "serviceIdentifier"},
    id="{serviceIdentifier}/{listenerIdentifier}/rule-{hex17}",
    outputs={
        "arn": "arn:{partition}:vpc-lattice:{region}:{account}:service/{serviceIdentifier}/listener/{listenerIdentifier}/rule/rule-{hex17}",
        "ruleId": "rule-{hex17}",
    },
)


@rule.check(source="VPC Lattice API Reference, RuleAction, HttpMatch", even_unknown=True)
def rule_is_whole(inputs: Properties) -> Iterator[Fault]:
    """It forwards or answers what it matches, and it matches something."""
    if isinstance(inputs.get("action"), dict) and not _answers(inputs["action"]):
        yield "action", "needs forward or fixedResponse"
    found = inputs.get("match")
    http = found.get("httpMatch") if isinstance(found, dict) else None
    if isinstance(http, dict) and not any(given(http.get(name)) for name in ("method", "pathMatch", "headerMatches")):
        yield "match.httpMatch", "needs method, pathMatch or headerMatches"


member = Rules(
    "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
    source="VPC Lattice API Reference, CreateServiceNetworkVpcAssociation; Pulumi Registry, aws.vpclattice.ServiceNetworkVpcAssociation",
    references={
        "vpcIdentifier": ref(VPC, code=_MISSING),
        "serviceNetworkIdentifier": _NETWORK_REF,
        "securityGroupIds[*]": ref(SECURITY_GROUP, code=_MISSING),
    },
    immutable={"dnsOptions", "privateDnsEnabled", "serviceNetworkIdentifier", "vpcIdentifier"},
    defaults={"privateDnsEnabled": False},
    id="snva-{hex17}",
    outputs={
        "arn": "arn:{partition}:vpc-lattice:{region}:{account}:servicenetworkvpcassociation/{id}",
        "createdBy": "{account}",
        "status": "ACTIVE",
    },
)

offer = Rules(
    "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation",
    source="VPC Lattice API Reference, CreateServiceNetworkServiceAssociation; Pulumi Registry, aws.vpclattice.ServiceNetworkServiceAssociation",
    references={"serviceIdentifier": _SERVICE_REF, "serviceNetworkIdentifier": _NETWORK_REF},
    immutable={"serviceIdentifier", "serviceNetworkIdentifier"},
    id="snsa-{hex17}",
    outputs={
        "arn": "arn:{partition}:vpc-lattice:{region}:{account}:servicenetworkserviceassociation/{id}",
        "createdBy": "{account}",
        "status": "ACTIVE",
    },
)

lent = Rules(
    "aws:vpclattice/serviceNetworkResourceAssociation:ServiceNetworkResourceAssociation",
    source="VPC Lattice API Reference, CreateServiceNetworkResourceAssociation; Pulumi Registry, aws.vpclattice.ServiceNetworkResourceAssociation",
    references={
        "resourceConfigurationIdentifier": ref(RESOURCE_CONFIGURATION, by=("id", "arn"), code=_MISSING, delete_code="ConflictException"),
        "serviceNetworkIdentifier": _NETWORK_REF,
    },
    immutable={"privateDnsEnabled", "resourceConfigurationIdentifier", "serviceNetworkIdentifier"},
    defaults={"privateDnsEnabled": False},
    id="snra-{hex17}",
    outputs={"arn": "arn:{partition}:vpc-lattice:{region}:{account}:servicenetworkresourceassociation/{id}"},
)

policy = Rules(
    "aws:vpclattice/authPolicy:AuthPolicy",
    source="VPC Lattice API Reference, PutAuthPolicy; Pulumi Registry, aws.vpclattice.AuthPolicy",
    references={"resourceIdentifier": ref(NETWORK, SERVICE, by=("id", "arn"), code=_MISSING, blocks_delete=False)},
    immutable={"resourceIdentifier"},
    normalized_json=("policy",),
    id="{resourceIdentifier}",
    outputs={"state": "Active"},
)
