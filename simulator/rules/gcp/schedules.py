"""What starts work: Cloud Scheduler, Cloud Tasks, Workflows and Eventarc.

Sources: Cloud Scheduler API, projects.locations.jobs; Cloud Tasks documentation, "Quotas and limits", "Delete a queue"; Workflows documentation, "Quotas
and limits"; Eventarc API, projects.locations.triggers; Terraform google provider, google_cloud_scheduler_job, google_cloud_tasks_queue,
google_workflows_workflow, google_eventarc_trigger.
"""

import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, AtMostOneOf, Between, ExactlyOneOf, Fault, Length, Pattern, Properties, Rules, unique
from simulator.rules.gcp.common import given, inner, link, listed
from simulator.rules.gcp.kinds import TOPIC

WORKFLOW = "gcp:workflows/workflow:Workflow"
_SCHEDULER = "Cloud Scheduler API, projects.locations.jobs"
_TASKS = "Cloud Tasks API, projects.locations.queues"
_TRIGGERS = "Eventarc API, projects.locations.triggers"
_DEADLINES = {"httpTarget": (15, 1800), "appEngineHttpTarget": (15, 86400)}

scheduler_job = Rules(
    "gcp:cloudscheduler/job:Job",
    source=f"{_SCHEDULER}; Terraform google provider, google_cloud_scheduler_job",
    checks=(
        Pattern(
            "name",
            r"[A-Za-z0-9_-]{1,500}",
            source=f"{_SCHEDULER}: name, JOB_ID",
            saying="1 to 500 letters, digits, hyphens and underscores",
        ),
        ExactlyOneOf(("httpTarget", "pubsubTarget", "appEngineHttpTarget"), source=f"{_SCHEDULER}: target"),
        AtMostOneOf(("httpTarget.oauthToken", "httpTarget.oidcToken"), source=f"{_SCHEDULER}: HttpTarget, authorization_header"),
        Length("description", 0, 500, source=f"{_SCHEDULER}: description"),
    ),
    references={"pubsubTarget.topicName": link(TOPIC, blocks_delete=False)},
    outputs={"state": "ENABLED"},
)


@scheduler_job.check(source=f"{_SCHEDULER}: attemptDeadline")
def deadline_fits_the_target(inputs: Properties) -> Iterator[Fault]:
    """15 seconds to 30 minutes over HTTP, to 24 hours for App Engine; a message has none."""
    deadline = inputs.get("attemptDeadline")
    found = re.fullmatch(r"(\d+(?:\.\d+)?)s", deadline) if isinstance(deadline, str) else None
    for target, (least, most) in _DEADLINES.items():
        if found and given(inputs.get(target)) and not least <= float(found[1]) <= most:
            yield "attemptDeadline", f"{deadline} is not allowed with {target}: {least}s to {most}s"


queue = Rules(
    "gcp:cloudtasks/queue:Queue",
    source=f"{_TASKS}; Terraform google provider, google_cloud_tasks_queue",
    checks=(
        Pattern("name", r"[A-Za-z0-9-]{1,100}", source=f"{_TASKS}: name, QUEUE_ID", saying="1 to 100 letters, digits and hyphens"),
        Between("rateLimits.maxDispatchesPerSecond", 0, 500, source="Cloud Tasks documentation, 'Quotas and limits': dispatch rate"),
        Between("rateLimits.maxConcurrentDispatches", 0, 5000, source=f"{_TASKS}: RateLimits, maxConcurrentDispatches"),
        Between("stackdriverLoggingConfig.samplingRatio", 0, 1, source=f"{_TASKS}: StackdriverLoggingConfig, samplingRatio"),
    ),
    unique=(
        unique(
            "project",
            "location",
            "name",
            scope="global",
            code="failedPrecondition",
            message="Error 409: Requested entity already exists: {name}",
            reserved_days=lambda outputs: 3,
            reserved_code="failedPrecondition",
            reserved_message="Error 400: The queue cannot be created because a queue with this name existed too recently.",
        ),
    ),
    outputs={"state": "RUNNING"},
)

workflow = Rules(
    WORKFLOW,
    source="Workflows API, projects.locations.workflows; Terraform google provider, google_workflows_workflow",
    checks=(
        Pattern(
            "name",
            r"[A-Za-z](?:[-_A-Za-z0-9]{0,62}[A-Za-z0-9])?",
            source="Workflows API, projects.locations.workflows.create: workflowId",
            saying="1 to 64 letters, digits, hyphens and underscores; it starts with a letter and ends with a letter or digit",
        ),
        Length("sourceContents", 1, 128 * 1024, source="Workflows documentation, 'Quotas and limits': source code size, 128 KB"),
        Length("userEnvVars", 0, 20, source="Workflows API, projects.locations.workflows: userEnvVars"),
        Length("description", 0, 1000, source="Workflows API, projects.locations.workflows: description"),
    ),
    immutable={"name", "namePrefix", "region", "tags"},
    outputs={"state": "ACTIVE", "revisionId": "000001-{hex3}", "serviceAccount": "{hex8}-compute@developer.gserviceaccount.com"},
)

trigger = Rules(
    "gcp:eventarc/trigger:Trigger",
    source=f"{_TRIGGERS}; Terraform google provider, google_eventarc_trigger",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?",
            source=f"{_TRIGGERS}: name",
            saying="1 to 63 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        ExactlyOneOf(
            tuple(f"destination.{one}" for one in ("cloudRunService", "gke", "workflow", "httpEndpoint", "cloudFunction")),
            source=f"{_TRIGGERS}: Destination, descriptor",
        ),
    ),
    references={"destination.workflow": link(WORKFLOW), "transport.pubsub.topic": link(TOPIC, blocks_delete=False)},
    immutable={"channel", "transport"},
    outputs={"uid": "{uuid}", "etag": "{hex16}"},
)


@trigger.check(source=f"{_TRIGGERS}: eventFilters, 'the type attribute is required'", even_unknown=True)
def names_the_kind_of_event(inputs: Properties) -> Iterator[Fault]:
    """Without it no event is meant; an endpoint of HTTP is reached through a network."""
    criteria = inputs.get("matchingCriterias")
    attributes = [one.get("attribute") for one in listed(criteria)]
    if isinstance(criteria, list) and UNKNOWN not in (*criteria, *attributes) and "type" not in attributes:
        yield "matchingCriterias", "one of them must have the attribute 'type'"
    destination = inner(inputs.get("destination"))
    if given(destination.get("httpEndpoint")) and not given(destination.get("networkConfig")):
        yield "destination.networkConfig", "is required when destination.httpEndpoint is given"
