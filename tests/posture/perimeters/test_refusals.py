"""Which calls an enforced perimeter would refuse, held against cases labelled by Google's documentation, and how the change reads."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from posture.perimeters.refusals import Judged, Outcome
from posture.perimeters.report import Report, report, to_json
from posture.settings.effective import load_settings
from posture.stack import Stack
from posture.values import UNKNOWN
from tests.posture.readers.gcp.programs import NUMBERS, OTHER, OURS, THEIRS, Gcp, Ref

JOB = f"serviceAccount:embed@{OTHER}.iam.gserviceaccount.com"
OWN = f"serviceAccount:writer@{OURS}.iam.gserviceaccount.com"
AGENT = f"serviceAccount:service-{NUMBERS[OURS]}@gs-project-accounts.iam.gserviceaccount.com"
FAR_AGENT = AGENT.replace(NUMBERS[OURS], NUMBERS[OTHER])
STORAGE, PUBSUB = "storage.googleapis.com", "pubsub.googleapis.com"
GET = "google.storage.objects.get"


def rule(direction: str, title: str = "records", **changes: Any) -> dict[str, Any]:
    """A rule that lets the job of the other project read storage."""
    leads = f"projects/{NUMBERS[OURS]}"
    asked = {"serviceName": STORAGE, "methodSelectors": [{"method": GET}]}
    sources = changes.pop("sources", [{"resource": f"projects/{NUMBERS[OTHER]}"}])
    caller = {"identities": [JOB], **({"sources": sources} if direction == "ingress" else {}), **changes.pop("caller", {})}
    return {"title": title, f"{direction}From": caller, f"{direction}To": {"resources": [leads], "operations": [asked], **changes}}


class World(Gcp):
    """Two projects; a perimeter around ours, and one around the other where it is asked for."""

    def __init__(self, *, other: dict[str, Any] | None = None, **spec: Any) -> None:
        super().__init__()
        self.project()
        self.project(OTHER, zone=None)
        self.dry("ring", OURS, **spec)
        if other is not None:
            self.dry("far", OTHER, **other)

    def dry(self, name: str, project: str, **spec: Any) -> None:
        whole = {
            "resources": [f"projects/{NUMBERS[project]}"],
            "restrictedServices": [STORAGE, "cloudkms.googleapis.com", "pubsub.googleapis.com"],
        }
        self.add("accesscontextmanager:ServicePerimeter", name, title=name, useExplicitDryRunSpec=True, spec={**whole, **spec})

    def bucket(self, project: str = OURS) -> Any:
        return self.add("storage:Bucket", f"records-{project}", project=project, location="europe-west1")

    def reads(self, who: Any = JOB, project: str = OURS) -> "World":
        bucket = self.bucket(project)
        self.add("storage:BucketIAMMember", "reads", project=project, bucket=bucket.id, role="roles/storage.objectViewer", member=who)
        return self

    def said(self, form: str = "state", before: Stack | None = None) -> Report:
        return report(self.stack(form), load_settings(None), before)

    def outcome(self, form: str = "state") -> tuple[str, str]:
        """Outcome and reason of the one call."""
        (one,) = self.said(form).judged
        return one.outcome.value, one.reason


def entry(**changes: Any) -> World:
    """A perimeter with one rule of ingress."""
    return World(ingressPolicies=[rule("ingress", **changes)])


def anybody(kind: str) -> dict[str, Any]:
    """Callers by their kind."""
    return {"identities": [], "identityType": kind}


def may_call(*services: str) -> dict[str, Any]:
    """What networks of a perimeter may call."""
    return {"vpcAccessibleServices": {"enableRestriction": True, "allowedServices": list(services)}}


IN = [rule("ingress")]
OUT = [rule("egress")]
OFFICE = "accessPolicies/1/accessLevels/office"
LEVEL, NEW_LEVEL = [{"accessLevel": OFFICE}], [{"accessLevel": UNKNOWN}]
PERSON = "user:ada@clinic.example"


AT_LEVEL = [rule("ingress", sources=LEVEL)]
OWN_OUT = [rule("egress", caller={"identities": [OWN]}, resources=[f"projects/{NUMBERS[OTHER]}"])]


CASES: list[tuple[str, World, str, str]] = [
    ("a job of a project outside", World().reads(), "refused", "no rule lets it into ring for storage.googleapis.com"),
    ("the same, by a rule", World(ingressPolicies=IN).reads(), "allowed", f"into ring by records, {GET} only"),
    ("a rule for another source", entry(sources=[{"resource": "projects/9"}]).reads(), "refused", "no rule"),
    ("a rule for all sources", entry(sources=[{"accessLevel": "*"}]).reads(), "allowed", "by records"),
    ("a rule for another principal", entry(caller={"identities": [OWN]}).reads(), "refused", "no rule"),
    ("a rule for any account", entry(caller=anybody("ANY_SERVICE_ACCOUNT")).reads(), "allowed", "by records"),
    ("a rule for any person", entry(caller=anybody("ANY_USER_ACCOUNT")).reads(), "refused", "no rule"),
    ("a rule for another service", entry(operations=[{"serviceName": PUBSUB}]).reads(), "refused", "no rule"),
    ("a rule for every service", entry(operations=[{"serviceName": "*"}]).reads(), "allowed", "by records"),
    ("a rule to another project", entry(resources=["projects/9"]).reads(), "refused", "no rule"),
    ("a rule to all projects", entry(resources=["*"]).reads(), "allowed", "by records"),
    ("a rule by its role", entry(operations=[{"serviceName": "*"}], roles=["roles/storage.objectViewer"]).reads(), "allowed", "by records"),
    ("a rule by another role", entry(operations=[{"serviceName": "*"}], roles=["roles/storage.admin"]).reads(), "refused", "no rule"),
    ("a service that is not restricted", World(restrictedServices=[PUBSUB], ingressPolicies=IN), "", ""),
    ("an account of its own project", World().reads(OWN), "inside", "both ends are in ring"),
    ("a service that networks may not call", World(**may_call(PUBSUB)).reads(OWN), "refused", "may not call storage"),
    ("an agent, whom that does not bind", World(**may_call()).reads(AGENT), "inside", "both ends"),
    ("a person from anywhere", World().reads(PERSON), "refused", "no rule"),
    ("a person by a level", World(accessLevels=[OFFICE]).reads(PERSON), "allowed", "where it reaches office"),
    ("a person by a rule's level", entry(sources=LEVEL, caller={"identities": [PERSON]}).reads(PERSON), "allowed", "where it reaches level office"),
    ("a person by a level that the update names", entry(sources=NEW_LEVEL, caller={"identities": [PERSON]}).reads(PERSON), "allowed", "update names"),
    ("an agent, of whom nobody knows what it reaches", entry(sources=LEVEL, caller={"identities": [FAR_AGENT]}).reads(FAR_AGENT), "unproven", "nobody tells"),
    ("a rule's level for whom is inside another perimeter", World(other={"egressPolicies": OUT}, ingressPolicies=AT_LEVEL).reads(), "refused", "into ring"),
    ("a person who may be of a group", entry(sources=LEVEL, caller={"identities": ["group:all@clinic.example"]}).reads(PERSON), "unproven", "nobody tells yet"),
    ("a level for whom is inside another perimeter", World(other={"egressPolicies": OUT}, accessLevels=[OFFICE]).reads(), "refused", "into ring"),
    ("out of one perimeter and into another", World(other={"egressPolicies": OUT}, ingressPolicies=IN).reads(), "allowed", "by records"),
    ("into another, but not out of its own", World(other={}, ingressPolicies=IN).reads(), "refused", "out of far"),
    ("out of its own, but not into the other", World(other={"egressPolicies": OUT}).reads(), "refused", "into ring"),
    ("out to a project outside of all", World().reads(OWN, OTHER), "refused", "out of ring"),
    ("out to it, by a rule", World(egressPolicies=OWN_OUT).reads(OWN, OTHER), "allowed", "out of ring by records"),
    ("everybody", World().reads("allUsers"), "refused", "no rule"),
]  # fmt: skip


@pytest.mark.parametrize("form", ["state", "preview"])
@pytest.mark.parametrize(("name", "world", "outcome", "reason"), CASES, ids=[name for name, *_ in CASES])
def test_a_call_is_judged_as_google_documents_it(form: str, name: str, world: World, outcome: str, reason: str) -> None:
    if not outcome:
        assert world.reads().said(form).judged == ()
        return
    found, why = world.outcome(form)
    if form == "preview" and found == "unproven":
        return  # the numbers of projects that are being made, by which perimeters name them, are not in a preview
    assert found == outcome
    assert reason in why


def test_numbers_that_a_preview_lacks_make_no_call_vanish() -> None:
    assert World().reads().outcome("preview") == ("unproven", "which projects ring holds, the update tells")


def test_a_bridge_joins_two_perimeters() -> None:
    world = World(other={})
    both = [f"projects/{NUMBERS[project]}" for project in (OURS, OTHER)]
    world.add(
        "accesscontextmanager:ServicePerimeter", "bridge", title="bridge", perimeterType="PERIMETER_TYPE_BRIDGE", status={"resources": both}
    )
    assert world.reads().outcome() == ("allowed", "by the bridge bridge")


def test_rules_that_stand_on_their_own_count_on_their_side_alone() -> None:
    for kind, outcome in (("ServicePerimeterDryRunIngressPolicy", "allowed"), ("ServicePerimeterIngressPolicy", "refused")):
        world = World()
        ring = next(made for made in world.made if made.name == "ring")
        world.add(f"accesscontextmanager:{kind}", "records", perimeter=ring.id, **rule("ingress"))
        assert world.reads().outcome()[0] == outcome


def test_a_project_whose_number_the_update_tells_is_unproven_and_not_silent() -> None:
    world = World(resources=[UNKNOWN])
    assert world.reads().outcome("preview") == ("unproven", "which projects ring holds, the update tells")
    assert world.said("preview").code == 2


def test_what_lies_in_a_project_that_nobody_tells_is_unproven_and_not_silent() -> None:
    world = World()
    world.add("logging:FolderSink", "logs", folder="123456", destination=UNKNOWN)
    world.add("storage:BucketIAMMember", "reads", bucket="elsewhere", role="roles/storage.objectViewer", member=PERSON)
    assert {(one.outcome.value, one.reason) for one in world.said().judged} == {
        ("unproven", "in which project a destination that the update tells lies, nobody tells"),
        ("unproven", "in which project elsewhere lies, nobody tells"),
    }


def test_one_unknown_number_that_can_be_one_projects_alone_is_told() -> None:
    world = World()
    ring = next(made for made in world.made if made.name == "ring")
    project = next(made for made in world.made if made.name == OURS)
    ring.inputs["spec"]["resources"] = [Ref(project.urn, f"projects/{NUMBERS[OURS]}")]
    assert world.reads().outcome("preview")[0] == "refused"


def test_an_unknown_principal_is_unproven_where_a_rule_could_be_about_it() -> None:
    found, why = entry(sources=[{"accessLevel": "*"}]).reads(UNKNOWN).outcome()
    assert (found, why) == ("unproven", "whether records of ring is about it, nobody tells yet")


def carried(name: str, **spec: Any) -> Iterator[World]:
    """A world for each kind of carrier, in the other project or from it."""
    world = World(other={}, **spec)
    bucket = world.bucket()
    match name:
        case "sink":
            destination = Ref(bucket.urn, f"{STORAGE}/records-{OURS}")
            world.add("logging:ProjectSink", "logs", project=OTHER, destination=destination)
        case "folder sink":
            world.add(
                "logging:FolderSink",
                "logs",
                folder="123456",
                destination=f"logging.googleapis.com/projects/{OURS}/locations/global/buckets/a",
            )
        case "key":
            key = f"projects/{OTHER}/locations/europe-west1/keyRings/r/cryptoKeys/k"
            world.add("storage:Bucket", "keyed", project=OURS, encryption={"defaultKmsKeyName": key})
        case "topic":
            world.add("pubsub:Subscription", "feed", project=OURS, topic=f"projects/{OTHER}/topics/feed")
        case "push":
            world.add("pubsub:Subscription", "feed", project=OURS, topic="feed", pushConfig={"pushEndpoint": "https://hooks.example/in"})
    yield world


@pytest.mark.parametrize(
    ("name", "who", "spec", "outcome"),
    [
        ("sink", f"serviceAccount:service-{NUMBERS[OTHER]}@gcp-sa-logging.iam.gserviceaccount.com", {}, "refused"),
        ("folder sink", "serviceAccount:service-folder-123456@gcp-sa-logging.iam.gserviceaccount.com", {"restrictedServices": ["logging.googleapis.com"]}, "refused"),
        ("key", f"the agent of storage in {OURS}", {}, "refused"),
        ("topic", f"the Pub/Sub agent of {OURS}", {}, "refused"),
        ("push", f"the Pub/Sub agent of {OURS}", {}, "refused"),
    ],
)  # fmt: skip
def test_what_services_carry_by_themselves_is_a_call_too(name: str, who: str, spec: dict[str, Any], outcome: str) -> None:
    for world in carried(name, **spec):
        (one,) = world.said().judged
        assert (one.call.who, one.outcome.value) == (who, outcome)


def test_messages_are_pushed_to_cloud_run_alone_whatever_rules_say() -> None:
    wide = rule("ingress", sources=[{"accessLevel": "*"}], caller=anybody("ANY_IDENTITY"), operations=[{"serviceName": "*"}])
    (world,) = carried("push", ingressPolicies=[wide])
    assert world.outcome()[0] == "refused"
    assert "run.app addresses" in world.outcome()[1]


def test_the_writer_of_an_aggregated_sink_needs_a_rule_of_the_archive_alone() -> None:
    writer = "serviceAccount:service-folder-123456@gcp-sa-logging.iam.gserviceaccount.com"
    sources = [{"accessLevel": "*"}]
    entry = rule(
        "ingress", "sinks", sources=sources, caller={"identities": [writer]}, operations=[{"serviceName": "logging.googleapis.com"}]
    )
    (world,) = carried("folder sink", restrictedServices=["logging.googleapis.com"], ingressPolicies=[entry])
    assert world.outcome() == ("allowed", "into ring by sinks")


def test_the_right_to_write_of_a_sinks_writer_is_told_once_with_the_sink() -> None:
    (world,) = carried("sink")
    writer = f"serviceAccount:service-{NUMBERS[OTHER]}@gcp-sa-logging.iam.gserviceaccount.com"
    world.add("storage:BucketIAMMember", "writes", bucket=f"records-{OURS}", role="roles/storage.objectCreator", member=writer)
    assert [one.call.role for one in world.said().judged] == [""]


def test_who_logs_in_to_a_database_or_reads_a_column_calls_no_api_of_that_name() -> None:
    world = World(restrictedServices=["bigquery.googleapis.com", "bigquerydatapolicy.googleapis.com", "sqladmin.googleapis.com"])
    for number, role in enumerate(("roles/cloudsql.instanceUser", "roles/bigquerydatapolicy.maskedReader")):
        world.add("projects:IAMMember", f"grant-{number}", project=OURS, role=role, member=JOB)
    assert [one.call.service for one in world.said().judged] == ["bigquery.googleapis.com"]


def test_a_role_on_a_folder_is_asked_of_every_perimeter() -> None:
    world = World(other={})
    world.add("folder:IAMMember", "all", folder="folders/1", role="roles/storage.admin", member=PERSON)
    assert {(one.outcome.value, one.urn.rpartition("::")[2]) for one in world.said().judged} == {("refused", "ring"), ("refused", "far")}


def test_a_stranger_is_refused_whom_no_perimeter_knows() -> None:
    assert World().reads(f"serviceAccount:x@{THEIRS}.iam.gserviceaccount.com").outcome()[0] == "refused"


def test_the_change_reads_line_by_line() -> None:
    world = World(ingressPolicies=IN, accessLevels=[OFFICE])
    ring = next(made for made in world.made if made.name == "ring")
    ring.inputs["status"] = {
        "resources": [f"projects/{NUMBERS[OTHER]}"],
        "restrictedServices": [STORAGE],
        "vpcAccessibleServices": {"enableRestriction": True, "allowedServices": ["RESTRICTED-SERVICES"]},
    }
    (one,) = json.loads(to_json(world.said()))["perimeters"]
    assert one["changes"] == [
        f"- project {OTHER}",
        f"+ project {OURS}",
        "+ restricts cloudkms.googleapis.com, pubsub.googleapis.com",
        f"- networks may call {STORAGE}",
        "+ networks may call every service",
        "+ from outside by level office",
        f"+ in, records: {JOB} from {OTHER} to {OURS}: {STORAGE} {GET}",
    ]


def test_what_was_enforced_before_is_compared_by_its_own_file() -> None:
    before, after = World(), World()
    ring = next(made for made in after.made if made.name == "ring")
    ring.inputs["status"] = ring.inputs.pop("spec")
    ring.inputs["useExplicitDryRunSpec"] = False
    (one,) = json.loads(to_json(after.said("preview", before.stack("state"))))["perimeters"]
    assert (one["dryRun"], one["changes"][0]) == (False, f"+ project {NUMBERS[OURS]}")
    (same,) = json.loads(to_json(after.said()))["perimeters"]
    assert same["changes"] == []


def test_a_perimeter_that_only_the_update_knows_is_unproven() -> None:
    world = World()
    ring = next(made for made in world.made if made.name == "ring")
    ring.inputs["spec"] = UNKNOWN
    assert world.said("preview").code == 2


def test_what_is_refused_names_what_decides_it_and_what_permits_it() -> None:
    (one,) = json.loads(to_json(World().reads().said()))["calls"]
    assert one["decidedBy"]["property"] == "spec.ingressPolicies"
    assert one["permittedBy"]["property"] == "member"
    assert (one["from"], one["project"], one["service"]) == (OTHER, OURS, STORAGE)
    assert isinstance(World().reads().said().of(Outcome.REFUSED)[0], Judged)
