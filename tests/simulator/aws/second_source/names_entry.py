"""Counterparts of what people and peers enter by: Verified Access, web firewalls, VPN, Direct Connect, alarms."""

from tests.simulator.aws.second_source.counterpart import Counterpart, counterpart

ENTRY: dict[str, Counterpart] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": counterpart("CloudWatch::Alarm", "cloudwatch", "PutMetricAlarm", name="AlarmName"),
    "aws:directconnect/connection:Connection": counterpart(
        "DirectConnect::Connection", "directconnect", "CreateConnection", name="ConnectionName"
    ),
    "aws:directconnect/gateway:Gateway": counterpart(
        "DirectConnect::DirectConnectGateway", "directconnect", "CreateDirectConnectGateway", name="DirectConnectGatewayName"
    ),
    "aws:directconnect/gatewayAssociation:GatewayAssociation": counterpart(
        "DirectConnect::DirectConnectGatewayAssociation",
        "directconnect",
        "CreateDirectConnectGatewayAssociation",
        dxGatewayId="DirectConnectGatewayId",
        allowedPrefixes="AllowedPrefixesToDirectConnectGateway",
    ),
    "aws:directconnect/macsecKeyAssociation:MacsecKeyAssociation": counterpart(None, "directconnect", "AssociateMacSecKey"),
    "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface": counterpart(
        "DirectConnect::PrivateVirtualInterface",
        "directconnect",
        "CreatePrivateVirtualInterface",
        name="VirtualInterfaceName",
        dxGatewayId="DirectConnectGatewayId",
        vpnGatewayId="VirtualGatewayId",
    ),
    "aws:ec2/customerGateway:CustomerGateway": counterpart("EC2::CustomerGateway", "ec2", "CreateCustomerGateway"),
    "aws:ec2/vpnConnection:VpnConnection": counterpart("EC2::VPNConnection", "ec2", "CreateVpnConnection"),
    "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": counterpart("EC2::VPNConnectionRoute", "ec2", "CreateVpnConnectionRoute"),
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": counterpart("EC2::VPCGatewayAttachment", "ec2", "AttachVpnGateway"),
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": counterpart(None, "ec2", "EnableVgwRoutePropagation"),
    "aws:lb/listenerCertificate:ListenerCertificate": counterpart(
        "ElasticLoadBalancingV2::ListenerCertificate", "elbv2", "AddListenerCertificates"
    ),
    "aws:lb/listenerRule:ListenerRule": counterpart("ElasticLoadBalancingV2::ListenerRule", "elbv2", "CreateRule"),
    "aws:verifiedaccess/endpoint:Endpoint": counterpart("EC2::VerifiedAccessEndpoint", "ec2", "CreateVerifiedAccessEndpoint"),
    "aws:verifiedaccess/group:Group": counterpart(
        "EC2::VerifiedAccessGroup", "ec2", "CreateVerifiedAccessGroup", sseConfiguration="SseSpecification"
    ),
    "aws:verifiedaccess/instance:Instance": counterpart("EC2::VerifiedAccessInstance", "ec2", "CreateVerifiedAccessInstance"),
    "aws:verifiedaccess/instanceLoggingConfiguration:InstanceLoggingConfiguration": counterpart(
        None, "ec2", "ModifyVerifiedAccessInstanceLoggingConfiguration"
    ),
    "aws:verifiedaccess/instanceTrustProviderAttachment:InstanceTrustProviderAttachment": counterpart(
        None, "ec2", "AttachVerifiedAccessTrustProvider"
    ),
    "aws:verifiedaccess/trustProvider:TrustProvider": counterpart(
        "EC2::VerifiedAccessTrustProvider", "ec2", "CreateVerifiedAccessTrustProvider"
    ),
    "aws:wafv2/webAcl:WebAcl": counterpart("WAFv2::WebACL", "wafv2", "CreateWebACL"),
    "aws:wafv2/webAclAssociation:WebAclAssociation": counterpart("WAFv2::WebACLAssociation", "wafv2", "AssociateWebACL"),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": counterpart(
        "WAFv2::LoggingConfiguration", "wafv2", "PutLoggingConfiguration"
    ),
}
