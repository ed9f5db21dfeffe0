"""The records' network sends its flow logs to the adopted archive, and asks the adopted zone for names."""

import pulumi
import pulumi_aws as aws

from ai_zones.aws import AwsAdoptedLogArchive, AwsAdoptedPrivateZone
from tests.posture.topologies.shared import Network

shared = pulumi.Config("corpus")
archive = AwsAdoptedLogArchive("archive", {"bucket_name": shared.require("bucket"), "key_arn": shared.require("key")})
names = AwsAdoptedPrivateZone(
    "names", {"zone_id": shared.require("zone"), "records": {"vault": {"name": "vault.clinic.internal", "type": "A"}}}
)
records = Network("records", "phi", "10.51.0.0/16", {"a": "10.51.0.0/24"}, ("vault.clinic.internal.",))
aws.ec2.FlowLog("records", vpc_id=records.vpc.id, traffic_type="ALL", log_destination_type="s3", log_destination=archive.audit_bucket_arn)
aws.route53.ZoneAssociation("records", zone_id=names.zone_id, vpc_id=records.vpc.id)
