"""Google Cloud: who may do what. Members, roles and conditions of every grant, new grants for strangers, robots' keys, federated identities, sinks.

Sources: IAM, "Principal identifiers", "Roles and permissions" (basic roles), "IAM Conditions overview", "Configure Workload Identity Federation";
Cloud Logging, "Route logs to supported destinations"; Cloud Audit Logs, "Configure Data Access audit logs" (exempted principals).
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from simulator.schema import type_schema
from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_PROJECT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import Site, adding, append
from tests.mutation.operators.gcp_openings import setting
from tests.mutation.operators.gcp_places import GUEST, PROJECT, beside, gcp, project_of
from tests.mutation.program import Late, Program, Ref, Row, plain
from tests.mutation.sites import sites

EVERYBODY = {"everybody": "allUsers", "every-account": "allAuthenticatedUsers"}
STRANGERS = {
    "robot": f"serviceAccount:{GUEST}",
    "person": "user:someone@gmail.com",
    "group": "group:tools@vendor.example",
    "domain": "domain:vendor.example",
}
STRANGERS_POOL = "principalSet://iam.googleapis.com/projects/999988887777/locations/global/workloadIdentityPools/vendor/*"
"""A stranger's pool is named by his project's number alone, of which nobody can say whose it is: tried where Google's pages put it."""
POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool"
PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"
ACCOUNT = "gcp:serviceaccount/account:Account"
_GRANT = re.compile(r"I(AM|am)(Member|Binding)$")
_DOCUMENT = re.compile(r"I(AM|am)Policy$")
_ADMIN = {
    "storage": "roles/storage.admin",
    "bigquery": "roles/bigquery.dataOwner",
    "pubsub": "roles/pubsub.admin",
    "secretmanager": "roles/secretmanager.admin",
    "kms": "roles/cloudkms.admin",
    "healthcare": "roles/healthcare.datasetAdmin",
    "artifactregistry": "roles/artifactregistry.admin",
    "cloudrun": "roles/run.admin",
    "cloudrunv2": "roles/run.admin",
    "cloudfunctionsv2": "roles/cloudfunctions.admin",
    "spanner": "roles/spanner.databaseAdmin",
    "compute": "roles/compute.admin",
    "serviceaccount": "roles/iam.serviceAccountAdmin",
}


def _module(row: Row) -> str:
    return row.type.removeprefix("gcp:").split("/", 1)[0]


def open_grant(program: Program, row: Row) -> Iterator[Mutant]:
    """A grant for everybody, for a stranger, of a basic role or the service's administrator, without its condition."""
    if not gcp(row) or not _GRANT.search(row.type):
        return
    for operator, found in (("principal-to-star", EVERYBODY), ("principal-to-foreign", STRANGERS)):
        for label, member in found.items():
            if row.type.endswith("Member"):
                yield setting(operator, row, ("member",), member, label)
            else:
                yield adding(operator, row, partial(_one_more, member=member), "members", label)
    if row.type in ("gcp:storage/bucketIAMMember:BucketIAMMember", "gcp:serviceaccount/iAMMember:IAMMember"):
        yield setting("principal-to-foreign-pool", row, ("member",), STRANGERS_POOL)
    if "role" in row.inputs and not isinstance(row.inputs["role"], dict):
        basic = _module(row) in ("projects", "folder", "organizations")
        for role in ("roles/owner", "roles/editor", "roles/viewer") if basic else (_ADMIN.get(_module(row)),):
            if role and role != plain(row.inputs["role"]):
                yield setting("role-to-owner", row, ("role",), role, role)


def _one_more(site: Site, member: str) -> None:
    append(site.program, site.row.urn, ("members",), member)


_ENTRIES = {
    "specialGroup": "allAuthenticatedUsers",
    "domain": "vendor.example",
    "userByEmail": GUEST,
    "groupByEmail": "tools@vendor.example",
    "iamMember": "allUsers",
}
"""Whom an entry of a dataset's own list of access names, and whom it would name instead."""


def open_document(program: Program, row: Row) -> Iterator[Mutant]:
    """The same within a policy that is written as a whole, and in lists of members elsewhere."""
    if gcp(row) and _DOCUMENT.search(row.type):
        text = plain(row.inputs.get("policyData"))
        document = json.loads(text) if isinstance(text, str) and text.startswith("{") else {}
        for index, binding in enumerate(document.get("bindings") or []):
            for operator, found in (("principal-to-star", EVERYBODY), ("principal-to-foreign", STRANGERS)):
                for label, member in found.items():
                    yield _rewritten(operator, row, index, "members", [*binding.get("members", []), member], "policyData.members", label)
            if (admin := _ADMIN.get(_module(row))) and admin != binding.get("role"):
                yield _rewritten("role-to-owner", row, index, "role", admin, "policyData.role", admin)
            if "condition" in binding:
                yield _rewritten("condition-drop", row, index, "condition", None, "policyData.condition")
    if gcp(row, "gcp:bigquery/rowAccessPolicy:RowAccessPolicy"):
        for label, member in {**EVERYBODY, **STRANGERS}.items():
            yield setting("principal-to-foreign", row, ("grantees",), [member], label)
    for site in sites(row) if gcp(row) else ():
        if site.last in _ENTRIES and "access" in site.path.lower() and isinstance(site.plain, str):
            yield setting("principal-to-foreign", row, site.where, _ENTRIES[site.last], site.last)


