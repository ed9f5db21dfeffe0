"""Target groups and listeners of load balancers.

Sources: Elastic Load Balancing API Reference (version 2015-12-01), CreateTargetGroup, CreateListener, DeleteTargetGroup; Elastic Load
Balancing, "Target groups for your Network Load Balancers", "Listeners for your Network Load Balancers"; Pulumi Registry,
aws.lb.TargetGroup, aws.lb.Listener (the ids are the ARNs).
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, AtMostOneOf, AutoName, Between, Fault, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import LOAD_BALANCER, VPC
from simulator.rules.aws.load_balancers import LISTENER, NAME, balancer_name
from simulator.rules.aws.parts import given, items

TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
_TARGETS = "Elastic Load Balancing API Reference, CreateTargetGroup"
_LISTENER = "Elastic Load Balancing API Reference, CreateListener"
_PROTOCOLS = ("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC")

target_group = Rules(
    TARGET_GROUP,
    source="Elastic Load Balancing API Reference, CreateTargetGroup; Pulumi Registry, aws.lb.TargetGroup (the id is the ARN)",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "name",
            NAME,
            source=_TARGETS,
            saying="1 to 32 letters, digits and hyphens, no hyphen at either end, not beginning with internal-",
        ),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.lb.TargetGroup"),
        Allowed("targetType", ("instance", "ip", "lambda", "alb"), source=_TARGETS),
        Allowed("protocol", _PROTOCOLS, source=_TARGETS),
        Allowed("protocolVersion", ("HTTP1", "HTTP2", "GRPC"), source=_TARGETS),
        Allowed("ipAddressType", ("ipv4", "ipv6"), source=_TARGETS),
        Between("port", 1, 65535, source=_TARGETS),
        Between("targetControlPort", 1, 65535, source=_TARGETS),
        Between("deregistrationDelay", 0, 3600, source="Elastic Load Balancing API Reference, TargetGroupAttribute"),
        Between("healthCheck.interval", 5, 300, source=_TARGETS),
        Between("healthCheck.healthyThreshold", 2, 10, source=_TARGETS),
        Between("healthCheck.unhealthyThreshold", 2, 10, source=_TARGETS),
        Between("healthCheck.timeout", 2, 120, source=_TARGETS),
        Allowed("healthCheck.protocol", ("HTTP", "HTTPS", "TCP"), source=_TARGETS),
        Allowed("preserveClientIp", ("true", "false"), source="Elastic Load Balancing API Reference, TargetGroupAttribute"),
        Allowed(
            "stickiness.type",
            ("lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"),
            source="Elastic Load Balancing API Reference, TargetGroupAttribute",
        ),
    ),
    references={"vpcId": ref(VPC, code="ValidationError", blocks_delete=False)},
    immutable={"ipAddressType", "name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"},
    autoname=AutoName("name", 32, unless=("namePrefix",)),
    unique=(
        unique(
            "name",
            code="DuplicateTargetGroupName",
            message="A target group with the same name '{name}' exists, but with different settings",
        ),
    ),
    defaults={
        "deregistrationDelay": 300,
        "lambdaMultiValueHeadersEnabled": False,
        "proxyProtocolV2": False,
        "slowStart": 0,
        "targetType": "instance",
    },
    id=lambda action: (
        f"arn:{action.partition}:elasticloadbalancing:{action.region}:{action.account}:targetgroup/{balancer_name(action, 32)}/{action.hex(16, 'targets')}"
    ),
    outputs={
        "arn": "{id}",
        "arnSuffix": "",
        "connectionTermination": False,
        "healthCheck": {},
        "ipAddressType": "ipv4",
        "loadBalancerArns": [],
        "loadBalancingAlgorithmType": "",
        "loadBalancingAnomalyMitigation": "",
        "loadBalancingCrossZoneEnabled": "use_load_balancer_configuration",
        "name": "",
        "namePrefix": "",
        "preserveClientIp": "",
        "protocolVersion": "",
        "stickiness": {},
        "targetFailovers": [],
        "targetGroupHealth": {},
        "targetHealthStates": [],
    },
)


@target_group.check(source=_TARGETS, even_unknown=True)
def kind_has_what_it_needs(inputs: Properties) -> Iterator[Fault]:
    """Every kind but Lambda needs port, protocol and network."""
    kind = inputs.get("targetType", "instance")
    for name in ("port", "protocol", "vpcId") if isinstance(kind, str) and kind != "lambda" else ():
        if inputs.get(name) is None:
            yield name, f"is required when targetType is {kind}"
    check, protocol = inputs.get("healthCheck"), inputs.get("protocol")
    if isinstance(check, dict) and check.get("protocol") == "TCP":
        for name in ("path", "matcher"):
            if given(check.get(name)):
                yield f"healthCheck.{name}", "can't be given for health checks of protocol TCP"
    if isinstance(check, dict) and protocol in ("HTTP", "HTTPS") and check.get("protocol") == "TCP":
        yield "healthCheck.protocol", f"TCP is not possible for a target group of protocol {protocol}"


@target_group.computes
def targets_shown(action: Action) -> Properties:
    """The provider's defaults by protocol."""
    check = {
        "enabled": True,
        "healthyThreshold": 3,
        "interval": 30,
        "matcher": "",
        "path": "",
        "port": "traffic-port",
        "protocol": "TCP" if action.inputs.get("protocol") in ("TCP", "TLS", "UDP", "TCP_UDP") else "HTTP",
        "timeout": 10,
        "unhealthyThreshold": 3,
    }
    kind = "source_ip" if check["protocol"] == "TCP" else "lb_cookie"
    made: Properties = {
        "arnSuffix": action.id.rsplit(":", 1)[1],
        "name": action.id.split("/")[1],
        "healthCheck": {**check, **(action.inputs.get("healthCheck") or {})},
        "stickiness": action.inputs.get("stickiness") or {"cookieDuration": 0, "cookieName": "", "enabled": False, "type": kind},
    }
    if action.inputs.get("preserveClientIp") is None and check["protocol"] == "TCP":
        made["preserveClientIp"] = "true" if action.inputs.get("targetType", "instance") == "instance" else "false"
    return made


