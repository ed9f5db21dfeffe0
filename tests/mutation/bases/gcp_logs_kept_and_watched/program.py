"""An archive of logs with sinks of each project, views, and alarms on what must not happen.

Modelled on Cloud Logging, "Store your log entries in a CMEK bucket", "Collate and route logs", "Configure log views"; Monitoring, "Alerting policies".
"""

from pulumi_gcp import logging, monitoring, projects

from tests.mutation.bases import gcp_grounds as grounds

archive = grounds.ground("archive", "management", network=False, ring="archive")
phi = grounds.ground("phi", "phi", cidr="10.200.0.0/24")
grounds.perimeters(archive, phi)
phi.bucket("clinic-records", "phi")

kept = logging.ProjectBucketConfig(
    "archive",
    project=archive.project_id,
    location=archive.region,
    bucket_id="clinic-archive",
    retention_days=2192,
    locked=True,
    enable_analytics=True,
    cmek_settings={"kms_key_name": archive.key("logging").id},
    opts=archive.keyed("logging", protect=True),
)
AUDIT = " OR ".join(
    f'LOG_ID("{one}")'
    for one in (
        "cloudaudit.googleapis.com/activity",
        "cloudaudit.googleapis.com/data_access",
        "cloudaudit.googleapis.com/policy",
        "cloudaudit.googleapis.com/system_event",
        "compute.googleapis.com/firewall",
        "compute.googleapis.com/vpc_flows",
        "dns.googleapis.com/dns_queries",
    )
)
for one in (archive, phi):
    sink = logging.ProjectSink(
        f"{one.name}-to-archive",
        name="to-archive",
        project=one.project_id,
        destination=kept.id.apply(lambda path: f"logging.googleapis.com/{path}"),
        filter=AUDIT,
        unique_writer_identity=True,
    )
    projects.IAMMember(
        f"{one.name}-to-archive",
        project=archive.project_id,
        role="roles/logging.bucketWriter",
        member=sink.writer_identity,
        condition={"title": "this bucket", "expression": "resource.name.endsWith('locations/europe-west1/buckets/clinic-archive')"},
    )
view = logging.LogView(
    "review",
    name="review",
    parent=f"projects/{archive.project_id}",
    location=archive.region,
    bucket="clinic-archive",
    filter='SOURCE("projects/clinic-phi")',
    opts=grounds.after(kept),
)
logging.LogViewIamBinding(
    "review",
    name="review",
    parent=f"projects/{archive.project_id}",
    location=archive.region,
    bucket="clinic-archive",
    role="roles/logging.viewAccessor",
    members=["group:reviewers@clinic.example"],
    opts=grounds.after(view),
)
told = monitoring.NotificationChannel(
    "reviewers",
    project=archive.project_id,
    type="email",
    display_name="reviewers",
    labels={"email_address": "reviewers@clinic.example"},
    opts=archive.opts,
)
WATCHED = {
    "somebody-changes-who-may": 'protoPayload.methodName="SetIamPolicy"',
    "a-key-is-destroyed": 'protoPayload.methodName="DestroyCryptoKeyVersion"',
    "a-firewall-opens": 'resource.type="gce_firewall_rule" AND protoPayload.methodName:"insert"',
    "a-sink-goes": 'protoPayload.methodName="google.logging.v2.ConfigServiceV2.DeleteSink"',
}
for name, filter_ in WATCHED.items():
    counted = logging.Metric(
        name,
        name=name,
        project=phi.project_id,
        filter=filter_,
        metric_descriptor={"metric_kind": "DELTA", "value_type": "INT64"},
        opts=phi.opts,
    )
    monitoring.AlertPolicy(
        name,
        project=phi.project_id,
        display_name=name,
        combiner="OR",
        severity="CRITICAL",
        conditions=[
            {
                "display_name": name,
                "condition_threshold": {
                    "filter": counted.name.apply(lambda one: f'metric.type="logging.googleapis.com/user/{one}" AND resource.type="global"'),
                    "comparison": "COMPARISON_GT",
                    "threshold_value": 0,
                    "duration": "0s",
                    "aggregations": [{"alignment_period": "60s", "per_series_aligner": "ALIGN_COUNT"}],
                },
            }
        ],
        notification_channels=[told.name],
        alert_strategy={"auto_close": "86400s"},
    )