def _rewritten(operator: str, row: Row, index: int, name: str, value: Any, path: str, variant: str = "") -> Mutant:
    def change(program: Program) -> set[str]:
        leaf = program.by_urn[row.urn].inputs["policyData"]
        document = json.loads(str(plain(leaf)))
        if value is None:
            document["bindings"][index].pop(name)
        else:
            document["bindings"][index][name] = value
        text = json.dumps(document)
        put(program, row.urn, ("policyData",), Late(text) if isinstance(leaf, Late) else text)
        return set()

    return Mutant(operator, row.type, path, row.urn, change, variant)


_MEMBERS: dict[str, tuple[str, Callable[[Site], dict[str, Any]], str]] = {
    "storage/bucket:Bucket": (
        "storage/bucketIAMMember:BucketIAMMember",
        lambda site: {"bucket": site.out("name")},
        "roles/storage.objectViewer",
    ),
    "bigquery/dataset:Dataset": (
        "bigquery/datasetIamMember:DatasetIamMember",
        lambda site: {"datasetId": site.out("datasetId")},
        "roles/bigquery.dataViewer",
    ),
    "bigquery/table:Table": (
        "bigquery/iamMember:IamMember",
        lambda site: {"datasetId": site.out("datasetId"), "tableId": site.out("tableId")},
        "roles/bigquery.dataViewer",
    ),
    "pubsub/topic:Topic": ("pubsub/topicIAMMember:TopicIAMMember", lambda site: {"topic": site.out("name")}, "roles/pubsub.subscriber"),
    "pubsub/subscription:Subscription": (
        "pubsub/subscriptionIAMMember:SubscriptionIAMMember",
        lambda site: {"subscription": site.out("name")},
        "roles/pubsub.subscriber",
    ),
    "secretmanager/secret:Secret": (
        "secretmanager/secretIamMember:SecretIamMember",
        lambda site: {"secretId": site.out("secretId")},
        "roles/secretmanager.secretAccessor",
    ),
    "kms/cryptoKey:CryptoKey": (
        "kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
        lambda site: {"cryptoKeyId": site.out()},
        "roles/cloudkms.cryptoKeyDecrypter",
    ),
    "kms/keyRing:KeyRing": ("kms/keyRingIAMMember:KeyRingIAMMember", lambda site: {"keyRingId": site.out()}, "roles/cloudkms.admin"),
    "artifactregistry/repository:Repository": (
        "artifactregistry/repositoryIamMember:RepositoryIamMember",
        lambda site: {"repository": site.out("name"), "location": plain(site.row.inputs.get("location"))},
        "roles/artifactregistry.reader",
    ),
    "healthcare/dataset:Dataset": (
        "healthcare/datasetIamMember:DatasetIamMember",
        lambda site: {"datasetId": site.out()},
        "roles/healthcare.fhirResourceReader",
    ),
    "healthcare/fhirStore:FhirStore": (
        "healthcare/fhirStoreIamMember:FhirStoreIamMember",
        lambda site: {"fhirStoreId": site.out()},
        "roles/healthcare.fhirResourceReader",
    ),
    "healthcare/dicomStore:DicomStore": (
        "healthcare/dicomStoreIamMember:DicomStoreIamMember",
        lambda site: {"dicomStoreId": site.out()},
        "roles/healthcare.dicomViewer",
    ),
    "healthcare/hl7Store:Hl7Store": (
        "healthcare/hl7StoreIamMember:Hl7StoreIamMember",
        lambda site: {"hl7V2StoreId": site.out()},
        "roles/healthcare.hl7V2Consumer",
    ),
    "spanner/instance:Instance": (
        "spanner/instanceIAMMember:InstanceIAMMember",
        lambda site: {"instance": site.out("name")},
        "roles/spanner.databaseReader",
    ),
    "spanner/database:Database": (
        "spanner/databaseIAMMember:DatabaseIAMMember",
        lambda site: {"instance": plain(site.row.inputs.get("instance")), "database": site.out("name")},
        "roles/spanner.databaseReader",
    ),
    "compute/instance:Instance": (
        "compute/instanceIAMMember:InstanceIAMMember",
        lambda site: {"instanceName": site.out("name"), "zone": plain(site.row.inputs.get("zone"))},
        "roles/compute.osAdminLogin",
    ),
    "compute/disk:Disk": (
        "compute/diskIamMember:DiskIamMember",
        lambda site: {"name": site.out("name"), "zone": plain(site.row.inputs.get("zone"))},
        "roles/compute.storageAdmin",
    ),
    "compute/snapshot:Snapshot": (
        "compute/snapshotIamMember:SnapshotIamMember",
        lambda site: {"name": site.out("name")},
        "roles/compute.storageAdmin",
    ),
    "compute/image:Image": ("compute/imageIamMember:ImageIamMember", lambda site: {"image": site.out("name")}, "roles/compute.imageUser"),
    "compute/subnetwork:Subnetwork": (
        "compute/subnetworkIAMMember:SubnetworkIAMMember",
        lambda site: {"subnetwork": site.out("name"), "region": plain(site.row.inputs.get("region")) or site.row.outputs.get("region")},
        "roles/compute.networkUser",
    ),
    "serviceaccount/account:Account": (
        "serviceaccount/iAMMember:IAMMember",
        lambda site: {"serviceAccountId": site.out("name")},
        "roles/iam.serviceAccountTokenCreator",
    ),
    "cloudrunv2/service:Service": (
        "cloudrunv2/serviceIamMember:ServiceIamMember",
        lambda site: {"name": site.out("name"), "location": plain(site.row.inputs.get("location"))},
        "roles/run.invoker",
    ),
    "cloudrunv2/job:Job": (
        "cloudrunv2/jobIamMember:JobIamMember",
        lambda site: {"name": site.out("name"), "location": plain(site.row.inputs.get("location"))},
        "roles/run.invoker",
    ),
    "cloudfunctionsv2/function:Function": (
        "cloudfunctionsv2/functionIamMember:FunctionIamMember",
        lambda site: {"cloudFunction": site.out("name"), "location": plain(site.row.inputs.get("location"))},
        "roles/cloudfunctions.invoker",
    ),
    "bigqueryanalyticshub/dataExchange:DataExchange": (
        "bigqueryanalyticshub/dataExchangeIamMember:DataExchangeIamMember",
        lambda site: {"dataExchangeId": site.out("dataExchangeId"), "location": plain(site.row.inputs.get("location"))},
        "roles/analyticshub.subscriber",
    ),
    "workbench/instance:Instance": (
        "workbench/instanceIamMember:InstanceIamMember",
        lambda site: {"name": site.out("name"), "location": plain(site.row.inputs.get("location"))},
        "roles/notebooks.admin",
    ),
    "organizations/project:Project": (
        "projects/iAMMember:IAMMember",
        lambda site: {"project": site.out("projectId")},
        "roles/viewer",
    ),
    "logging/logView:LogView": (
        "logging/logViewIamMember:LogViewIamMember",
        lambda site: {name: plain(site.row.inputs.get(name)) for name in ("parent", "location", "bucket")} | {"name": site.out("name")},
        "roles/logging.viewAccessor",
    ),
    "datacatalog/policyTag:PolicyTag": (
        "datacatalog/policyTagIamMember:PolicyTagIamMember",
        lambda site: {"policyTag": site.out("name")},
        "roles/datacatalog.categoryFineGrainedReader",
    ),
}
"""Type → the member form of its grants, how it names the resource, and a role that reads."""