@target_group.on_read
def list_balancers(action: Action) -> None:
    """Load balancers whose listeners forward to the group."""
    arns = {one.outputs["loadBalancerArn"] for one in action.find(LISTENER) if action.id in _targets_of(one.outputs)}
    action.outputs["loadBalancerArns"] = sorted(arns)


@target_group.before("delete")
def nobody_forwards_to_it(action: Action) -> None:
    """A target group that a listener names can't be deleted."""
    users = [one.id for one in action.find(LISTENER) if action.id in _targets_of(one.outputs)]
    if users:
        action.refuse("ResourceInUse", f"Target group '{action.id}' is currently in use by a listener or a rule: {', '.join(users)}")


def _targets_of(outputs: Properties) -> list[str]:
    found: list[str] = []
    for one in outputs.get("defaultActions") or []:
        found.append(str(one.get("targetGroupArn")))
        forward = one.get("forward") or {}
        found += [str(target.get("arn")) for target in forward.get("targetGroups") or []]
    return found


_OF_KIND = {
    "application": ("HTTP", "HTTPS"),
    "network": ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"),
    "gateway": (),
}

_ROUTING = ("forward", "redirect", "fixed-response")
_WITH_A_PART = {
    "authenticate-cognito": "authenticateCognito",
    "authenticate-oidc": "authenticateOidc",
    "jwt-validation": "jwtValidation",
    "redirect": "redirect",
    "fixed-response": "fixedResponse",
}
"""Type of an action → the part that says how (Elastic Load Balancing API Reference, Action)."""

listener = Rules(
    LISTENER,
    source="Elastic Load Balancing API Reference, CreateListener; Pulumi Registry, aws.lb.Listener (the id is the ARN)",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("protocol", _PROTOCOLS, source=_LISTENER),
        Between("port", 1, 65535, source=_LISTENER),
        Between("defaultActions[*].order", 1, 50000, source="Elastic Load Balancing API Reference, Action"),
        Allowed(
            "mutualAuthentication.advertiseTrustStoreCaNames",
            ("on", "off"),
            source="Elastic Load Balancing API Reference, MutualAuthenticationAttributes",
        ),
        Allowed(
            "defaultActions[*].type",
            ("forward", "authenticate-oidc", "authenticate-cognito", "redirect", "fixed-response", "jwt-validation"),
            source="Elastic Load Balancing API Reference, Action",
        ),
        Allowed("alpnPolicy", ("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"), source=_LISTENER),
        Allowed(
            "mutualAuthentication.mode",
            ("off", "passthrough", "verify"),
            source="Elastic Load Balancing API Reference, MutualAuthenticationAttributes",
        ),
    ),
    references={
        "loadBalancerArn": ref(LOAD_BALANCER, by=("arn",), code="LoadBalancerNotFound", blocks_delete=False),
        "defaultActions[*].targetGroupArn": ref(TARGET_GROUP, by=("arn",), code="TargetGroupNotFound", blocks_delete=False),
        "defaultActions[*].forward.targetGroups[*].arn": ref(TARGET_GROUP, by=("arn",), code="TargetGroupNotFound", blocks_delete=False),
    },
    immutable={"loadBalancerArn"},
    unset={"mutualAuthentication.ignoreClientCertificateExpiry": False, "mutualAuthentication.advertiseTrustStoreCaNames": "off"},
    id=lambda action: f"{str(action.inputs['loadBalancerArn']).replace(':loadbalancer/', ':listener/')}/{action.hex(16, 'listener')}",
    outputs={
        "arn": "{id}",
        "protocol": "",
        "sslPolicy": "",
        "mutualAuthentication": {},
        "tcpIdleTimeoutSeconds": 0,
        **{
            f"routingHttp{name}": ""
            for name in (
                "RequestXAmznMtlsClientcertHeaderName",
                "RequestXAmznMtlsClientcertIssuerHeaderName",
                "RequestXAmznMtlsClientcertLeafHeaderName",
                "RequestXAmznMtlsClientcertSerialNumberHeaderName",
                "RequestXAmznMtlsClientcertSubjectHeaderName",
                "RequestXAmznMtlsClientcertValidityHeaderName",
                "RequestXAmznTlsCipherSuiteHeaderName",
                "RequestXAmznTlsVersionHeaderName",
                "ResponseAccessControlAllowCredentialsHeaderValue",
                "ResponseAccessControlAllowHeadersHeaderValue",
                "ResponseAccessControlAllowMethodsHeaderValue",
                "ResponseAccessControlAllowOriginHeaderValue",
                "ResponseAccessControlExposeHeadersHeaderValue",
                "ResponseAccessControlMaxAgeHeaderValue",
                "ResponseContentSecurityPolicyHeaderValue",
                "ResponseStrictTransportSecurityHeaderValue",
                "ResponseXContentTypeOptionsHeaderValue",
                "ResponseXFrameOptionsHeaderValue",
            )
        },
        "routingHttpResponseServerEnabled": False,
    },
)


