"""Service agents: made by a service identity, or by asking a service for the address of its own.

Sources: IAM documentation, "Service agents"; Terraform google provider, google_project_service_identity, google_storage_project_service_account,
google_bigquery_default_service_account, google_logging_project_cmek_settings.
"""

from simulator.action import Call
from simulator.packages.gcp_paths import last, relative
from simulator.packages.gcp_services import may_be_used
from simulator.rules import Action, Properties, Rules, invoke
from simulator.rules.gcp.keys import project_number

_DOMAINS = {
    "cloudfunctions": "gcf-admin-robot",
    "compute": "compute-system",
    "container": "container-engine-robot",
    "dataflow": "dataflow-service-producer-prod",
    "dlp": "dlp-api",
    "file": "cloud-filer",
    "redis": "cloud-redis",
    "run": "serverless-robot-prod",
    "servicenetworking": "service-networking",
    "sqladmin": "gcp-sa-cloud-sql",
    "storage": "gs-project-accounts",
}
"""Services whose agents are called otherwise than the service."""

identity = Rules(
    "gcp:projects/serviceIdentity:ServiceIdentity",
    source="IAM documentation, 'Service agents'; Terraform google provider, google_project_service_identity",
    immutable={"service", "project"},
)


def _home(action: Action) -> str:
    return last(relative(str(action.inputs.get("project") or action.account)))


@identity.before("create")
def its_api_is_on(action: Action) -> None:
    """'Service not enabled' otherwise."""
    may_be_used(action, _home(action), str(action.inputs["service"]))


@identity.computes
def address(action: Action) -> Properties:
    """`service-<number>@gcp-sa-<service>.iam.gserviceaccount.com` for most."""
    service = str(action.inputs["service"]).partition(".")[0]
    domain = _DOMAINS.get(service, f"gcp-sa-{service}")
    email = f"service-{project_number(action, _home(action))}@{domain}.iam.gserviceaccount.com"
    return {"email": email, "member": f"serviceAccount:{email}"}


def _asked(call: Call, prefix: str, domain: str) -> tuple[str, str]:
    """Project and address; asking for it makes the account."""
    project = last(relative(str(call.inputs.get("project") or call.account)))
    action = Action("read", "", "", "", {}, {}, None, call.world, call.place)
    return project, f"{prefix}{project_number(action, project)}@{domain}.iam.gserviceaccount.com"


@invoke(
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount",
    source="Terraform google provider, google_storage_project_service_account",
)
def of_storage(call: Call) -> Properties:
    """`service-<number>@gs-project-accounts`."""
    project, email = _asked(call, "service-", "gs-project-accounts")
    return {"id": email, "project": project, "emailAddress": email, "member": f"serviceAccount:{email}"}


@invoke(
    "gcp:bigquery/getDefaultServiceAccount:getDefaultServiceAccount",
    source="Terraform google provider, google_bigquery_default_service_account",
)
def of_bigquery(call: Call) -> Properties:
    """`bq-<number>@bigquery-encryption`."""
    project, email = _asked(call, "bq-", "bigquery-encryption")
    return {"id": email, "project": project, "email": email, "member": f"serviceAccount:{email}"}


@invoke(
    "gcp:storage/getTransferProjectServiceAccount:getTransferProjectServiceAccount",
    source="Storage Transfer Service documentation, 'Agentless transfer permissions'; Terraform google provider, google_storage_transfer_project_service_account",
)
def of_storage_transfer(call: Call) -> Properties:
    """`project-<number>@storage-transfer-service`."""
    project, email = _asked(call, "project-", "storage-transfer-service")
    return {
        "id": email,
        "project": project,
        "email": email,
        "member": f"serviceAccount:{email}",
        "subjectId": email.partition("@")[0][-12:],
    }


@invoke(
    "gcp:logging/getProjectCmekSettings:getProjectCmekSettings",
    source="Terraform google provider, google_logging_project_cmek_settings",
)
def of_logging(call: Call) -> Properties:
    """`cmek-p<number>@gcp-sa-logging` (Cloud Logging documentation, "Configure CMEK for log buckets")."""
    project, email = _asked(call, "cmek-p", "gcp-sa-logging")
    name = f"projects/{project}/cmekSettings"
    return {"id": name, "name": name, "project": project, "serviceAccountId": email, "kmsKeyName": "", "kmsKeyVersionName": ""}