def grant(program: Program, row: Row) -> Iterator[Mutant]:
    """One more grant: for everybody, and for a stranger's robot."""
    made = _MEMBERS.get(row.type.removeprefix("gcp:")) if gcp(row) else None
    if made is None or not made[0]:
        return
    for operator, member in (("grant-everybody", "allAuthenticatedUsers"), ("grant-foreign-principal", f"serviceAccount:{GUEST}")):
        yield adding(operator, row, partial(_grant, row.type.removeprefix("gcp:"), member))
    if row.type == PROJECT:
        yield adding(
            "grant-a-domain",
            row,
            partial(_grant, "organizations/project:Project", "domain:vendor.example", role="roles/bigquery.dataViewer"),
        )


def _grant(kind: str, member: str, site: Site, role: str = "") -> None:
    type_, names, usual = _MEMBERS[kind]
    inputs = {**names(site), "role": role or usual, "member": member}
    held = "project" in _inputs_of(f"gcp:{type_}") and "project" not in inputs
    beside(site, f"gcp:{type_}", "grant", inputs, project=held)


def _inputs_of(type_: str) -> set[str]:
    return set(type_schema(type_).inputs)


def robots(program: Program, row: Row) -> Iterator[Mutant]:
    """A key of a robot, a robot that owns its project, one that a stranger's workflow may act as."""
    if not gcp(row, ACCOUNT):
        return
    yield adding(
        "add-key-of-a-robot", row, lambda site: _alone(site, "gcp:serviceaccount/key:Key", "key", {"serviceAccountId": site.out("name")})
    )
    yield adding("attach-administrator", row, partial(_project_role, role="roles/owner"))
    yield adding("federate-a-strangers-repository", row, _federate)


