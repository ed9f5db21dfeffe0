"""Projects, folders, enabled APIs, liens, Shared VPC.

Sources: Resource Manager documentation, "Creating and managing projects" (ids, 30 days of recovery), "Creating and managing folders", "Protecting
projects from accidental deletion" (liens); Service Usage documentation, "Enable and disable services"; VPC documentation, "Default network";
Terraform google provider, google_project (`auto_create_network`, `deletion_policy`), google_folder, google_project_service.
"""

from collections.abc import Iterator

from simulator.packages.gcp_paths import LINKS, last
from simulator.packages.gcp_services import made_project
from simulator.rules import Action, AtMostOneOf, Fault, Length, Object, Pattern, Properties, Protection, Rules, unique
from simulator.rules.gcp.common import CLASH
from simulator.rules.gcp.constraints import enforced
from simulator.rules.gcp.kinds import FIREWALL, FOLDER, LIEN, NETWORK, PROJECT, SERVICE

_PROJECTS = "Resource Manager documentation, 'Creating and managing projects'"
COMPUTE = "compute.googleapis.com"
NEEDS_BILLING = frozenset(("compute.googleapis.com", "container.googleapis.com", "dataproc.googleapis.com", "composer.googleapis.com"))
"""Services that a project without a billing account can't enable."""

