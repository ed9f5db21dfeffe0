"""What watches and records: trails, configuration, threat detection, reports. They tell *about* stores, and hold no records themselves.

Nothing moves while they tell us; a destination, an administrator or an aggregator that is not ours is a way out for names, sizes, access
patterns and, with data events, the keys of objects.
Sources: AWS CloudTrail User Guide, "Creating a trail", "CloudTrail event data stores", "Organization delegated administrator"; AWS Config
Developer Guide, "Managing the delivery channel", "Authorizing aggregator accounts"; Amazon GuardDuty User Guide, "Exporting generated
findings", "Managing multiple accounts"; AWS Security Hub User Guide, "Cross-Region aggregation"; Amazon Macie User Guide, "Storing and
retaining sensitive data discovery results"; Amazon Inspector User Guide, "Designating a delegated administrator"; AWS Backup Developer
Guide, "Notification options with AWS Backup", "Working with audit reports";
AWS PrivateLink Guide, "Receive alerts for endpoint service events"; Amazon Athena User Guide, "Specify a query result location".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import stores_beside, told, told_account
from posture.readers.aws.handing_on import to_region
from posture.readers.aws.looking import spread
from posture.readers.aws.tokens import BUCKET, LOG_GROUP
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import region_of
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

TOPIC: Final = ("aws:sns/topic:Topic", "aws-native:sns:Topic")

_CENTRAL: Final = "aws:observabilityadmin/centralizationRuleForOrganization:CentralizationRuleForOrganization"
_REGIONS: Final = ("rule.destination.region", "rule.destination.destinationLogsConfiguration.backupConfiguration.region")

TOLD: Final[dict[str, tuple[tuple[str, tuple[str, ...], str], ...]]] = {
    "aws:cloudtrail/trail:Trail": (
        ("s3BucketName", BUCKET, "events of the account"),
        ("cloudWatchLogsGroupArn", LOG_GROUP, "events of the account"),
        ("snsTopicName", TOPIC, "notices of log files"),
    ),
    "aws-native:cloudtrail:Trail": (
        ("s3BucketName", BUCKET, "events of the account"),
        ("cloudWatchLogsLogGroupArn", LOG_GROUP, "events of the account"),
        ("snsTopicName", TOPIC, "notices of log files"),
    ),
    "aws:cfg/deliveryChannel:DeliveryChannel": (
        ("s3BucketName", BUCKET, "configuration of the account"),
        ("snsTopicArn", TOPIC, "notices of changes"),
    ),
    "aws-native:configuration:DeliveryChannel": (
        ("s3BucketName", BUCKET, "configuration of the account"),
        ("snsTopicArn", TOPIC, "notices of changes"),
    ),
    "aws:ec2/vpcEndpointConnectionNotification:VpcEndpointConnectionNotification": (
        ("connectionNotificationArn", TOPIC, "notices of connections"),
    ),
    "aws-native:ec2:VpcEndpointConnectionNotification": (("connectionNotificationArn", TOPIC, "notices of connections"),),
    "aws:guardduty/publishingDestination:PublishingDestination": (("destinationArn", BUCKET, "findings"),),
    "aws-native:guardduty:PublishingDestination": (("destinationProperties.destinationArn", BUCKET, "findings"),),
    "aws:macie2/classificationExportConfiguration:ClassificationExportConfiguration": (
        ("s3Destination.bucketName", BUCKET, "what was found in buckets"),
    ),
    "aws:backup/vaultNotifications:VaultNotifications": (("snsTopicArn", TOPIC, "notices of backup jobs"),),
    "aws:backup/reportPlan:ReportPlan": (("reportDeliveryChannel.s3BucketName", BUCKET, "reports of backup jobs"),),
    "aws-native:backup:ReportPlan": (("reportDeliveryChannel.s3BucketName", BUCKET, "reports of backup jobs"),),
    # Amazon MSK Developer Guide, "Broker logs", "Logging for MSK Connect"; Amazon Timestream Developer Guide, "Setup to view InfluxDB logs"
    "aws:msk/cluster:Cluster": (("loggingInfo.brokerLogs.s3.bucket", BUCKET, "logs of brokers"),),
    "aws:msk/replicator:Replicator": (("logDelivery.replicatorLogDelivery.s3.bucket", BUCKET, "logs of replication"),),
    "aws:mskconnect/connector:Connector": (("logDelivery.workerLogDelivery.s3.bucket", BUCKET, "logs of connectors"),),
    "aws:timestreaminfluxdb/dbInstance:DbInstance": (
        ("logDeliveryConfiguration.s3Configuration.bucketName", BUCKET, "logs of a database"),
    ),
    "aws:timestreaminfluxdb/dbCluster:DbCluster": (("logDeliveryConfiguration.s3Configuration.bucketName", BUCKET, "logs of a database"),),
    # Amazon Detective User Guide, "For member accounts: Managing behavior graph memberships": logs of the account go into the graph
    "aws:detective/invitationAccepter:InvitationAccepter": (("graphArn", ("aws:detective/graph:Graph",), "logs of the account"),),
    # Amazon SNS Developer Guide, "Subscribing to daily SMS usage reports": the number of each telephone
    "aws:sns/smsPreferences:SmsPreferences": (("usageReportS3Bucket", BUCKET, "to whom messages were sent"),),
    "aws:cfg/conformancePack:ConformancePack": (("deliveryS3Bucket", BUCKET, "results of rules"),),
    "aws:cfg/organizationConformancePack:OrganizationConformancePack": (("deliveryS3Bucket", BUCKET, "results of rules"),),
}
"""Type → where what it tells goes: property, kinds of destination, what it is."""

SEEN: Final[dict[str, tuple[str, str]]] = {
    "aws:cfg/aggregateAuthorization:AggregateAuthorization": ("accountId", "configuration"),
    "aws-native:configuration:AggregationAuthorization": ("authorizedAccountId", "configuration"),
    "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount": ("accountId", "events of every account"),
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": ("adminAccountId", "findings"),
    "aws:guardduty/inviteAccepter:InviteAccepter": ("masterAccountId", "findings"),
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": ("adminAccountId", "findings"),
    "aws:securityhub/inviteAccepter:InviteAccepter": ("masterId", "findings"),
    "aws:macie2/organizationAdminAccount:OrganizationAdminAccount": ("adminAccountId", "what was found in buckets"),
    "aws:macie2/invitationAccepter:InvitationAccepter": ("administratorAccountId", "what was found in buckets"),
    "aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount": ("accountId", "findings"),
    "aws:detective/organizationAdminAccount:OrganizationAdminAccount": ("accountId", "logs of every account"),
    "aws:auditmanager/accountRegistration:AccountRegistration": ("delegatedAdminAccount", "evidence of audits"),
    "aws:auditmanager/organizationAdminAccountRegistration:OrganizationAdminAccountRegistration": ("adminAccountId", "evidence of audits"),
}
"""Type → the property that names an account which sees it, and what it sees."""

AGGREGATORS: Final = ("aws:securityhub/findingAggregator:FindingAggregator", "aws-native:securityhub:FindingAggregator")


@reads(*TOLD, *SEEN, *AGGREGATORS, _CENTRAL)
def watcher(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the join, once every store is known."""


