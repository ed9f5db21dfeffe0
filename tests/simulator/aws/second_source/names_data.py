"""Counterparts of backups, trails, threat detection, events and clinical stores."""

from tests.simulator.aws.second_source.counterpart import Counterpart, counterpart

DATA: dict[str, Counterpart] = {
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": counterpart(
        "Backup::LogicallyAirGappedBackupVault", "backup", "CreateLogicallyAirGappedBackupVault", name="BackupVaultName"
    ),
    "aws:backup/plan:Plan": Counterpart(
        "AWS::Backup::BackupPlan",
        ("backup", "CreateBackupPlan"),
        {
            "name": "BackupPlan.BackupPlanName",
            "rules[*].ruleName": "BackupPlan.Rules[*].RuleName",
            "rules[*].targetVaultName": "BackupPlan.Rules[*].TargetBackupVaultName",
            "rules[*].startWindow": "BackupPlan.Rules[*].StartWindowMinutes",
            "rules[*].lifecycle.deleteAfter": "BackupPlan.Rules[*].Lifecycle.DeleteAfterDays",
        },
    ),
    "aws:backup/reportPlan:ReportPlan": counterpart(
        "Backup::ReportPlan", "backup", "CreateReportPlan", name="ReportPlanName", description="ReportPlanDescription"
    ),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": Counterpart(
        "AWS::Backup::RestoreTestingPlan",
        ("backup", "CreateRestoreTestingPlan"),
        {
            "name": "RestoreTestingPlanName",
            "recoveryPointSelection.algorithm": "RecoveryPointSelection.Algorithm",
            "recoveryPointSelection.recoveryPointTypes[*]": "RecoveryPointSelection.RecoveryPointTypes[*]",
        },
    ),
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": counterpart(
        "Backup::RestoreTestingSelection", "backup", "CreateRestoreTestingSelection", name="RestoreTestingSelectionName"
    ),
    "aws:backup/selection:Selection": Counterpart(
        "AWS::Backup::BackupSelection",
        ("backup", "CreateBackupSelection"),
        {
            "name": "BackupSelection.SelectionName",
            "planId": "BackupPlanId",
            "iamRoleArn": "BackupSelection.IamRoleArn",
            "selectionTags[*].type": "BackupSelection.ListOfTags[*].ConditionType",
        },
    ),
    "aws:backup/vault:Vault": counterpart(
        "Backup::BackupVault", "backup", "CreateBackupVault", name="BackupVaultName", kmsKeyArn="EncryptionKeyArn"
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": counterpart(None, "backup", "PutBackupVaultLockConfiguration"),
    "aws:backup/vaultNotifications:VaultNotifications": counterpart(None, "backup", "PutBackupVaultNotifications"),
    "aws:backup/vaultPolicy:VaultPolicy": counterpart(None, "backup", "PutBackupVaultAccessPolicy"),
    "aws:cfg/deliveryChannel:DeliveryChannel": Counterpart(
        "AWS::Config::DeliveryChannel",
        ("config", "PutDeliveryChannel"),
        {
            "name": "DeliveryChannel.name",
            "snapshotDeliveryProperties.deliveryFrequency": "ConfigSnapshotDeliveryProperties.DeliveryFrequency",
        },
    ),
    "aws:cfg/recorder:Recorder": counterpart("Config::ConfigurationRecorder", "config", "PutConfigurationRecorder"),
    "aws:cfg/recorderStatus:RecorderStatus": counterpart(None, "config", "StartConfigurationRecorder", name="ConfigurationRecorderName"),
    "aws:cloudcontrol/resource:Resource": counterpart(None, "cloudcontrol", "CreateResource"),
    "aws:cloudtrail/eventDataStore:EventDataStore": counterpart("CloudTrail::EventDataStore", "cloudtrail", "CreateEventDataStore"),
    "aws:cloudtrail/trail:Trail": counterpart("CloudTrail::Trail", "cloudtrail", "CreateTrail", name="TrailName"),
    "aws:cloudwatch/eventRule:EventRule": counterpart("Events::Rule", "events", "PutRule"),
    "aws:cloudwatch/eventTarget:EventTarget": Counterpart(
        None, ("events", "PutTargets"), {"targetId": "Targets[*].Id", "arn": "Targets[*].Arn", "input": "Targets[*].Input"}
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Counterpart(
        "AWS::Logs::MetricFilter",
        ("logs", "PutMetricFilter"),
        {
            "name": "FilterName",
            "pattern": "FilterPattern",
            "metricTransformation.name": "MetricTransformations[*].MetricName",
            "metricTransformation.namespace": "MetricTransformations[*].MetricNamespace",
            "metricTransformation.value": "MetricTransformations[*].MetricValue",
            "metricTransformation.unit": "MetricTransformations[*].Unit",
        },
    ),
    "aws:guardduty/detector:Detector": counterpart("GuardDuty::Detector", "guardduty", "CreateDetector"),
    "aws:guardduty/detectorFeature:DetectorFeature": Counterpart(
        None, ("guardduty", "UpdateDetector"), {"name": "Features[*].Name", "status": "Features[*].Status"}
    ),
    "aws:guardduty/publishingDestination:PublishingDestination": counterpart(
        "GuardDuty::PublishingDestination", "guardduty", "CreatePublishingDestination"
    ),
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": counterpart("IAM::ServiceLinkedRole", "iam", "CreateServiceLinkedRole"),
    "aws:s3/inventory:Inventory": Counterpart(
        None,
        ("s3", "PutBucketInventoryConfiguration"),
        {
            "includedObjectVersions": "InventoryConfiguration.IncludedObjectVersions",
            "schedule.frequency": "InventoryConfiguration.Schedule.Frequency",
            "destination.bucket.format": "InventoryConfiguration.Destination.S3BucketDestination.Format",
            "optionalFields[*]": "InventoryConfiguration.OptionalFields[*]",
        },
    ),
    "aws:securityhub/account:Account": counterpart("SecurityHub::Hub", "securityhub", "EnableSecurityHub"),
    "aws:securityhub/standardsSubscription:StandardsSubscription": counterpart("SecurityHub::Standard"),
}
"""Type → its names elsewhere."""

SETTINGS_OF_STORES = (
    "aws:dynamodb/contributorInsights:ContributorInsights",
    "aws:ec2transitgateway/prefixListReference:PrefixListReference",
    "aws:efs/replicationConfiguration:ReplicationConfiguration",
    "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/ontapVolume:OntapVolume",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    "aws:fsx/openZfsVolume:OpenZfsVolume",
    "aws:imagebuilder/lifecyclePolicy:LifecyclePolicy",
    "aws:macie2/classificationJob:ClassificationJob",
    "aws:opensearch/domain:Domain",
    "aws:rds/optionGroup:OptionGroup",
    "aws:rds/proxyTarget:ProxyTarget",
    "aws:redshiftserverless/usageLimit:UsageLimit",
    "aws:timestreamwrite/table:Table",
)
"""Of which only is said what goes together, and what holds when it is not given."""
