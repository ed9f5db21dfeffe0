"""Autokey: a folder names the project for its keys, a handle asks for one, and Cloud KMS makes it with the grant that the service needs.

Sources: Cloud KMS documentation, "Autokey overview" (HSM, rotated once a year, one key for each project, location and resource type), "Enable Cloud
KMS Autokey" (child folders inherit; the service agent of Cloud KMS administers keys in the key project; no protected resources in the key project),
"Create protected resources using Cloud KMS Autokey"; Terraform google provider, google_kms_autokey_config, google_kms_key_handle.
"""

from simulator.packages.gcp import project_of
from simulator.packages.gcp_services import made_project
from simulator.rules import Action, Object, Pattern, Properties, Rules
from simulator.rules.gcp.common import last, part, texts
from simulator.rules.gcp.constraints import nodes_above
from simulator.rules.gcp.keys import project_number
from simulator.rules.gcp.kinds import CRYPTO_KEY, KEY_RING

CONFIG = "gcp:kms/autokeyConfig:AutokeyConfig"
_GRANT = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
_PROJECT_GRANTS = ("gcp:projects/iAMMember:IAMMember", "gcp:projects/iAMBinding:IAMBinding")
_IDENTITY = "gcp:projects/serviceIdentity:ServiceIdentity"
_YEAR = f"{365 * 86_400}s"
_AGENTS = {
    "bigquery": ("bq-", "bigquery-encryption"),
    "compute": ("service-", "compute-system"),
    "sqladmin": ("service-", "gcp-sa-cloud-sql"),
    "storage": ("service-", "gs-project-accounts"),
}
"""Services whose agents are called otherwise than the service (IAM documentation, "Service agents")."""

config = Rules(
    CONFIG,
    source="Cloud KMS documentation, 'Enable Cloud KMS Autokey'; Terraform google provider, google_kms_autokey_config",
    checks=(
        Pattern("keyProject", r"projects/.+", source="Cloud KMS API, folders.autokeyConfig: keyProject", saying="projects/<id or number>"),
    ),
    immutable={"folder"},
)


@config.plans
def keys_are_made_where_it_says(action: Action) -> Properties:
    """Cloud KMS API, AutokeyConfig: where a key project is named, an unspecified KeyProjectResolutionMode acts as DEDICATED_KEY_PROJECT."""
    unsaid = action.inputs.get("keyProjectResolutionMode") is None and isinstance(action.inputs.get("keyProject"), str)
    return {"keyProjectResolutionMode": "DEDICATED_KEY_PROJECT"} if unsaid else {}


key_handle = Rules(
    "gcp:kms/keyHandle:KeyHandle",
    source="Cloud KMS documentation, 'Autokey overview'; Terraform google provider, google_kms_key_handle",
    immutable={"resourceTypeSelector", "location"},
)


def _home(action: Action) -> str:
    """The project that keeps the keys: by the nearest folder's configuration, else the handle's own (delegated key management)."""
    project = project_of(action)
    every = action.find_anywhere(CONFIG)
    for node in nodes_above(action, project):
        for one in every:
            if last(one.outputs.get("folder")) == last(node) and node.startswith("folders/"):
                return last(one.outputs.get("keyProject")) or project
    return project


@key_handle.before("create")
def keys_may_be_made(action: Action) -> None:
    """Cloud KMS makes the key with rights that its agent was given in the key project, where nothing else may ask for keys."""
    home = _home(action)
    if home == project_of(action):
        if any(last(one.outputs.get("keyProject")) == home for one in action.find_anywhere(CONFIG)):
            action.refuse("failedPrecondition", f"Error 400: {home} is a key project of Autokey: its own resources get no keys")
        return
    made = made_project(action.world, home)
    if made and not any(
        one.outputs.get("service") == "cloudkms.googleapis.com" and last(one.outputs.get("project")) == home
        for one in action.find_anywhere(_IDENTITY)
    ):
        action.refuse(
            "failedPrecondition", f"Error 400: the service agent of Cloud KMS does not stand in {home}: make its service identity first"
        )
    agent = f"service-{project_number(action, home)}@gcp-sa-cloudkms.iam.gserviceaccount.com"
    # Of a project that stood before, only the program knows the number.
    meant = agent if made else "@gcp-sa-cloudkms.iam.gserviceaccount.com"
    for one in action.find_anywhere(*_PROJECT_GRANTS):
        whom = [str(one.outputs.get("member")), *texts(one.outputs.get("members"))]
        here = last(one.outputs.get("project")) in (home, project_number(action, home))
        if here and one.outputs.get("role") in ("roles/cloudkms.admin", "roles/owner") and any(text.endswith(meant) for text in whom):
            return
    action.refuse(
        "failedPrecondition",
        f"Error 400: Autokey can't make keys in {home}: grant roles/cloudkms.admin there to its agent ({agent}) first",
    )


@key_handle.computes
def key_of_the_handle(action: Action) -> Properties:
    """Autokey makes a key in the folder's key project."""
    return {"kmsKey": _key(action)}


def _key(action: Action) -> str:
    project, place = project_of(action), str(action.inputs["location"])
    kind = str(action.inputs["resourceTypeSelector"]).replace(".googleapis.com/", "-").lower()
    return f"projects/{_home(action)}/locations/{place}/keyRings/autokey/cryptoKeys/{project}-{kind}-{action.hex(8)}"


@key_handle.after("create")
def key_stands(action: Action) -> None:
    """The ring, the key in hardware, and the right of the service's agent to use it; all stay when the handle is forgotten."""
    key = str(action.outputs["kmsKey"])
    ring = key.partition("/cryptoKeys/")[0]
    if not any(one.type == KEY_RING for one in action.world.by_id(ring)):
        _stands(action, KEY_RING, ring, {"name": last(ring), "location": part(ring, "locations"), "project": part(ring, "projects")})
    template = {"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protectionLevel": "HSM"}
    made = {"name": last(key), "keyRing": ring, "purpose": "ENCRYPT_DECRYPT", "rotationPeriod": _YEAR, "versionTemplate": template}
    _stands(action, CRYPTO_KEY, key, made)
    service = str(action.inputs["resourceTypeSelector"]).partition(".")[0]
    prefix, domain = _AGENTS.get(service, ("service-", f"gcp-sa-{service}"))
    number = project_number(action, project_of(action))
    role = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
    member = f"serviceAccount:{prefix}{number}@{domain}.iam.gserviceaccount.com"
    _stands(action, _GRANT, f"{key}/{role}/{member}", {"cryptoKeyId": key, "role": role, "member": member})


def _stands(action: Action, type_: str, id_: str, outputs: Properties) -> None:
    action.save(Object(type_, id_, action.object.account, action.object.region, {**outputs, "id": id_}))
