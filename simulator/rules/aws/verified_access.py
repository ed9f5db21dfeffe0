"""Verified Access: instances, trust providers, groups and endpoints with Cedar policies, logs.

Sources: AWS Verified Access User Guide, "Verified Access instances", "Trust providers", "Verified Access groups", "Verified Access endpoints",
"Verified Access policy statement structure", "Verified Access logging versions"; EC2 API Reference, CreateVerifiedAccessInstance,
CreateVerifiedAccessTrustProvider, AttachVerifiedAccessTrustProvider, CreateVerifiedAccessGroup, CreateVerifiedAccessEndpoint,
VerifiedAccessLogOptions; Pulumi Registry, aws.verifiedaccess.*.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Fault, Needs, Object, Properties, Rules, ref
from simulator.rules.aws.addresses import all_in_vpc
from simulator.rules.aws.kinds import BUCKET, KEY, LOAD_BALANCER, LOG_GROUP, NETWORK_INTERFACE, SECURITY_GROUP, SUBNET
from simulator.rules.aws.parts import given

INSTANCE = "aws:verifiedaccess/instance:Instance"
TRUST_PROVIDER = "aws:verifiedaccess/trustProvider:TrustProvider"
TRUST_ATTACHMENT = "aws:verifiedaccess/instanceTrustProviderAttachment:InstanceTrustProviderAttachment"
GROUP = "aws:verifiedaccess/group:Group"
ENDPOINT = "aws:verifiedaccess/endpoint:Endpoint"
LOGGING = "aws:verifiedaccess/instanceLoggingConfiguration:InstanceLoggingConfiguration"

_ENDPOINT = "EC2 API Reference, CreateVerifiedAccessEndpoint"
_PROVIDER = "EC2 API Reference, CreateVerifiedAccessTrustProvider"
_POLICY = "AWS Verified Access User Guide, 'Verified Access policy statement structure'"
_INSTANCE_REF = ref(INSTANCE, code="InvalidVerifiedAccessInstanceId.NotFound")
_KEY_REF = ref(KEY, by=("arn",), code="InvalidParameterValue", blocks_delete=False)
_PROTOCOLS = ("http", "https", "tcp")
_OPTIONS = {
    "load-balancer": "loadBalancerOptions",
    "network-interface": "networkInterfaceOptions",
    "rds": "rdsOptions",
    "cidr": "cidrOptions",
}

instance = Rules(
    INSTANCE,
    source="EC2 API Reference, CreateVerifiedAccessInstance; Pulumi Registry, aws.verifiedaccess.Instance",
    second_source="cfn-lint",
    immutable={"fipsEnabled"},
    id="vai-{hex17}",
    outputs={"creationTime": "{now}", "lastUpdatedTime": "{now}", "nameServers": [], "verifiedAccessTrustProviders": []},
)

provider = Rules(
    TRUST_PROVIDER,
    source="EC2 API Reference, CreateVerifiedAccessTrustProvider; Pulumi Registry, aws.verifiedaccess.TrustProvider",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("trustProviderType", ("user", "device"), source=_PROVIDER),
        Allowed("userTrustProviderType", ("iam-identity-center", "oidc"), source=_PROVIDER),
        Allowed("deviceTrustProviderType", ("jamf", "crowdstrike", "jumpcloud"), source=_PROVIDER),
        Needs("trustProviderType", ("userTrustProviderType",), when=("user",), source=_PROVIDER),
        Needs("trustProviderType", ("deviceTrustProviderType", "deviceOptions"), when=("device",), source=_PROVIDER),
        Needs("sseSpecification.customerManagedKeyEnabled", ("sseSpecification.kmsKeyArn",), when=(True,), source=_PROVIDER),
    ),
    references={"sseSpecification.kmsKeyArn": _KEY_REF},
    immutable={"deviceOptions", "deviceTrustProviderType", "policyReferenceName", "trustProviderType", "userTrustProviderType"},
    id="vatp-{hex17}",
)


@provider.check(source=_PROVIDER, even_unknown=True)
def oidc_is_described(inputs: Properties) -> Iterator[Fault]:
    """'The options for a OpenID Connect-compatible user-identity trust provider': required when the provider type is oidc."""
    if inputs.get("userTrustProviderType") == "oidc" and not (
        given(inputs.get("oidcOptions")) or given(inputs.get("nativeApplicationOidcOptions"))
    ):
        yield "oidcOptions", "is required when userTrustProviderType is 'oidc'"


trust_attachment = Rules(
    TRUST_ATTACHMENT,
    source="EC2 API Reference, AttachVerifiedAccessTrustProvider; Pulumi Registry, aws.verifiedaccess.InstanceTrustProviderAttachment",
    second_source="",
    references={
        "verifiedaccessInstanceId": _INSTANCE_REF,
        "verifiedaccessTrustProviderId": ref(TRUST_PROVIDER, code="InvalidVerifiedAccessTrustProviderId.NotFound"),
    },
    immutable={"verifiedaccessInstanceId", "verifiedaccessTrustProviderId"},
    id="{verifiedaccessInstanceId}/{verifiedaccessTrustProviderId}",
)


@trust_attachment.before("create")
def references_differ(action: Action) -> None:
    """Policies call a provider by its reference name, which is unique in an instance."""
    new = action.target("verifiedaccessTrustProviderId", TRUST_PROVIDER)
    for other in action.find(TRUST_ATTACHMENT, verifiedaccessInstanceId=action.inputs["verifiedaccessInstanceId"]):
        attached = action.get(TRUST_PROVIDER, other.outputs.get("verifiedaccessTrustProviderId"))
        if new and attached and attached.outputs.get("policyReferenceName") == new.outputs.get("policyReferenceName"):
            action.refuse(
                "InvalidParameterValue", f"policy reference name {new.outputs.get('policyReferenceName')} is used by {attached.id} already"
            )


group = Rules(
    GROUP,
    source="EC2 API Reference, CreateVerifiedAccessGroup; Pulumi Registry, aws.verifiedaccess.Group",
    second_source="cfn-lint",
    checks=(Needs("sseConfiguration.customerManagedKeyEnabled", ("sseConfiguration.kmsKeyArn",), when=(True,), source=_PROVIDER),),
    references={"verifiedaccessInstanceId": _INSTANCE_REF, "sseConfiguration.kmsKeyArn": _KEY_REF},
    id="vagr-{hex17}",
    outputs={
        "creationTime": "{now}",
        "deletionTime": "",
        "lastUpdatedTime": "{now}",
        "owner": "{account}",
        "verifiedaccessGroupArn": "arn:{partition}:ec2:{region}:{account}:verified-access-group/{id}",
        "verifiedaccessGroupId": "{id}",
    },
)

_SCOPE = re.compile(r"\b(permit|forbid)\s*\(([^)]*)\)")


@group.check(source=_POLICY, even_unknown=True)
def policy_of_the_group(inputs: Properties) -> Iterator[Fault]:
    """As of an endpoint."""
    yield from _policy(inputs)


def _policy(inputs: Properties) -> Iterator[Fault]:
    """Statements of Cedar, whose scope 'must always be kept undefined'."""
    text = inputs.get("policyDocument")
    if not isinstance(text, str) or not text:
        return
    scopes = _SCOPE.findall(re.sub(r"//[^\n]*", "", text))
    if not scopes:
        yield "policyDocument", "holds no statement; allowed: permit(principal, action, resource) or forbid(...), with conditions"
    for effect, scope in scopes:
        if [part.strip() for part in scope.split(",")] != ["principal", "action", "resource"]:
            yield "policyDocument", f"{effect}({scope}) has a scope; allowed: {effect}(principal, action, resource), with conditions"


endpoint = Rules(
    ENDPOINT,
    source="EC2 API Reference, CreateVerifiedAccessEndpoint; Pulumi Registry, aws.verifiedaccess.Endpoint",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("attachmentType", ("vpc",), source=_ENDPOINT),
        Allowed("endpointType", tuple(_OPTIONS), source=_ENDPOINT),
        *(Needs("endpointType", (options,), when=(kind,), source=_ENDPOINT) for kind, options in _OPTIONS.items()),
        *(Allowed(f"{options}.protocol", _PROTOCOLS, source=_ENDPOINT) for options in _OPTIONS.values()),
        *(Between(f"{options}.port", 1, 65535, source=_ENDPOINT) for options in _OPTIONS.values() if options != "cidrOptions"),
        *(
            Between(f"{options}.portRanges[*].{end}", 1, 65535, source=_ENDPOINT)
            for options in _OPTIONS.values()
            if options != "rdsOptions"
            for end in ("fromPort", "toPort")
        ),
        Needs("sseSpecification.customerManagedKeyEnabled", ("sseSpecification.kmsKeyArn",), when=(True,), source=_ENDPOINT),
    ),
    references={
        "verifiedAccessGroupId": ref(GROUP, code="InvalidVerifiedAccessGroupId.NotFound"),
        "loadBalancerOptions.loadBalancerArn": ref(LOAD_BALANCER, by=("arn",), code="InvalidParameterValue"),
        "loadBalancerOptions.subnetIds[*]": ref(SUBNET, code="InvalidSubnetID.NotFound"),
        "networkInterfaceOptions.networkInterfaceId": ref(NETWORK_INTERFACE, code="InvalidNetworkInterfaceID.NotFound"),
        "cidrOptions.subnetIds[*]": ref(SUBNET, code="InvalidSubnetID.NotFound"),
        "rdsOptions.subnetIds[*]": ref(SUBNET, code="InvalidSubnetID.NotFound"),
        "securityGroupIds[*]": ref(SECURITY_GROUP, code="InvalidGroup.NotFound"),
        "sseSpecification.kmsKeyArn": _KEY_REF,
    },
    immutable={
        "applicationDomain",
        "attachmentType",
        "cidrOptions.cidr",
        "cidrOptions.protocol",
        "cidrOptions.subnetIds",
        "domainCertificateArn",
        "endpointDomainPrefix",
        "endpointType",
        "loadBalancerOptions.loadBalancerArn",
        "networkInterfaceOptions.networkInterfaceId",
        "rdsOptions.protocol",
        "rdsOptions.rdsDbClusterArn",
        "rdsOptions.rdsDbInstanceArn",
        "rdsOptions.rdsDbProxyArn",
        "securityGroupIds",
    },
    id="vae-{hex17}",
    outputs={"deviceValidationDomain": "", "endpointDomain": "", "sseSpecification": {}, "verifiedAccessInstanceId": ""},
    unordered=("securityGroupIds",),
)


@endpoint.check(source="EC2 API Reference, CreateVerifiedAccessEndpointLoadBalancerOptions", even_unknown=True)
def balancer_is_named(inputs: Properties) -> Iterator[Fault]:
    """A balancer, a protocol and the subnets to reach it from."""
    options = inputs.get("loadBalancerOptions")
    if isinstance(options, dict):
        for name in ("loadBalancerArn", "protocol", "subnetIds"):
            if not given(options.get(name)):
                yield f"loadBalancerOptions.{name}", "is required for an endpoint of a load balancer"


@endpoint.check(source=_ENDPOINT + "; " + _POLICY, even_unknown=True)
def web_applications_have_names(inputs: Properties) -> Iterator[Fault]:
    """HTTP endpoints need a domain, its certificate and a prefix; TCP ones ports."""
    yield from _policy(inputs)
    for options in ("loadBalancerOptions", "networkInterfaceOptions"):
        part = inputs.get(options)
        if not isinstance(part, dict):
            continue
        if part.get("protocol") in ("http", "https"):
            for name in ("applicationDomain", "domainCertificateArn", "endpointDomainPrefix"):
                if not given(inputs.get(name)):
                    yield name, f"is required when {options}.protocol is {part['protocol']!r}"
            if not given(part.get("port")):
                yield f"{options}.port", f"is required when {options}.protocol is {part['protocol']!r}"
        if part.get("protocol") == "tcp" and not given(part.get("portRanges")) and not given(part.get("port")):
            yield f"{options}.portRanges", f"is required when {options}.protocol is 'tcp'"


@endpoint.before("create")
@endpoint.before("update")
def balancer_is_internal_and_near(action: Action) -> None:
    """'The load balancer must be internal' and stand with the endpoint's subnets and groups in one network (load balancer endpoints)."""
    options = action.inputs.get("loadBalancerOptions") or {}
    found = [one for one in action.find(LOAD_BALANCER) if one.outputs.get("arn") == options.get("loadBalancerArn")]
    for balancer in found:
        if balancer.outputs.get("internal") is not True:
            action.refuse("InvalidParameterValue", f"{options['loadBalancerArn']} is not an internal load balancer")
        network = balancer.outputs.get("vpcId")
        all_in_vpc(action, SUBNET, options.get("subnetIds") or [], network, "InvalidSubnetID.NotFound")
        all_in_vpc(action, SECURITY_GROUP, action.inputs.get("securityGroupIds") or [], network, "InvalidGroup.NotFound")


