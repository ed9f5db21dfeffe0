"""Tables are made each night by AWS Glue: a job, a crawler and a network connection in our subnet, a catalogue under our key.

Sources: AWS Glue Developer Guide, "Network connections" (https://docs.aws.amazon.com/glue/latest/dg/console-connections.html), "Encrypting data
written by AWS Glue", "Encrypting your Data Catalog", "AWS Glue triggers"; Amazon VPC User Guide, "Security group rules" (self-reference).
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

BUCKET = "clinic-nightly-tables"
place = workplace(
    "nightly",
    "deidentification",
    79,
    {"logs": ("logs:CreateLogStream", "logs:PutLogEvents")},
    {"s3": (("s3:GetObject", "s3:PutObject", "s3:ListBucket"), (f"arn:aws:s3:::{BUCKET}", objects(BUCKET)))},
)
key = house.key("nightly", "s3.amazonaws.com", "glue.amazonaws.com", f"logs.{house.REGION}.amazonaws.com")
logs = house.access_logs("clinic-nightly-access-logs")
house.bucket(BUCKET, key, logs, {"data-class": "deidentified"})
house.bucket("clinic-nightly-records", key, logs, {"data-class": "phi"})
works = role(
    "nightly-works",
    "glue.amazonaws.com",
    may(["s3:GetObject", "s3:PutObject"], objects(BUCKET)),
    may(["s3:ListBucket"], f"arn:aws:s3:::{BUCKET}"),
    may(
        ["glue:GetTable", "glue:GetPartitions", "glue:BatchCreatePartition"],
        arn("glue", "catalog"),
        arn("glue", "database/nightly"),
        arn("glue", "table/nightly/*"),
    ),
    may(["glue:GetConnection"], arn("glue", "catalog"), arn("glue", "connection/nightly")),
    may(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/aws-glue/*")),
)
aws.glue.DataCatalogEncryptionSettings(
    "catalogue",
    data_catalog_encryption_settings={
        "connection_password_encryption": {"aws_kms_key_id": key.arn, "return_connection_password_encrypted": True},
        "encryption_at_rest": {"catalog_encryption_mode": "SSE-KMS", "sse_aws_kms_key_id": key.arn},
    },
)
guarded = aws.glue.SecurityConfiguration(
    "nightly",
    name="nightly",
    encryption_configuration={
        "cloudwatch_encryption": {"cloudwatch_encryption_mode": "SSE-KMS", "kms_key_arn": key.arn},
        "job_bookmarks_encryption": {"job_bookmarks_encryption_mode": "CSE-KMS", "kms_key_arn": key.arn},
        "s3_encryption": {"s3_encryption_mode": "SSE-KMS", "kms_key_arn": key.arn},
    },
)
database = aws.glue.CatalogDatabase("nightly", name="nightly", location_uri=f"s3://{BUCKET}/tables/")
among = aws.ec2.SecurityGroup("nightly-among-themselves", vpc_id=place.vpc.id, description="Interfaces of the job among themselves")
for direction, cls in (("in", aws.vpc.SecurityGroupIngressRule), ("out", aws.vpc.SecurityGroupEgressRule)):
    cls(
        f"nightly-{direction}",
        security_group_id=among.id,
        referenced_security_group_id=among.id,
        ip_protocol="tcp",
        from_port=0,
        to_port=65535,
        description="Among the workers of one job",
    )
connection = aws.glue.Connection(
    "nightly",
    name="nightly",
    connection_type="NETWORK",
    physical_connection_requirements={
        "availability_zone": f"{house.REGION}a",
        "subnet_id": place.subnets[0].id,
        "security_group_id_lists": [place.workers.id, among.id],
    },
)
job = aws.glue.Job(
    "nightly",
    name="nightly",
    role_arn=works.arn,
    glue_version="5.0",
    worker_type="G.1X",
    number_of_workers=4,
    timeout=120,
    max_retries=1,
    execution_class="STANDARD",
    connections=[connection.name],
    security_configuration=guarded.name,
    command={"name": "glueetl", "python_version": "3", "script_location": f"s3://{BUCKET}/scripts/nightly.py"},
    default_arguments={
        "--TempDir": f"s3://{BUCKET}/scratch/",
        "--job-bookmark-option": "job-bookmark-enable",
        "--enable-continuous-cloudwatch-log": "true",
        "--disable-proxy-v2": "true",
    },
    execution_property={"max_concurrent_runs": 1},
    notification_property={"notify_delay_after": 60},
)
crawler = aws.glue.Crawler(
    "nightly",
    name="nightly",
    database_name=database.name,
    role=works.arn,
    security_configuration=guarded.name,
    s3_targets=[{"path": f"s3://{BUCKET}/tables/", "connection_name": connection.name, "sample_size": 10}],
    schema_change_policy={"delete_behavior": "LOG", "update_behavior": "LOG"},
    recrawl_policy={"recrawl_behavior": "CRAWL_EVERYTHING"},
    lineage_configuration={"crawler_lineage_settings": "DISABLE"},
)
flow = aws.glue.Workflow("nightly", name="nightly", max_concurrent_runs=1)
aws.glue.Trigger(
    "nightly",
    name="nightly",
    type="SCHEDULED",
    schedule="cron(0 2 * * ? *)",
    workflow_name=flow.name,
    start_on_creation=True,
    actions=[{"job_name": job.name, "security_configuration": guarded.name, "timeout": 120}],
)
aws.glue.Trigger(
    "nightly-done",
    name="nightly-done",
    type="CONDITIONAL",
    workflow_name=flow.name,
    start_on_creation=True,
    predicate={"logical": "AND", "conditions": [{"job_name": job.name, "state": "SUCCEEDED", "logical_operator": "EQUALS"}]},
    actions=[{"crawler_name": crawler.name}],
)
pulumi.export("job", job.name)
