"""Projects and the APIs that are enabled in them.

A project that a program makes has the APIs that the program enables, and Google's few defaults. Any other project is *adopted*: it stands, with
every API, unless `SIMULATOR_GCP_ADOPTED` names the adopted ones (`a,b:compute.googleapis.com+dns.googleapis.com`); then only those stand, each with
the APIs named, or with every one where none is.

Sources: Service Usage documentation, "Enabled services" (services enabled by default), "Enable and disable services"; Google Cloud API errors,
`SERVICE_DISABLED`; Cloud Resource Manager documentation, "Creating and managing projects".
"""

import os
from functools import cache

from simulator.action import Action
from simulator.errors import CloudError
from simulator.packages.gcp_paths import last, relative
from simulator.world import Object, World

PROJECT = "gcp:organizations/project:Project"
SERVICE = "gcp:projects/service:Service"
ADOPTED_VARIABLE = "SIMULATOR_GCP_ADOPTED"

APIS = {
    "accesscontextmanager": "accesscontextmanager",
    "alloydb": "alloydb",
    "apigateway": "apigateway",
    "artifactregistry": "artifactregistry",
    "backupdisasterrecovery": "backupdr",
    "bigquery": "bigquery",
    "bigqueryanalyticshub": "analyticshub",
    "bigquerydatapolicy": "bigquerydatapolicy",
    "bigtable": "bigtableadmin",
    "binaryauthorization": "binaryauthorization",
    "certificateauthority": "privateca",
    "certificatemanager": "certificatemanager",
    "cloudbuild": "cloudbuild",
    "cloudfunctions": "cloudfunctions",
    "cloudfunctionsv2": "cloudfunctions",
    "cloudrun": "run",
    "cloudrunv2": "run",
    "cloudscheduler": "cloudscheduler",
    "cloudtasks": "cloudtasks",
    "composer": "composer",
    "compute": "compute",
    "container": "container",
    "datacatalog": "datacatalog",
    "dataflow": "dataflow",
    "datafusion": "datafusion",
    "dataloss": "dlp",
    "dataplex": "dataplex",
    "dataproc": "dataproc",
    "datastream": "datastream",
    "dns": "dns",
    "eventarc": "eventarc",
    "filestore": "file",
    "firestore": "firestore",
    "healthcare": "healthcare",
    "iap": "iap",
    "kms": "cloudkms",
    "logging": "logging",
    "memorystore": "memorystore",
    "modelarmor": "modelarmor",
    "monitoring": "monitoring",
    "networkconnectivity": "networkconnectivity",
    "networkmanagement": "networkmanagement",
    "networksecurity": "networksecurity",
    "networkservices": "networkservices",
    "notebooks": "notebooks",
    "privilegedaccessmanager": "privilegedaccessmanager",
    "pubsub": "pubsub",
    "redis": "redis",
    "secretmanager": "secretmanager",
    "serviceaccount": "iam",
    "servicedirectory": "servicedirectory",
    "servicenetworking": "servicenetworking",
    "spanner": "spanner",
    "sql": "sqladmin",
    "vertex": "aiplatform",
    "vpcaccess": "vpcaccess",
    "workbench": "notebooks",
    "workflows": "workflows",
    "workstations": "workstations",
}
"""Module of the SDK → service that must be enabled in the resource's project."""
TYPE_APIS = {
    "gcp:bigquery/dataTransferConfig:DataTransferConfig": "bigquerydatatransfer",
    "gcp:storage/transferJob:TransferJob": "storagetransfer",
}
"""Types of another service than their module's."""
DEFAULT_APIS = frozenset(
    f"{name}.googleapis.com"
    for name in (
        *("bigquery", "bigquerymigration", "bigquerystorage", "cloudapis", "cloudtrace", "datastore", "logging", "monitoring"),
        *("servicemanagement", "serviceusage", "sql-component", "storage", "storage-api", "storage-component"),
    )
)
"""Enabled in every new project (Service Usage documentation, "Services enabled by default")."""


def api_of(token: str) -> str:
    """`compute.googleapis.com`; empty where none is asked for."""
    name = TYPE_APIS.get(token) or APIS.get(token.split(":")[1].split("/")[0])
    return f"{name}.googleapis.com" if name else ""


def made_project(world: World, project: str) -> Object | None:
    """The project that a program made, by its id or number."""
    name = last(relative(project))
    key = "number" if name.isdigit() else "projectId"
    return next(iter(world.find(PROJECT, **{key: name})), None)


def number_of_project(world: World, project: str) -> str:
    """A project's number: its own, or one that is always the same for an adopted one."""
    made = made_project(world, project)
    if made is not None:
        return str(made.outputs.get("number"))
    return "6" + str(int(world.digest("project", project)[:12], 16)).zfill(11)[-11:]


@cache
def _adopted(setting: str) -> dict[str, frozenset[str]]:
    named = (one.strip().partition(":") for one in setting.split(",") if one.strip())
    return {name: frozenset(apis.split("+")) if apis else frozenset() for name, _, apis in named}


def enabled(world: World, project: str, api: str) -> bool:
    """Whether an API is enabled in a project."""
    made = made_project(world, project)
    if made is not None:
        return api in DEFAULT_APIS or api in made.state.get("apis", ())
    adopted = _adopted(os.environ.get(ADOPTED_VARIABLE, ""))
    return not adopted or not adopted.get(project) or api in adopted[project]


def stands(world: World, project: str) -> bool:
    """Whether there is such a project."""
    adopted = _adopted(os.environ.get(ADOPTED_VARIABLE, ""))
    return not adopted or project in adopted or made_project(world, project) is not None


def may_be_used(action: Action, project: str, api: str) -> None:
    """Refuse what is made in a project that is not there, or whose API is off."""
    if not stands(action.world, project):
        raise CloudError("notFound", f"Error 403: project {project} was not found, or the caller may not use it")
    if api and not enabled(action.world, project, api):
        raise CloudError(
            "accessNotConfigured",
            f"Error 403: {api} has not been used in project {project} before or it is disabled: enable it with gcp.projects.Service and let "
            "this resource depend on it. SERVICE_DISABLED",
        )
