"""Parts of what stands before a service, of how programs are brought out, and of who signs in: they refuse, sort or name. Each group has its source."""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.registry import inert, reads
from posture.view import ResourceView

_PARTS: Final = ("byteMatchSet", "geoMatchSet", "ipSet", "rateBasedRule", "regexMatchSet", "regexPatternSet", "rule", "ruleGroup")
_MORE: Final = ("sizeConstraintSet", "sqlInjectionMatchSet", "xssMatchSet")


@reads("aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl")
def classic_web_acl(resource: ResourceView, graph: GraphBuilder) -> None:
    """It only refuses, but its log tells of every request.

    Source: AWS WAF Developer Guide, "AWS WAF Classic", "Logging Web ACL traffic information" (to a delivery stream).
    """
    if resource.value("loggingConfiguration") is not None:
        unclear(
            graph, resource.resource.urn, "logs requests to a delivery stream; whose requests is not read (loggingConfiguration)", OUTSIDE
        )


inert(
    "Rules by which a web ACL answers or refuses requests; they only refuse (AWS WAF Developer Guide, 'AWS WAF Classic', 'Web ACL rules')",
    *(f"aws:{module}/{part}:{part[0].upper()}{part[1:]}" for module in ("waf", "wafregional") for part in (*_PARTS, *_MORE)),
    "aws:wafregional/webAclAssociation:WebAclAssociation",
    "aws:wafv2/webAclRule:WebAclRule",
)
inert(
    "Absorbs floods before an address; passes on what the address gets anyway (AWS Shield Advanced, AWS WAF Developer Guide, 'AWS Shield')",
    "aws:shield/applicationLayerAutomaticResponse:ApplicationLayerAutomaticResponse",
    "aws:shield/proactiveEngagement:ProactiveEngagement",
    "aws:shield/protection:Protection",
    "aws:shield/protectionGroup:ProtectionGroup",
    "aws:shield/protectionHealthCheckAssociation:ProtectionHealthCheckAssociation",
    "aws:shield/subscription:Subscription",
)
inert(
    "Keys, programs without a network of their own, and measurements of a distribution, which is read (Amazon CloudFront Developer Guide, "
    "'Customize at the edge with CloudFront Functions' (no network access), 'Serve private content with signed URLs', 'Use field-level encryption')",
    "aws:cloudfront/anycastIpList:AnycastIpList",
    "aws:cloudfront/fieldLevelEncryptionConfig:FieldLevelEncryptionConfig",
    "aws:cloudfront/fieldLevelEncryptionProfile:FieldLevelEncryptionProfile",
    "aws:cloudfront/function:Function",
    "aws:cloudfront/keyGroup:KeyGroup",
    "aws:cloudfront/monitoringSubscription:MonitoringSubscription",
    "aws:cloudfront/publicKey:PublicKey",
    "aws:cloudfront/trustStore:TrustStore",
)
inert(
    "Documents and client certificates of an API, and which of its stages a path of a name leads to; endpoint and integrations are read (Amazon "
    "API Gateway Developer Guide, 'Generate and configure an SSL certificate', 'Documentation for REST APIs', 'Routing rules')",
    "aws:apigateway/clientCertificate:ClientCertificate",
    "aws:apigateway/documentationPart:DocumentationPart",
    "aws:apigateway/documentationVersion:DocumentationVersion",
    "aws:apigatewayv2/routingRule:RoutingRule",
)
inert(
    "When new programs take the place of old ones: a program goes in, and the service's role reads tags, groups and alarms; who may start a deployment "
    "is asked where roles stand (AWS CodeDeploy User Guide, 'Create a service role for CodeDeploy'; AWS AppConfig User Guide)",
    "aws:codedeploy/application:Application",
    "aws:codedeploy/deploymentConfig:DeploymentConfig",
    "aws:codedeploy/deploymentGroup:DeploymentGroup",
    "aws:appconfig/application:Application",
    "aws:appconfig/deployment:Deployment",
    "aws:appconfig/deploymentStrategy:DeploymentStrategy",
    "aws:appconfig/environment:Environment",
    "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion",
)
inert(
    "Tells a build or pipeline that source code has changed, or logs in to where the code lies; what builds is read (AWS CodeBuild User Guide, "
    "'Access your source provider'; AWS CodePipeline User Guide, 'Connections'; Developer Tools console, 'What are notifications?')",
    "aws:codebuild/webhook:Webhook",
    "aws:codepipeline/webhook:Webhook",
    "aws:codeconnections/connection:Connection",
    "aws:codestarconnections/connection:Connection",
    "aws:codestarnotifications/notificationRule:NotificationRule",
    "aws:imagebuilder/image:Image",
    "aws:imagebuilder/workflow:Workflow",
)
inert(
    "Program code beside a function's own, and how fast its copies start (AWS Lambda Developer Guide, 'Managing Lambda dependencies with layers')",
    "aws:lambda/layerVersion:LayerVersion",
    "aws:lambda/functionScalingConfig:FunctionScalingConfig",
)
inert(
    "An application's name and its versions' packages; the environment that runs them is read (AWS Elastic Beanstalk Developer Guide, 'Elastic "
    "Beanstalk concepts')",
    "aws:elasticbeanstalk/application:Application",
    "aws:elasticbeanstalk/applicationVersion:ApplicationVersion",
)
inert(
    "Who signs in and how the page looks (Amazon Cognito Developer Guide, 'User pools'; Amazon Managed Grafana User Guide, 'User authentication'; "
    "Amazon EMR Management Guide, 'Assign a user to an EMR Studio'; Amazon WorkSpaces Administration Guide, 'IP access control groups')",
    "aws:cognito/userInGroup:UserInGroup",
    "aws:cognito/userPoolUICustomization:UserPoolUICustomization",
    "aws:cognito/managedLoginBranding:ManagedLoginBranding",
    "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
    "aws:grafana/licenseAssociation:LicenseAssociation",
    "aws:grafana/roleAssociation:RoleAssociation",
    "aws:grafana/workspaceSamlConfiguration:WorkspaceSamlConfiguration",
    "aws:emr/studioSessionMapping:StudioSessionMapping",
    "aws:workspaces/connectionAlias:ConnectionAlias",
    "aws:workspaces/ipGroup:IpGroup",
)
inert(
    "Answers whether somebody may do something, by rules that the program writes (Amazon Verified Permissions User Guide, 'Policy stores')",
    "aws:verifiedpermissions/identitySource:IdentitySource",
    "aws:verifiedpermissions/policy:Policy",
    "aws:verifiedpermissions/policyStore:PolicyStore",
    "aws:verifiedpermissions/policyTemplate:PolicyTemplate",
    "aws:verifiedpermissions/schema:Schema",
)
inert(
    "A certificate, the authority that signs it, and the list of those that are revoked (AWS Private CA User Guide, 'Terms and concepts', "
    "'Plan your certificate revocation method')",
    "aws:acmpca/certificate:Certificate",
    "aws:acmpca/certificateAuthority:CertificateAuthority",
    "aws:acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate",
    "aws:iam/serverCertificate:ServerCertificate",
)
inert(
    "Devices and their kinds, by name; what they send is read from topic rules (AWS IoT Core Developer Guide, 'Managing things with AWS IoT')",
    "aws:iot/billingGroup:BillingGroup",
    "aws:iot/eventConfigurations:EventConfigurations",
    "aws:iot/thing:Thing",
    "aws:iot/thingGroup:ThingGroup",
    "aws:iot/thingGroupMembership:ThingGroupMembership",
    "aws:iot/thingPrincipalAttachment:ThingPrincipalAttachment",
    "aws:iot/thingType:ThingType",
)
inert(
    "Forms and cards about models, and consent to a vendor's terms (Amazon SageMaker AI Developer Guide, 'Amazon SageMaker Model Cards'; Amazon "
    "Bedrock User Guide, 'Access Amazon Bedrock foundation models')",
    "aws:sagemaker/modelCard:ModelCard",
    "aws:sagemaker/humanTaskUI:HumanTaskUI",
    "aws:sagemaker/servicecatalogPortfolioStatus:ServicecatalogPortfolioStatus",
    "aws:bedrock/useCaseForModelAccess:UseCaseForModelAccess",
    "aws:bedrockfoundation/modelAgreement:ModelAgreement",
)
inert(
    "Settings beside what they set (Amazon ECS Developer Guide, 'Account settings'; Amazon VPC Lattice User Guide, 'Custom domain names'; AWS "
    "Storage Gateway User Guide, 'Custom tape pools'; Amazon EC2 Auto Scaling User Guide, 'Amazon SNS notification options')",
    "aws:ecs/accountSettingDefault:AccountSettingDefault",
    "aws:vpclattice/domainVerification:DomainVerification",
    "aws:storagegateway/tapePool:TapePool",
    "aws:autoscaling/notification:Notification",
    "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences",
)