def _alone(site: Site, type_: str, label: str, inputs: dict[str, Any]) -> None:
    beside(site, type_, label, inputs, project=False)


def _project_role(site: Site, role: str) -> None:
    inputs = {"project": project_of(site.program, site.row), "role": role, "member": site.out("member")}
    beside(site, "gcp:projects/iAMMember:IAMMember", "owner", inputs)


def _federate(site: Site) -> None:
    """A pool for workflows of anybody's repositories: the condition names no owner, as Google asks for one."""
    pool = beside(site, POOL, "pool", {"workloadIdentityPoolId": "mutant-pool"})
    inputs = {
        "workloadIdentityPoolId": Ref(pool, "workloadIdentityPoolId"),
        "workloadIdentityPoolProviderId": "mutant-github",
        "attributeMapping": {"google.subject": "assertion.sub"},
        "attributeCondition": "assertion.sub != ''",
        "oidc": {"issuerUri": "https://token.actions.githubusercontent.com"},
    }
    beside(site, PROVIDER, "github", inputs)
    member = "principalSet://iam.googleapis.com/projects/111122223333/locations/global/workloadIdentityPools/mutant-pool/*"
    grant_ = {"serviceAccountId": site.out("name"), "role": "roles/iam.workloadIdentityUser", "member": member}
    beside(site, "gcp:serviceaccount/iAMMember:IAMMember", "federated", grant_, project=False)


def federation(program: Program, row: Row) -> Iterator[Mutant]:
    """A provider of identities for somebody else's tokens."""
    if gcp(row, PROVIDER):
        if isinstance(row.inputs.get("oidc"), dict):
            yield setting("principal-to-foreign", row, ("oidc", "issuerUri"), "https://vendor.example")
        if isinstance(row.inputs.get("aws"), dict):
            yield setting("principal-to-foreign", row, ("aws", "accountId"), "999988887777")


def logs_abroad(program: Program, row: Row) -> Iterator[Mutant]:
    """What a project logs goes to a stranger too; some of it is dropped; some people's reads are not recorded."""
    if gcp(row, PROJECT):
        for label, destination in (
            ("topic", f"pubsub.googleapis.com/projects/{FOREIGN_PROJECT}/topics/vendor"),
            ("project", f"logging.googleapis.com/projects/{FOREIGN_PROJECT}"),
        ):
            yield adding("add-logs-for-a-stranger", row, partial(_sink, destination), "", label)
        # A bucket's name says not whose it is.
        yield adding("add-logs-for-an-unknown-bucket", row, partial(_sink, "storage.googleapis.com/vendor-copies-gs"))
        exclusion = {"name": "mutant", "filter": 'logName:"cloudaudit.googleapis.com"'}
        yield adding("exclude-logs", row, lambda site: _of_project(site, "gcp:logging/projectExclusion:ProjectExclusion", exclusion))
    if gcp(row, "gcp:projects/iAMAuditConfig:IAMAuditConfig", "gcp:folder/iamAuditConfig:IamAuditConfig"):
        yield setting("exempt-a-person", row, ("auditLogConfigs", 0, "exemptedMembers"), ["user:someone@clinic.example"])
        yield setting("narrow-logs", row, ("service",), "storage.googleapis.com")
    if gcp(row, "gcp:logging/projectSink:ProjectSink", "gcp:logging/folderSink:FolderSink"):
        yield setting("exclude-logs", row, ("exclusions",), [{"name": "mutant", "filter": 'logName:"data_access"'}])
        yield setting("disable-rule", row, ("disabled",), True)
        yield setting("foreign-destination", row, ("destination",), f"logging.googleapis.com/projects/{FOREIGN_PROJECT}")


def _of_project(site: Site, type_: str, inputs: dict[str, Any]) -> None:
    beside(site, type_, "project", {**inputs, "project": site.out("projectId")})


def _sink(destination: str, site: Site) -> None:
    inputs = {"name": "mutant", "destination": destination, "uniqueWriterIdentity": True}
    _of_project(site, "gcp:logging/projectSink:ProjectSink", inputs)


OPERATORS = (open_grant, open_document, grant, robots, federation, logs_abroad)
