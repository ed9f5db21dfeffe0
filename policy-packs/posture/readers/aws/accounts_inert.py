"""What an account is told about itself: bills, quotas, inventories, names of hosts. None of it holds a record or opens a road. Each group has its source."""

from posture.readers.registry import inert

inert(
    "What is spent, forecast and saved: amounts and names of services (AWS Cost Management User Guide, 'Detecting unusual spend with AWS Cost "
    "Anomaly Detection', 'Managing your costs with AWS Budgets'; AWS Compute Optimizer User Guide)",
    "aws:budgets/budget:Budget",
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    "aws:costexplorer/anomalySubscription:AnomalySubscription",
    "aws:costexplorer/costAllocationTag:CostAllocationTag",
    "aws:costexplorer/costCategory:CostCategory",
    "aws:costoptimizationhub/enrollmentStatus:EnrollmentStatus",
    "aws:costoptimizationhub/preferences:Preferences",
    "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus",
    "aws:computeoptimizer/recommendationPreferences:RecommendationPreferences",
    "aws:invoicing/invoiceUnit:InvoiceUnit",
    "aws:savingsplans/savingsPlan:SavingsPlan",
    "aws:autoscalingplans/scalingPlan:ScalingPlan",
)
inert(
    "Limits of the account, its regions, its console, lists of its resources (Service Quotas User Guide; AWS Resource Explorer User Guide; AWS "
    "Resource Groups User Guide; AWS Service Catalog AppRegistry Administrator Guide)",
    "aws:account/region:Region",
    "aws:servicequotas/autoManagement:AutoManagement",
    "aws:servicequotas/serviceQuota:ServiceQuota",
    "aws:servicequotas/template:Template",
    "aws:servicequotas/templateAssociation:TemplateAssociation",
    "aws:resourceexplorer/index:Index",
    "aws:resourceexplorer/view:View",
    "aws:resourcegroups/group:Group",
    "aws:resourcegroups/resource:Resource",
    "aws:servicecatalog/appregistryApplication:AppregistryApplication",
    "aws:servicecatalog/appregistryAttributeGroup:AppregistryAttributeGroup",
    "aws:servicecatalog/appregistryAttributeGroupAssociation:AppregistryAttributeGroupAssociation",
    "aws:servicecatalog/budgetResourceAssociation:BudgetResourceAssociation",
    "aws:servicecatalog/tagOption:TagOption",
    "aws:servicecatalog/tagOptionResourceAssociation:TagOptionResourceAssociation",
    "aws:uxc/accountCustomizations:AccountCustomizations",
    "aws:licensemanager/association:Association",
    "aws:licensemanager/licenseConfiguration:LicenseConfiguration",
)
inert(
    "Public names, checks of addresses, and which of several addresses is answered; what is behind a name is read by itself (Amazon Route 53 "
    "Developer Guide, 'Creating Amazon Route 53 health checks', 'Using IP-based routing', 'Registering and managing domains')",
    "aws:route53/healthCheck:HealthCheck",
    "aws:route53/cidrCollection:CidrCollection",
    "aws:route53/cidrLocation:CidrLocation",
    "aws:route53/trafficPolicy:TrafficPolicy",
    "aws:route53/trafficPolicyInstance:TrafficPolicyInstance",
    "aws:route53domains/delegationSignerRecord:DelegationSignerRecord",
    "aws:route53domains/domain:Domain",
    "aws:route53domains/registeredDomain:RegisteredDomain",
    "aws:route53recoverycontrol/cluster:Cluster",
    "aws:route53recoverycontrol/controlPanel:ControlPanel",
    "aws:route53recoverycontrol/routingControl:RoutingControl",
    "aws:route53recoverycontrol/safetyRule:SafetyRule",
    "aws:route53recoveryreadiness/cell:Cell",
    "aws:route53recoveryreadiness/readinessCheck:ReadinessCheck",
    "aws:route53recoveryreadiness/recoveryGroup:RecoveryGroup",
    "aws:route53recoveryreadiness/resourceSet:ResourceSet",
    "aws:resiliencehub/resiliencyPolicy:ResiliencyPolicy",
)
inert(
    "Names of a network's own services and the addresses that they stand for, answered inside the VPC or as public names; who reaches them is read "
    "from routes and groups (AWS Cloud Map Developer Guide, 'AWS Cloud Map namespaces')",
    "aws:servicediscovery/httpNamespace:HttpNamespace",
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
    "aws:servicediscovery/service:Service",
    "aws:servicediscovery/instance:Instance",
)
inert(
    "How proxies beside workloads choose among them: their packets go by the network's routes and groups, which are read (AWS App Mesh User "
    "Guide, 'What is AWS App Mesh?')",
    "aws:appmesh/gatewayRoute:GatewayRoute",
    "aws:appmesh/mesh:Mesh",
    "aws:appmesh/route:Route",
    "aws:appmesh/virtualGateway:VirtualGateway",
    "aws:appmesh/virtualNode:VirtualNode",
    "aws:appmesh/virtualRouter:VirtualRouter",
    "aws:appmesh/virtualService:VirtualService",
)
inert(
    "Which requests are traced and how traces are grouped and encrypted; they stay in the account (AWS X-Ray Developer Guide, 'Configuring "
    "sampling, groups, and encryption settings')",
    "aws:xray/encryptionConfig:EncryptionConfig",
    "aws:xray/group:Group",
    "aws:xray/indexingRule:IndexingRule",
    "aws:xray/samplingRule:SamplingRule",
    "aws:xray/traceSegmentDestination:TraceSegmentDestination",
)
inert(
    "Measures a network's paths with packets of its own, and counts flows (Amazon CloudWatch User Guide, 'Using Network Synthetic Monitor', "
    "'Using Network Flow Monitor')",
    "aws:networkmonitor/monitor:Monitor",
    "aws:networkmonitor/probe:Probe",
    "aws:networkflowmonitor/monitor:Monitor",
    "aws:networkflowmonitor/scope:Scope",
    "aws:synthetics/group:Group",
    "aws:synthetics/groupAssociation:GroupAssociation",
    "aws:amp/ruleGroupNamespace:RuleGroupNamespace",
    "aws:amp/anomalyDetector:AnomalyDetector",
    "aws:amp/workspaceConfiguration:WorkspaceConfiguration",
)
inert(
    "Buttons and labels in a console, or how findings are sorted (AWS Security Hub User Guide, 'Custom actions', 'Automation rules')",
    "aws:securityhub/actionTarget:ActionTarget",
    "aws:securityhub/automationRuleV2:AutomationRuleV2",
)
inert(
    "Names under which mail may be sent and the keys that sign it; who sends is said by his permissions (Amazon SES Developer Guide, 'Verified "
    "identities', 'Authenticating Email with DKIM', 'Using a custom MAIL FROM domain', 'Dedicated IP addresses')",
    "aws:ses/domainDkim:DomainDkim",
    "aws:ses/domainIdentity:DomainIdentity",
    "aws:ses/domainIdentityVerification:DomainIdentityVerification",
    "aws:ses/emailIdentity:EmailIdentity",
    "aws:ses/mailFrom:MailFrom",
    "aws:ses/receiptFilter:ReceiptFilter",
    "aws:sesv2/accountSuppressionAttributes:AccountSuppressionAttributes",
    "aws:sesv2/accountVdmAttributes:AccountVdmAttributes",
    "aws:sesv2/dedicatedIpAssignment:DedicatedIpAssignment",
    "aws:sesv2/dedicatedIpPool:DedicatedIpPool",
    "aws:sesv2/emailIdentity:EmailIdentity",
    "aws:sesv2/emailIdentityFeedbackAttributes:EmailIdentityFeedbackAttributes",
    "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes",
)
