"""Fronts, gateways and networks, as AWS Native writes them: what is called otherwise there.

Source: AWS CloudFormation User Guide, "Resource and property reference"; Pulumi Registry, the properties of both types.
"""

from collections.abc import Mapping
from typing import Any, Final

from posture.inputs.native.shape import Convert, From, Native, Part, each, is_word, many, one
from posture.values import UNKNOWN

_BEHAVIOR: Final = "lambdaFunctionArn"
_ROOTS: Final = ("/dev/xvda", "/dev/sda1", "/dev/sda")
"""Names under which images have their root disk. Source: Amazon EC2 User Guide, "Device names for volumes"."""


def _disks(of_root: bool) -> Convert:
    """Disks of a launch configuration that EBS holds: the root's, or the others."""

    def convert(value: Any) -> Any:
        if not isinstance(value, (list, tuple)) or any(not isinstance(item, Mapping) for item in value):
            return UNKNOWN
        found = [
            {"deviceName": item.get("deviceName"), **item["ebs"]} if isinstance(item["ebs"], Mapping) else UNKNOWN
            for item in value
            if item.get("ebs") is not None and (item.get("deviceName") in _ROOTS) is of_root
        ]
        return found if not of_root else found[0] if found else None

    return convert


_ATTRIBUTES: Final = {
    "deletion_protection.enabled": "enableDeletionProtection",
    "routing.http.drop_invalid_header_fields.enabled": "dropInvalidHeaderFields",
    "routing.http.desync_mitigation_mode": "desyncMitigationMode",
    "waf.fail_open.enabled": "enableWafFailOpen",
    "access_logs.s3.enabled": "accessLogs.enabled",
    "access_logs.s3.bucket": "accessLogs.bucket",
    "access_logs.s3.prefix": "accessLogs.prefix",
    "connection_logs.s3.enabled": "connectionLogs.enabled",
    "connection_logs.s3.bucket": "connectionLogs.bucket",
    "connection_logs.s3.prefix": "connectionLogs.prefix",
}
"""Attributes of a load balancer → the properties that they are in the other provider.

Source: Elastic Load Balancing API Reference, LoadBalancerAttribute.
"""


def _attribute(key: str) -> From:
    """One of a list of keys and values. A key that is unknown may be any."""

    def convert(listed: Any) -> Any:
        if not isinstance(listed, (list, tuple)):
            return UNKNOWN
        if any(not isinstance(item, Mapping) or not isinstance(item.get("key"), str) for item in listed):
            return UNKNOWN
        return next((item.get("value") for item in listed if item["key"] == key), None)

    return From("/loadBalancerAttributes", convert)


_ACTIONS: Final = {
    "authenticateCognito": "authenticateCognitoConfig",
    "authenticateOidc": "authenticateOidcConfig",
    "fixedResponse": "fixedResponseConfig",
    "forward": "forwardConfig",
    "jwtValidation": "jwtValidationConfig",
    "redirect": "redirectConfig",
}

_SETTINGS: Final = {f"settings.{name}": f"/{name}" for name in ("cachingEnabled", "cacheDataEncrypted", "dataTraceEnabled", "loggingLevel")}