@joins
def records_about_stores(graph: GraphBuilder) -> None:
    """Stores → wherever records about them go, when that is not with us."""
    for token, ways in TOLD.items():
        for resource in graph.stack.of_type(token):
            for prop, kinds, what in ways:
                told(graph.view(resource.urn), graph, prop, kinds, what)
    for token, (prop, what) in SEEN.items():
        for resource in graph.stack.of_type(token):
            told_account(graph.view(resource.urn), graph, prop, what)
    for resource in graph.stack.of_type(_CENTRAL):
        _centralized(graph, graph.view(resource.urn))
    for resource in graph.stack.of_type(*AGGREGATORS):
        _aggregated(graph, resource.urn)


def _centralized(graph: GraphBuilder, view: ResourceView) -> None:
    """Events of all log groups come together in a region, and in a second one as a backup.

    Source: Amazon CloudWatch Logs User Guide, "Cross-account cross-Region log centralization".
    """
    told_account(view, graph, "rule.destination.account", "events of every log group")
    stores = stores_beside(graph, view.resource)
    for prop in (place for path in _REGIONS for place in spread(view, path)):
        region = view.text(prop)
        if isinstance(region, str):
            for store in stores.targets:
                to_region(graph, Reference.to(store), region, Because(view.resource.urn, prop, "events come together"))
        elif region is not None:
            unclear(graph, view.resource.urn, f"in which region events come together is not known ({prop})")


def _aggregated(graph: GraphBuilder, urn: str) -> None:
    """Findings of all linked regions come together in the region of the aggregator."""
    home = region_of(graph.stack.by_urn[urn])
    if home is None:
        unclear(graph, urn, "in which region findings come together is not known")
        return
    for store in stores_beside(graph, graph.stack.by_urn[urn]).targets:
        to_region(graph, Reference.to(store), home, Because(urn, "region", "findings come together"))


