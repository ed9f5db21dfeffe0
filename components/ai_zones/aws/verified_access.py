"""Front for people: AWS Verified Access asks for identity, a second factor and the device's state on every request, behind a firewall.

It stands before the zone's policy enforcement point, which sees a signed header of claims (`x-amzn-ava-user-context`) and judges the request
itself. Sources: AWS Verified Access User Guide, "How Verified Access works", "Verified Access endpoints" (load balancer type), "Data
encryption at rest", "Enable or disable Verified Access trust context", "Integrate Verified Access with AWS WAF"; NIST SP 800-207 section 3
(policy enforcement point); 45 CFR 164.312(a)(1) (access control), 164.312(b) (audit controls), 164.312(d) (person authentication).
"""

import pulumi
from pulumi_aws import verifiedaccess

from ai_zones.aws.access_front import HTTPS, Application, Front, build_front
from ai_zones.aws.access_policy import DEVICE, PEOPLE
from ai_zones.aws.log_groups import Log, build_log_group, log_group_name
from ai_zones.aws.naming import child, partition_of
from ai_zones.aws.reference_maps import in_order
from ai_zones.aws.tags import tags_for
from ai_zones.aws.verified_access_input import AwsVerifiedAccessArgs, VerifiedAccess
from ai_zones.aws.web_firewall import build_web_firewall, web_firewall_log_group_name

LOG_VERSION = "ocsf-1.0.0-rc.2"
"""Verified Access User Guide, "Verified Access logs": the newer of the two formats, which can carry the trust context."""


def verified_access_log_groups(component: str) -> list[str]:
    """Names of the front's log groups, for the key policy: of Verified Access, and of the firewall."""
    return [log_group_name(component, Log.ACCESS), web_firewall_log_group_name(component)]