project = Rules(
    PROJECT,
    source=f"{_PROJECTS}; Terraform google provider, google_project",
    checks=(
        Pattern(
            "name", r"[A-Za-z0-9 '!-]{4,30}", source=_PROJECTS, saying="4 to 30 letters, digits, hyphens, quotes, blanks, exclamation marks"
        ),
        Pattern(
            "projectId",
            r"[a-z][a-z0-9-]{4,28}[a-z0-9]",
            source=_PROJECTS,
            saying="6 to 30 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        AtMostOneOf(("orgId", "folderId"), source="Terraform google provider, google_project"),
    ),
    immutable={"projectId", "orgId", "autoCreateNetwork"},
    unique=(
        unique(
            "projectId",
            scope="global",
            code=CLASH,
            message="Error 409: Requested entity already exists: project {projectId}",
            reserved_days=lambda outputs: 36500,
            reserved_code=CLASH,
            reserved_message="Error 409: a project id can't be used again: {projectId} was deleted",
        ),
    ),
    defaults={"autoCreateNetwork": True},
    outputs={"number": "7{digits11}"},
)


@project.check(source=_PROJECTS)
def no_word_of_google(inputs: Properties) -> Iterator[Fault]:
    """'Can't contain restricted strings, such as google, null, undefined, and ssl.'"""
    name = inputs.get("projectId")
    for word in ("google", "ssl", "undefined", "null"):
        if isinstance(name, str) and word in name:
            yield "projectId", f"{name!r} is not allowed: it contains {word!r}"


@project.before("create")
def billing_for_compute(action: Action) -> None:
    """To delete the default network the provider enables Compute Engine first, and that needs billing."""
    if action.inputs.get("autoCreateNetwork") is False and not action.inputs.get("billingAccount"):
        action.refuse(
            "failedPrecondition",
            "Error enabling the Compute Engine API required to delete the default network: billing must be enabled; set billingAccount",
        )


@project.after("create")
def compute_without_a_network(action: Action) -> None:
    """What the provider enabled to delete the network stays enabled."""
    action.object.state["apis"] = [COMPUTE] if action.inputs.get("autoCreateNetwork") is False else []


@project.before("delete")
def no_lien(action: Action) -> None:
    """'You must remove all liens before the project can be deleted.'"""
    own = (action.object.outputs.get("projectId"), str(action.object.outputs.get("number")))
    for one in action.find_anywhere(LIEN):
        if last(one.outputs.get("parent")) in own:
            action.refuse(
                "failedPrecondition", f"A lien to prevent deletion was placed on the project by {one.outputs.get('origin')}: {one.id}"
            )


service = Rules(
    SERVICE,
    source="Service Usage documentation, 'Enable and disable services'; Terraform google provider, google_project_service",
    checks=(
        Pattern(
            "service", r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", source="Service Usage API, services: name", saying="such as compute.googleapis.com"
        ),
    ),
    immutable={"service"},
    delete_before_replace=True,
)


@service.before("create")
def project_and_billing_stand(action: Action) -> None:
    """A service is enabled in a project that is there, and paid for."""
    home = made_project(action.world, str(action.inputs.get("project") or action.account))
    name = str(action.inputs["service"])
    if home is not None and name in NEEDS_BILLING and not home.outputs.get("billingAccount"):
        action.refuse("failedPrecondition", f"Billing account for project '{home.outputs['number']}' is not found: {name} can't be enabled")


@service.after("create")
def enable(action: Action) -> None:
    """Compute Engine brings the default network, unless the project or a policy says no."""
    home = made_project(action.world, str(action.inputs.get("project") or action.account))
    if home is None:
        return
    apis = home.state.setdefault("apis", [])
    if action.inputs["service"] not in apis:
        apis.append(action.inputs["service"])
        action.save(home)
    wanted = home.outputs.get("autoCreateNetwork") is not False
    if (
        action.inputs["service"] == COMPUTE
        and wanted
        and not enforced(action, "compute.skipDefaultNetworkCreation", home.outputs["projectId"])
    ):
        _default_network(action, home)


def _default_network(action: Action, home: Object) -> None:
    """'default' in auto mode with its four firewall rules (VPC documentation, "Default network", "Pre-populated rules")."""
    name = home.outputs["projectId"]
    id_ = f"projects/{name}/global/networks/default"
    if action.world.by_id(id_):
        return
    shown = {
        "name": "default",
        "project": name,
        "autoCreateSubnetworks": True,
        "selfLink": LINKS + id_,
        "mtu": 1460,
        "routingMode": "REGIONAL",
    }
    action.world.keep(home, NETWORK, id_, shown)
    opened = {
        "default-allow-internal": ("10.128.0.0/9", [{"protocol": "tcp", "ports": ["0-65535"]}, {"protocol": "udp"}, {"protocol": "icmp"}]),
        "default-allow-ssh": ("0.0.0.0/0", [{"protocol": "tcp", "ports": ["22"]}]),
        "default-allow-rdp": ("0.0.0.0/0", [{"protocol": "tcp", "ports": ["3389"]}]),
        "default-allow-icmp": ("0.0.0.0/0", [{"protocol": "icmp"}]),
    }
    for rule, (source, allows) in opened.items():
        rule_id = f"projects/{name}/global/firewalls/{rule}"
        more = {"name": rule, "network": LINKS + id_, "direction": "INGRESS", "priority": 65534, "sourceRanges": [source], "allows": allows}
        action.world.keep(home, FIREWALL, rule_id, {**more, "project": name, "selfLink": LINKS + rule_id})


@service.after("delete")
def disable(action: Action) -> None:
    """'If false or unset, the service will be left enabled when the resource is destroyed.'"""
    home = made_project(action.world, str(action.inputs.get("project") or action.account))
    if home is not None and action.inputs.get("disableOnDestroy") is True and action.inputs["service"] in home.state.get("apis", []):
        home.state["apis"].remove(action.inputs["service"])
        action.save(home)


folder = Rules(
    FOLDER,
    source="Resource Manager documentation, 'Creating and managing folders'; Terraform google provider, google_folder",
    checks=(
        Length("displayName", 3, 30, source="Resource Manager API, folders: displayName"),
        Pattern(
            "parent",
            r"(?:organizations|folders)/\d+",
            source="Resource Manager API, folders: parent",
            saying="organizations/<number> or folders/<number>",
        ),
    ),
    immutable=set(),
    unique=(unique("parent", "displayName", scope="global", code=CLASH),),
    protections=(Protection("deletionProtection", code="", message="cannot destroy folder without setting deletionProtection to false"),),
    outputs={"lifecycleState": "ACTIVE", "configuredCapabilities": [], "managementProject": "", "name": "{id}"},
)


@folder.before("delete")
def folder_is_empty(action: Action) -> None:
    """'A folder must be empty before it can be deleted.'"""
    own = (action.object.id, last(action.object.id))
    for one in action.find_anywhere(FOLDER, PROJECT):
        if str(one.outputs.get("parent") or one.outputs.get("folderId")) in own:
            action.refuse("failedPrecondition", f"Folder {action.object.id} is not empty: {one.id} stands in it")


lien = Rules(
    LIEN,
    source="Resource Manager documentation, 'Protecting projects from accidental deletion'; Terraform google provider, google_resource_manager_lien",
    checks=(
        Pattern("parent", r"projects/[a-z0-9:.-]+", source="Resource Manager API, liens: parent", saying="projects/<number>"),
        Length("reason", 0, 200, source="Resource Manager API, liens: reason"),
        Length("origin", 0, 200, source="Resource Manager API, liens: origin"),
    ),
    immutable={"origin", "parent", "reason", "restrictions"},
)

host = Rules(
    "gcp:compute/sharedVPCHostProject:SharedVPCHostProject",
    source="VPC documentation, 'Provision Shared VPC'; Terraform google provider, google_compute_shared_vpc_host_project",
)

guest = Rules(
    "gcp:compute/sharedVPCServiceProject:SharedVPCServiceProject",
    source="VPC documentation, 'Provision Shared VPC'; Terraform google provider, google_compute_shared_vpc_service_project",
    immutable={"hostProject", "serviceProject"},
)


@guest.before("create")
def host_is_one(action: Action) -> None:
    """A service project joins one host, which must be one."""
    wanted = last(action.inputs["hostProject"])
    if not any(last(one.id) == wanted for one in action.find_anywhere(host.type)):
        action.refuse("invalid", f"{wanted} is not a Shared VPC host project")
    for other in action.find_anywhere(guest.type, serviceProject=action.inputs["serviceProject"]):
        action.refuse(
            "invalid", f"{action.inputs['serviceProject']} is attached to the host project {other.outputs['hostProject']} already"
        )


@host.before("delete")
def no_guests(action: Action) -> None:
    """Service projects go first."""
    for one in action.find_anywhere(guest.type):
        if last(one.outputs["hostProject"]) == last(action.object.id):
            action.refuse("resourceInUseByAnotherResource", f"{action.object.id} is host of {one.outputs['serviceProject']}")
