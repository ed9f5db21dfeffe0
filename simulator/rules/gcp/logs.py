"""Cloud Logging: sinks and buckets.

Sources: Cloud Logging documentation, "Route logs to supported destinations" (destinations, writer identity), "Configure log buckets" (locked
buckets, retention); Terraform google provider, google_logging_project_sink, google_logging_project_bucket_config.
"""

from simulator.rules import Action, Between, Pattern, Properties, Rules
from simulator.rules.gcp.common import inner, part
from simulator.rules.gcp.keys import project_number
from simulator.rules.gcp.kinds import BUCKET, DATASET, LOG_BUCKET, SINK, TOPIC

_ROUTES = "Cloud Logging documentation, 'Route logs to supported destinations'"
_DESTINATION = (
    r"storage\.googleapis\.com/[a-z0-9._-]+|bigquery\.googleapis\.com/projects/[^/]+/datasets/\w+|pubsub\.googleapis\.com/projects/[^/]+/topics/[^/]+"
    r"|logging\.googleapis\.com/projects/[^/]+(?:/locations/[^/]+/buckets/[^/]+)?"
)


def _sink(token: str, source: str) -> Rules:
    made = Rules(
        token,
        source=f"{_ROUTES}; Terraform google provider, {source}",
        checks=(
            Pattern(
                "destination", _DESTINATION, source=_ROUTES, saying="such as logging.googleapis.com/projects/<id>/locations/<l>/buckets/<b>"
            ),
        ),
        outputs={"bigqueryOptions": {}},
        # Provider reference, `gcp.logging.ProjectSink`, `gcp.logging.FolderSink`: a writer of its own is the default of a project's sink alone.
        unset={"disabled": False, **({"uniqueWriterIdentity": True} if token == SINK else {"interceptChildren": False})},
    )

    @made.computes
    def writer(action: Action) -> Properties:
        """Of the node whose entries it carries: a folder's and an organization's have agents of their own. The shared writer is everybody's."""
        for prop, word in (("folder", "folder"), ("orgId", "org")):
            if action.inputs.get(prop):
                number = str(action.inputs[prop]).rpartition("/")[2]
                return {"writerIdentity": f"serviceAccount:service-{word}-{number}@gcp-sa-logging.iam.gserviceaccount.com"}
        if action.inputs.get("uniqueWriterIdentity") is False:
            return {"writerIdentity": "serviceAccount:cloud-logs@system.gserviceaccount.com"}
        project = part(action.id, "projects") or action.account
        return {"writerIdentity": f"serviceAccount:service-{project_number(action, project)}@gcp-sa-logging.iam.gserviceaccount.com"}

    @made.before("create")
    def writes_at_home(action: Action) -> None:
        """Provider reference, `gcp.logging.ProjectSink` (uniqueWriterIdentity): the shared writer writes within the sink's own project alone."""
        _, _, rest = str(action.inputs["destination"]).partition("/")
        own = str(action.inputs.get("project") or action.account).removeprefix("projects/")
        if action.inputs.get("uniqueWriterIdentity") is False and part(rest, "projects") not in (None, "", own):
            action.refuse("invalidArgument", "Error 400: a sink to another project needs uniqueWriterIdentity")

    @made.before("create")
    def destination_stands(action: Action) -> None:
        service, _, rest = str(action.inputs["destination"]).partition("/")
        kind = {"storage": BUCKET, "bigquery": DATASET, "pubsub": TOPIC}.get(service.split(".")[0])
        if service.startswith("logging") and "/buckets/" in rest and not rest.endswith(("/_Default", "/_Required")):
            kind = LOG_BUCKET
        if kind and not any(one.type == kind for one in action.world.by_id(rest)):
            action.refuse("notFound", f"Error 404: the destination {action.inputs['destination']} does not exist")

    return made


sink = _sink(SINK, "google_logging_project_sink")
folder_sink = _sink("gcp:logging/folderSink:FolderSink", "google_logging_folder_sink")
organization_sink = _sink("gcp:logging/organizationSink:OrganizationSink", "google_logging_organization_sink")

bucket = Rules(
    LOG_BUCKET,
    source="Cloud Logging documentation, 'Configure log buckets'; Terraform google provider, google_logging_project_bucket_config",
    checks=(Between("retentionDays", 1, 3650, source="Cloud Logging documentation, 'Configure log buckets': custom retention"),),
    immutable={"bucketId", "location"},
    defaults={"retentionDays": 30},
    unset={"enableAnalytics": False},
    outputs={"lifecycleState": "ACTIVE", "name": "{id}", "description": ""},
)


@bucket.before("update")
def lock_holds(action: Action) -> None:
    """'Locking a bucket is irreversible.'"""
    before = action.object.outputs
    if before.get("locked") is not True:
        return
    if action.inputs.get("locked") is not True or action.inputs.get("retentionDays") != before.get("retentionDays"):
        action.refuse("failedPrecondition", f"Error 400: Buckets that are locked can't be modified: {action.object.id}")


@bucket.before("delete")
def locked_ones_stay(action: Action) -> None:
    """A locked bucket is not deleted while its logs are kept; Google's own buckets never are."""
    if action.object.outputs.get("locked") is True:
        action.refuse("failedPrecondition", f"Error 400: the locked bucket {action.object.id} still holds log entries that must be kept")


@bucket.computes
def analytics(action: Action) -> Properties:
    """The key's settings as they are read back."""
    settings = inner(action.inputs.get("cmekSettings"))
    return {"cmekSettings": settings} if settings else {}