class AwsVerifiedAccess(pulumi.ComponentResource):
    """Verified Access instance with two trust providers, a group, an endpoint for each application, web firewall, load balancer and logs.

    Raises `InvalidInputError` before anything is registered.
    """

    instance_id: pulumi.Output[str]
    """Id of the instance."""
    endpoint_domains: pulumi.Output[dict[str, str]]
    """Application → domain of its endpoint, to which the application's own name must lead."""
    target_group_arns: pulumi.Output[dict[str, str]]
    """Application → target group in which its programs register."""
    web_acl_arn: pulumi.Output[str]
    """Web ACL before all endpoints."""
    load_balancer_arn: pulumi.Output[str]
    """Load balancer behind them."""
    access_log_group_arn: pulumi.Output[str]
    """Log group of every decision of Verified Access."""

    def __init__(self, name: str, args: AwsVerifiedAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        access = VerifiedAccess.parse(name, args)
        super().__init__("ai-zones:index:AwsVerifiedAccess", name, {}, opts)
        front = build_front(
            name,
            {
                key: Application(application.domain, application.certificate_arn, application.target_port)
                for key, application in access.applications.items()
            },
            zone=access.zone,
            region=access.region,
            account_id=access.account_id,
            vpc_id=access.vpc_id,
            subnet_ids=access.subnet_ids,
            programs_group_id=access.security_group_id,
            log_bucket=access.access_log_bucket,
            retention_days=access.retention_days,
            removable=access.removable,
            extra_tags=access.tags,
            parent=self,
        )
        instance = self._instance(name, access)
        attached = self._trust(name, access, instance)
        log = self._log(name, access, instance)
        web_acl, _ = build_web_firewall(
            name,
            access.limits,
            protected_arn=pulumi.Output.concat(
                f"arn:{partition_of(access.region)}:ec2:{access.region}:{access.account_id}:verified-access-instance/", instance.id
            ),
            zone=access.zone,
            kms_key_arn=access.kms_key_arn,
            retention_days=access.retention_days,
            deletion_protection=not access.removable,
            extra_tags=access.tags,
            parent=self,
        )
        endpoints = self._endpoints(name, access, instance, front, attached)

        self.instance_id = instance.id
        self.endpoint_domains = pulumi.Output.all(**{key: endpoint.endpoint_domain for key, endpoint in endpoints.items()})
        self.target_group_arns = pulumi.Output.all(**{key: targets.arn for key, targets in front.targets.items()})
        self.web_acl_arn = web_acl.arn
        self.load_balancer_arn = front.balancer.arn
        self.access_log_group_arn = log
        self.register_outputs(
            {
                "instanceId": self.instance_id,
                "endpointDomains": self.endpoint_domains,
                "targetGroupArns": self.target_group_arns,
                "webAclArn": self.web_acl_arn,
                "loadBalancerArn": self.load_balancer_arn,
                "accessLogGroupArn": self.access_log_group_arn,
            }
        )

    def _instance(self, name: str, access: VerifiedAccess) -> verifiedaccess.Instance:
        return verifiedaccess.Instance(
            child(name, "instance"),
            description="People enter the access zone",
            fips_enabled=access.fips_endpoints,
            tags=tags_for(access.zone, name, extra=access.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _trust(
        self, name: str, access: VerifiedAccess, instance: verifiedaccess.Instance
    ) -> list[verifiedaccess.InstanceTrustProviderAttachment]:
        """Who knows people, and who knows devices; both attached before a policy names them."""
        opts = pulumi.ResourceOptions(parent=self)
        sealed = verifiedaccess.TrustProviderSseSpecificationArgs(customer_managed_key_enabled=True, kms_key_arn=access.kms_key_arn)
        options = None
        if access.oidc is not None:
            options = verifiedaccess.TrustProviderOidcOptionsArgs(
                issuer=access.oidc.issuer,
                authorization_endpoint=access.oidc.authorization_endpoint,
                token_endpoint=access.oidc.token_endpoint,
                user_info_endpoint=access.oidc.user_info_endpoint,
                client_id=access.oidc.client_id,
                client_secret=pulumi.Output.secret(access.oidc.client_secret),
                scope=access.oidc.scope,
            )
        people = verifiedaccess.TrustProvider(
            child(name, PEOPLE),
            description="Who people are",
            trust_provider_type="user",
            user_trust_provider_type="iam-identity-center" if options is None else "oidc",
            policy_reference_name=PEOPLE,
            oidc_options=options,
            sse_specification=sealed,
            tags=tags_for(access.zone, child(name, PEOPLE), extra=access.tags),
            opts=opts,
        )
        device = verifiedaccess.TrustProvider(
            child(name, DEVICE),
            description="What state devices are in",
            trust_provider_type="device",
            device_trust_provider_type=access.device.provider.value,
            policy_reference_name=DEVICE,
            device_options=verifiedaccess.TrustProviderDeviceOptionsArgs(tenant_id=access.device.tenant_id),
            sse_specification=sealed,
            tags=tags_for(access.zone, child(name, DEVICE), extra=access.tags),
            opts=opts,
        )
        return [
            verifiedaccess.InstanceTrustProviderAttachment(
                child(name, part, "attachment"),
                verifiedaccess_instance_id=instance.id,
                verifiedaccess_trust_provider_id=provider.id,
                opts=opts,
            )
            for part, provider in ((PEOPLE, people), (DEVICE, device))
        ]

    def _log(self, name: str, access: VerifiedAccess, instance: verifiedaccess.Instance) -> pulumi.Output[str]:
        """A line for every request, with what the trust providers said."""
        group = build_log_group(
            name,
            Log.ACCESS,
            zone=access.zone,
            kms_key_arn=access.kms_key_arn,
            retention_days=access.retention_days,
            deletion_protection=not access.removable,
            extra_tags=access.tags,
            parent=self,
        )
        verifiedaccess.InstanceLoggingConfiguration(
            child(name, "logging"),
            verifiedaccess_instance_id=instance.id,
            access_logs=verifiedaccess.InstanceLoggingConfigurationAccessLogsArgs(
                include_trust_context=True,
                log_version=LOG_VERSION,
                cloudwatch_logs=verifiedaccess.InstanceLoggingConfigurationAccessLogsCloudwatchLogsArgs(
                    enabled=True,
                    # The service wants the name, not the ARN.
                    log_group=group.name,
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        arn: pulumi.Output[str] = group.arn
        return arn

    def _endpoints(
        self,
        name: str,
        access: VerifiedAccess,
        instance: verifiedaccess.Instance,
        front: Front,
        attached: list[verifiedaccess.InstanceTrustProviderAttachment],
    ) -> dict[str, verifiedaccess.Endpoint]:
        """One group whose policy all must pass, and for each application an endpoint whose policy asks for that application's groups."""
        opts = pulumi.ResourceOptions(parent=self, depends_on=attached)
        group = verifiedaccess.Group(
            child(name, "group"),
            description="Applications of the access zone",
            verifiedaccess_instance_id=instance.id,
            policy_document=access.policy(*access.applications),
            sse_configuration=verifiedaccess.GroupSseConfigurationArgs(customer_managed_key_enabled=True, kms_key_arn=access.kms_key_arn),
            tags=tags_for(access.zone, child(name, "group"), extra=access.tags),
            opts=opts,
        )
        return {
            key: verifiedaccess.Endpoint(
                child(name, "endpoint", key),
                description=f"{key}: people enter the access zone",
                verified_access_group_id=group.id,
                attachment_type="vpc",
                endpoint_type="load-balancer",
                endpoint_domain_prefix=key,
                application_domain=application.domain,
                domain_certificate_arn=application.certificate_arn,
                security_group_ids=[front.endpoint_group.id],
                load_balancer_options=verifiedaccess.EndpointLoadBalancerOptionsArgs(
                    load_balancer_arn=front.balancer.arn,
                    port=HTTPS,
                    protocol="https",
                    subnet_ids=in_order(access.subnet_ids),
                ),
                policy_document=access.policy(key),
                sse_specification=verifiedaccess.EndpointSseSpecificationArgs(
                    customer_managed_key_enabled=True, kms_key_arn=access.kms_key_arn
                ),
                tags=tags_for(access.zone, child(name, key), extra=access.tags),
                # A name on the internet belongs to one endpoint at a time.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[front.listener], delete_before_replace=True),
            )
            for key, application in sorted(access.applications.items())
        }