@listener.check(source=_LISTENER, even_unknown=True)
def actions_are_whole(inputs: Properties) -> Iterator[Fault]:
    """TLS needs a certificate; a forwarding action needs somewhere to forward to."""
    if inputs.get("protocol") in ("HTTPS", "TLS") and inputs.get("certificateArn") is None:
        yield "certificateArn", f"is required when protocol is {inputs['protocol']}"
    kinds = [one.get("type") for _, one in items(inputs, "defaultActions")]
    if kinds and UNKNOWN not in kinds and sum(kind in _ROUTING for kind in kinds) != 1:
        # Elastic Load Balancing User Guide, "Action types for listener rules", action basics.
        yield "defaultActions", f"exactly one of {', '.join(_ROUTING)} must be given: it is performed last"
    for i, one in items(inputs, "defaultActions"):
        if one.get("type") == "forward" and not (given(one.get("targetGroupArn")) or given(one.get("forward"))):
            yield f"defaultActions[{i}]", "one of targetGroupArn, forward must be given when type is forward"
        for kind, part in _WITH_A_PART.items():
            if one.get("type") == kind and one.get(part) is None:
                yield f"defaultActions[{i}].{part}", f"is required when type is {kind}"


@listener.before("create")
def listens_for_its_balancer(action: Action) -> None:
    """A port is listened on once, in a protocol of the load balancer's kind; targets are of its network."""
    found = next(iter(action.find(LOAD_BALANCER, arn=action.inputs["loadBalancerArn"])), None)
    if found is None:
        return
    kind = str(found.outputs.get("loadBalancerType"))
    protocol = action.inputs.get("protocol")
    if kind in _OF_KIND and protocol not in (None, UNKNOWN) and protocol not in _OF_KIND[kind]:
        action.refuse(
            "ValidationError",
            f"Listener protocol '{protocol}' is not supported for a load balancer of type {kind}; allowed: {', '.join(_OF_KIND[kind]) or 'none'}",
        )
    for other in action.find(LISTENER, loadBalancerArn=found.id):
        if other.outputs.get("port") == action.inputs.get("port"):
            action.refuse("DuplicateListener", f"A listener already exists on this port for this load balancer '{found.id}'")
    for arn in _targets_of(action.inputs):
        for target in action.find(TARGET_GROUP, arn=arn):
            if target.outputs.get("vpcId") != found.outputs.get("vpcId"):
                action.refuse("InvalidConfigurationRequest", f"The target group '{arn}' and the load balancer are in different VPCs")


@listener.check(source="Elastic Load Balancing API Reference, MutualAuthenticationAttributes", even_unknown=True)
def trust_is_named(inputs: Properties) -> Iterator[Fault]:
    """ "verify" needs a trust store."""
    mutual = inputs.get("mutualAuthentication")
    if isinstance(mutual, dict) and mutual.get("mode") == "verify" and mutual.get("trustStoreArn") in (None, ""):
        yield "mutualAuthentication.trustStoreArn", "is required when mode is 'verify'"