@reads("aws:athena/workgroup:Workgroup", "aws-native:athena:WorkGroup")
def workgroup(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by `results_of_queries`: results are rows, not records about them."""


@joins
def results_of_queries(graph: GraphBuilder) -> None:
    """What queries find is written where the workgroup says: a move out of everything that may be asked, when that is not with us."""
    for token, path in (
        ("aws:athena/workgroup:Workgroup", "configuration.resultConfiguration"),
        ("aws-native:athena:WorkGroup", "workGroupConfiguration.resultConfiguration"),
    ):
        for resource in graph.stack.of_type(token):
            view = graph.view(resource.urn)
            owner = view.text(f"{path}.expectedBucketOwner")
            if isinstance(owner, str) and owner not in graph.own_accounts:
                told_account(view, graph, f"{path}.expectedBucketOwner", "results of queries")
                continue
            location = view.text(f"{path}.outputLocation")
            if isinstance(location, Unknown):
                targets = [found for found in view.all_refer_to(f"{path}.outputLocation") if found.targets]
                if not targets:
                    unclear(graph, resource.urn, f"where results of queries go is not known ({path}.outputLocation)")
            elif isinstance(location, str):
                bucket = location.removeprefix("s3://").partition("/")[0]
                if not view.look_up(bucket, BUCKET).targets:
                    there = graph.somewhere("bucket", bucket)
                    for store in stores_beside(graph, resource).targets:
                        because = Because(resource.urn, f"{path}.outputLocation", "results of queries")
                        graph.edge(Reference.to(store), there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=False)
    for resource in graph.stack.of_type("aws:athena/workgroup:Workgroup"):
        _logs_of_notebooks(graph, graph.view(resource.urn))


def _logs_of_notebooks(graph: GraphBuilder, view: ResourceView) -> None:
    """What Spark in a workgroup logs has parts of what it works on (Athena API Reference, `MonitoringConfiguration`)."""
    prop = "configuration.monitoringConfiguration.s3LoggingConfiguration.logLocation"
    location = view.text(prop)
    if location is None:
        return
    name = location.removeprefix("s3://").partition("/")[0] if isinstance(location, str) else ""
    known = view.look_up(name, BUCKET) if name else view.refers_to(prop, BUCKET)
    there = known if known.targets or not name else graph.somewhere("bucket", name)
    if not there.targets and there.literal is None:
        unclear(graph, view.resource.urn, f"where logs of notebooks go is not known ({prop})")
    elif not there.targets:
        for store in stores_beside(graph, view.resource).targets:
            because = Because(view.resource.urn, prop, "logs of notebooks")
            graph.edge(Reference.to(store), there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=False)


inert(
    "Watches, records or scores in its own account and region; what it finds goes where other resources say, which are read "
    "(Amazon GuardDuty User Guide; AWS Security Hub User Guide; IAM Access Analyzer; AWS Config Developer Guide; Amazon Inspector User Guide)",
    "aws:detective/graph:Graph",
    "aws:detective/member:Member",
    "aws:detective/organizationConfiguration:OrganizationConfiguration",
    "aws:guardduty/detector:Detector",
    "aws:guardduty/detectorFeature:DetectorFeature",
    "aws:guardduty/filter:Filter",
    "aws:guardduty/ipSet:IpSet",
    "aws:guardduty/threatIntelSet:ThreatIntelSet",
    "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan",
    "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature",
    "aws:guardduty/member:Member",
    "aws:guardduty/memberDetectorFeature:MemberDetectorFeature",
    "aws-native:guardduty:Detector",
    "aws-native:guardduty:Filter",
    "aws:securityhub/account:Account",
    "aws:securityhub/accountV2:AccountV2",
    "aws:securityhub/standardsSubscription:StandardsSubscription",
    "aws:securityhub/standardsControl:StandardsControl",
    "aws:securityhub/standardsControlAssociation:StandardsControlAssociation",
    "aws:securityhub/insight:Insight",
    "aws:securityhub/automationRule:AutomationRule",
    "aws:securityhub/organizationConfiguration:OrganizationConfiguration",
    "aws:securityhub/configurationPolicy:ConfigurationPolicy",
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation",
    "aws:securityhub/member:Member",
    "aws-native:securityhub:Hub",
    "aws-native:securityhub:Standard",
    "aws:accessanalyzer/analyzer:Analyzer",
    "aws:accessanalyzer/archiveRule:ArchiveRule",
    "aws-native:accessanalyzer:Analyzer",
    "aws:cfg/recorder:Recorder",
    "aws:cfg/recorderStatus:RecorderStatus",
    "aws:cfg/rule:Rule",
    "aws:cfg/retentionConfiguration:RetentionConfiguration",
    "aws:cfg/organizationManagedRule:OrganizationManagedRule",
    "aws-native:configuration:ConfigurationRecorder",
    "aws-native:configuration:ConfigRule",
    "aws:macie2/account:Account",
    "aws:macie2/member:Member",
    "aws:macie2/organizationConfiguration:OrganizationConfiguration",
    "aws:inspector2/enabler:Enabler",
    "aws:inspector2/filter:Filter",
    "aws:inspector2/memberAssociation:MemberAssociation",
    "aws:inspector2/organizationConfiguration:OrganizationConfiguration",
)
inert(
    "Takes in what other accounts tell; what it holds stays in its own account (AWS Config Developer Guide, 'Multi-Account Multi-Region Data "
    "Aggregation')",
    "aws:cfg/configurationAggregator:ConfigurationAggregator",
    "aws-native:configuration:ConfigurationAggregator",
)
inert(
    "Reads objects where they lie and keeps what it finds in the account; it leaves by the export configuration, which is read "
    "(Amazon Macie User Guide, 'Running sensitive data discovery jobs')",
    "aws:macie2/classificationJob:ClassificationJob",
)
