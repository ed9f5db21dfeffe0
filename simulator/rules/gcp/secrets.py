"""Secret Manager.

Sources: Secret Manager API, projects.secrets; Secret Manager documentation, "Choose a replication policy", "Create rotation schedules", "Delay
destruction of secret versions"; Terraform google provider, google_secret_manager_secret, google_secret_manager_secret_version.
"""

from collections.abc import Iterator

from simulator.rules import Action, AtMostOneOf, ExactlyOneOf, Fault, Length, Needs, Pattern, Properties, Rules
from simulator.rules.gcp.common import link, part, path
from simulator.rules.gcp.keys import project_number
from simulator.rules.gcp.kinds import SECRET, SECRET_VERSION, TOPIC

secret = Rules(
    SECRET,
    source="Secret Manager API, projects.secrets; Terraform google provider, google_secret_manager_secret",
    checks=(
        Pattern(
            "secretId",
            r"[A-Za-z0-9_-]{1,255}",
            source="Secret Manager API, secrets.create: secretId",
            saying="1 to 255 letters, digits, - and _",
        ),
        ExactlyOneOf(("replication.auto", "replication.userManaged"), source="Secret Manager API, Replication"),
        AtMostOneOf(("ttl", "expireTime"), source="Secret Manager API, secrets: expiration"),
        Needs("rotation", ("topics",), source="Secret Manager documentation, 'Create rotation schedules'"),
        Needs("rotation.rotationPeriod", ("rotation.nextRotationTime",), source="Secret Manager API, Rotation: rotationPeriod"),
        Length("topics", 0, 10, source="Secret Manager API, secrets: topics"),
    ),
    references={"topics[*].name": link(TOPIC)},
    immutable={"secretId", "replication"},
    outputs={"effectiveAnnotations": {}, "expireTime": "", "name": "{id}"},
)


@secret.computes
def name_with_the_number(action: Action) -> Properties:
    """Secret Manager names a secret by its project's number."""
    project, id_ = part(action.id, "projects"), action.inputs.get("secretId")
    return {"name": f"projects/{project_number(action, project)}/secrets/{id_}"}


version = Rules(
    SECRET_VERSION,
    source="Secret Manager API, projects.secrets.versions; Terraform google provider, google_secret_manager_secret_version",
    references={"secret": link(SECRET, by=("id", "name"), blocks_delete=False)},
    immutable={"secret", "secretData", "isSecretDataBase64", "secretDataWoVersion"},
    defaults={"enabled": True},
    id=lambda action: f"{path(action.inputs['secret'])}/versions/{_number(action)}",
    outputs={"destroyTime": "", "name": "{id}"},
)


def _number(action: Action) -> int:
    if action.id:
        return int(action.id.rsplit("/", 1)[-1])
    before = [one for one in action.find_anywhere(SECRET_VERSION) if one.id.startswith(f"{path(action.inputs['secret'])}/versions/")]
    return 1 + max((int(one.id.rsplit("/", 1)[-1]) for one in before), default=0)


@version.computes
def number(action: Action) -> Properties:
    """Versions count from one."""
    return {"version": str(_number(action))}


@version.check(source="Terraform google provider, google_secret_manager_secret_version", even_unknown=True)
def has_data(inputs: Properties) -> Iterator[Fault]:
    """Data, or data that no state keeps."""
    if inputs.get("secretData") is None and inputs.get("secretDataWo") is None:
        yield "secretData", "one of secretData, secretDataWo must be given"