SHAPES: Final[Mapping[str, Native]] = {
    "apigateway:RestApi": Native(unless=("bodyS3Location", "cloneFrom")),
    "apigatewayv2:Api": Native(unless=("bodyS3Location",)),
    "apigateway:Method": Native(
        {"restApi": "restApiId", "authorization": "authorizationType"},
        parts=(Part("aws:apigateway/integration:Integration", "integration", "restApi", owner_is="restApi"),),
    ),
    "apigateway:VpcLink": Native({"targetArn": From("targetArns", one)}),
    "apigateway:Stage": Native(
        {
            "restApi": "restApiId",
            "deployment": "deploymentId",
            "accessLogSettings": "accessLogSetting",
            "xrayTracingEnabled": "tracingEnabled",
        },
        parts=(
            Part(
                "aws:apigateway/methodSettings:MethodSettings",
                "methodSettings",
                "restApi",
                _SETTINGS,
                owner_is="restApi",
            ),
        ),
    ),
    "apigateway:Deployment": Native(
        {"restApi": "restApiId"},
        parts=(
            Part(
                "aws:apigateway/stage:Stage", "stageDescription", "restApi", {"accessLogSettings": "accessLogSetting"}, owner_is="restApi"
            ),
            Part(
                "aws:apigateway/methodSettings:MethodSettings",
                "stageDescription",
                "restApi",
                _SETTINGS,
                owner_is="restApi",
                called="methods_of_",
            ),
        ),
    ),
    "apigateway:Resource": Native({"restApi": "restApiId"}),
    "apigateway:Authorizer": Native({"restApi": "restApiId"}),
    "apigateway:BasePathMapping": Native({"restApi": "restApiId", "stageName": "stage"}),
    "apigatewayv2:DomainName": Native({"domainNameConfiguration": From("domainNameConfigurations", one)}),
    "apigatewayv2:Stage": Native({"name": "stageName"}),
    "appsync:DataSource": Native(
        {
            "dynamodbConfig": "dynamoDbConfig",
            "opensearchserviceConfig": "openSearchServiceConfig",
            "lambdaConfig.functionArn": "lambdaFunctionArn",
            "relationalDatabaseConfig.httpEndpointConfig": "rdsHttpEndpointConfig",
            "relationalDatabaseConfig.sourceType": "relationalDatabaseSourceType",
        }
    ),
    "appsync:GraphQlApi": Native(
        {"openidConnectConfig": "openIdConnectConfig", "logConfig.cloudwatchLogsRoleArn": "cloudWatchLogsRoleArn"}
    ),
    "cloudfront:Distribution": Native(
        {
            "orderedCacheBehaviors": "cacheBehaviors",
            "loggingConfig": "logging",
            "origins.originId": "id",
            "viewerCertificate.cloudfrontDefaultCertificate": "cloudFrontDefaultCertificate",
            "defaultCacheBehavior.lambdaFunctionAssociations.lambdaArn": _BEHAVIOR,
            "orderedCacheBehaviors.lambdaFunctionAssociations.lambdaArn": _BEHAVIOR,
        },
        hoisted="distributionConfig",
    ),
    "codebuild:Fleet": Native({"vpcConfigs": From("fleetVpcConfig", many)}),
    "directconnect:Connection": Native({"requestMacsec": "requestMacSec", "name": "connectionName"}),
    "directconnect:DirectConnectGateway": Native({"name": "directConnectGatewayName"}),
    "directconnect:DirectConnectGatewayAssociation": Native(
        {"dxGatewayId": "directConnectGatewayId", "allowedPrefixes": "allowedPrefixesToDirectConnectGateway"}
    ),
    "directconnect:PrivateVirtualInterface": Native({"dxGatewayId": "directConnectGatewayId", "vpnGatewayId": "virtualGatewayId"}),
    "directconnect:TransitVirtualInterface": Native({"dxGatewayId": "directConnectGatewayId"}),
    "ec2:SpotFleet": Native(
        {"launchSpecifications.vpcSecurityGroupIds": From("securityGroups", each("groupId"))}, hoisted="spotFleetRequestConfigData"
    ),
    "autoscaling:LaunchConfiguration": Native(
        {
            "name": "launchConfigurationName",
            "ebsBlockDevices": From("blockDeviceMappings", _disks(False)),
            "rootBlockDevice": From("blockDeviceMappings", _disks(True)),
        }
    ),
    "directoryservice:MicrosoftAd": Native(fixed={"type": "MicrosoftAD"}),
    "directoryservice:SimpleAd": Native(fixed={"type": "SimpleAD"}),
    "elasticloadbalancing:LoadBalancer": Native(
        {
            "name": "loadBalancerName",
            "internal": From("scheme", is_word("internal")),
            "accessLogs": "accessLoggingPolicy",
            "accessLogs.bucket": "s3BucketName",
            "accessLogs.bucketPrefix": "s3BucketPrefix",
            "listeners.lbPort": "loadBalancerPort",
            "listeners.lbProtocol": "protocol",
        },
        parts=(
            Part(
                "aws:elb/loadBalancerPolicy:LoadBalancerPolicy",
                "policies",
                "loadBalancerName",
                {"policyAttributes": "attributes", "policyTypeName": "policyType"},
            ),
        ),
    ),
    "elasticloadbalancingv2:Listener": Native({f"defaultActions.{new}": old for new, old in _ACTIONS.items()}),
    "elasticloadbalancingv2:ListenerRule": Native({f"actions.{new}": old for new, old in _ACTIONS.items()}),
    "elasticloadbalancingv2:LoadBalancer": Native(
        {
            "internal": From("scheme", is_word("internal")),
            "loadBalancerType": "type",
            **{new: _attribute(key) for key, new in _ATTRIBUTES.items()},
        }
    ),
    "elasticloadbalancingv2:TargetGroup": Native(
        parts=(Part("aws:lb/targetGroupAttachment:TargetGroupAttachment", "targets", "targetGroupArn", {"targetId": "/id"}),)
    ),
    "lightsail:Instance": Native({"name": "instanceName"}, unless=("networking",)),
    "lightsail:Container": Native({"name": "serviceName"}),
    "vpclattice:Listener": Native({"defaultAction.forwards": From("forward", many)}),
    "vpclattice:ServiceNetworkResourceAssociation": Native(
        {"resourceConfigurationIdentifier": "resourceConfigurationId", "serviceNetworkIdentifier": "serviceNetworkId"}
    ),
    "vpclattice:TargetGroup": Native(
        parts=(Part("aws:vpclattice/targetGroupAttachment:TargetGroupAttachment", "targets", "targetGroupIdentifier", given="target"),)
    ),
}
