"""Types of flows of which only is said what goes together, and what holds when it is not given: they have no counterpart that is compared."""

SETTINGS_OF_FLOWS = (
    "aws:athena/workgroup:Workgroup",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy",
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    "aws:datasync/efsLocation:EfsLocation",
    "aws:datasync/task:Task",
    "aws:dms/endpoint:Endpoint",
    "aws:dms/replicationInstance:ReplicationInstance",
    "aws:dms/replicationTask:ReplicationTask",
    "aws:efs/mountTarget:MountTarget",
    "aws:lakeformation/dataCellsFilter:DataCellsFilter",
    "aws:lakeformation/permissions:Permissions",
    "aws:lakeformation/resource:Resource",
    "aws:lakeformation/resourceLfTags:ResourceLfTags",
    "aws:mskconnect/connector:Connector",
    "aws:oam/sinkPolicy:SinkPolicy",
    "aws:pipes/pipe:Pipe",
    "aws:transfer/server:Server",
    "aws:transfer/user:User",
    "aws:transfer/workflow:Workflow",
)
"""Whatever replaces one of them is left to the SDK."""
SETTINGS_OF_THE_ACCOUNT = (
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    "aws:imagebuilder/component:Component",
    "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization",
    "aws:s3control/accessGrant:AccessGrant",
    "aws:s3control/accessGrantsInstance:AccessGrantsInstance",
    "aws:s3control/accessGrantsLocation:AccessGrantsLocation",
    "aws:s3control/storageLensConfiguration:StorageLensConfiguration",
)
"""Of which only is said whose account or region they are of, and what goes together."""