@endpoint.computes
def domains_shown(action: Action) -> Properties:
    """The domain that an application's own name must lead to."""
    owner: Object | None = action.target("verifiedAccessGroupId", GROUP)
    instance_id = owner.outputs.get("verifiedaccessInstanceId") if owner else ""
    prefix = action.inputs.get("endpointDomainPrefix")
    label = f"{prefix}.{action.hex(12, 'edge')}" if prefix else action.hex(12, "edge")
    return {
        "endpointDomain": f"{label}.{instance_id}.prod.verified-access.{action.region}.amazonaws.com",
        "deviceValidationDomain": f"{action.hex(12, 'device')}.{instance_id}.device.verified-access.{action.region}.amazonaws.com",
        "sseSpecification": action.inputs.get("sseSpecification") or {"customerManagedKeyEnabled": False, "kmsKeyArn": ""},
        "verifiedAccessInstanceId": instance_id,
    }


logging = Rules(
    LOGGING,
    source="EC2 API Reference, ModifyVerifiedAccessInstanceLoggingConfiguration; Pulumi Registry, aws.verifiedaccess.InstanceLoggingConfiguration",
    second_source="",
    checks=(
        Allowed("accessLogs.logVersion", ("ocsf-0.1", "ocsf-1.0.0-rc.2"), source="EC2 API Reference, VerifiedAccessLogOptions"),
        Needs(
            "accessLogs.cloudwatchLogs.enabled",
            ("accessLogs.cloudwatchLogs.logGroup",),
            when=(True,),
            source="EC2 API Reference, VerifiedAccessLogCloudWatchLogsDestinationOptions",
        ),
    ),
    references={
        "verifiedaccessInstanceId": ref(INSTANCE, code="InvalidVerifiedAccessInstanceId.NotFound", blocks_delete=False),
        "accessLogs.cloudwatchLogs.logGroup": ref(LOG_GROUP, by=("name",), code="InvalidParameterValue", blocks_delete=False),
        "accessLogs.s3.bucketName": ref(BUCKET, code="InvalidParameterValue", anywhere=True, blocks_delete=False),
    },
    immutable={"verifiedaccessInstanceId"},
    id="{verifiedaccessInstanceId}",
)
