"""Runs a component under mocks of Google Cloud and records what it registers and reads: see `tests/recording.py`.

The mock answers as pulumi-gcp does: the id is the resource's path, and in a preview nothing is known that was not given, but the project.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from simulator.packages.gcp_paths import LINKS, iam_kind, path_of
from tests import recording

PROJECT = "acme-prod-phi"
OTHER_PROJECT = "acme-prod-deid"
NUMBER = "111111111111"
OTHER_NUMBER = "222222222222"
REGION = "europe-west3"
ORGANIZATION = "999999999999"
PLACE: dict[str, Any] = {"project": PROJECT, "region": REGION}
"""Inputs that every component in a region takes."""


def network(name: str = "phi", project: str = PROJECT) -> str:
    """Path of a network."""
    return f"projects/{project}/global/networks/{name}"


def subnetwork(name: str = "phi-workload", project: str = PROJECT, region: str = REGION) -> str:
    """Path of a subnetwork."""
    return f"projects/{project}/regions/{region}/subnetworks/{name}"


def path(token: str, inputs: dict[str, Any], project: str = PROJECT) -> str:
    """The id of a resource with these inputs. AssertionError where a name is missing: the real provider would make one up."""
    known = path_of(token)
    assert known, f"{token} has no path in the SDK's documentation or simulator/packages/gcp_paths.yaml"
    answered = dict.fromkeys(_MADE_UP.get(token.removeprefix("gcp:"), ()), f"made-up-of-{token.rpartition(':')[2]}")
    made = known.id({"project": project, **answered, **inputs})
    assert made, f"{token}: one of {', '.join(known.names)} is not given, so its id would hang on a random name"
    kind = iam_kind(token)
    condition = inputs.get("condition")
    more = [str(inputs[name]) for name in {"Member": ("role", "member"), "Binding": ("role",)}.get(kind, ())]
    return "/".join([made, *more, *([condition["title"]] if kind and isinstance(condition, dict) else [])])


_MADE_UP = {
    "accesscontextmanager/accessPolicy:AccessPolicy": ("name",),
    "compute/firewallPolicy:FirewallPolicy": ("name",),
    "essentialcontacts/contact:Contact": ("name",),
    "organizations/folder:Folder": ("folderId", "name"),
    "resourcemanager/lien:Lien": ("name",),
    "serviceaccount/account:Account": ("email",),
    "tags/tagKey:TagKey": ("name",),
    "tags/tagValue:TagValue": ("name",),
    "secretmanager/secretVersion:SecretVersion": ("version",),
}
"""Names in ids that Google chooses, or that the id spells otherwise."""


@dataclass(frozen=True)
class Built(recording.Built):
    """One registered resource, whose id follows from its inputs."""

    project: str
    """Project of its provider."""

    @property
    def id(self) -> str:
        """Its path."""
        return path(self.type, self.inputs, self.project)


class Recording(recording.Recording[Built]):
    """Everything that one program registered and read on Google Cloud."""

    package = "gcp"


class _Gcp(Mocks):
    """Google Cloud in outline: every resource gets its path and what components read from it; in a preview, nothing that wasn't given."""

    def __init__(self, preview: bool) -> None:
        self._preview = preview
        self._projects: dict[str, str] = {}

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.typ.startswith("pulumi:providers:"):
            self._projects[args.name] = args.inputs.get("project", PROJECT)
            return f"id-of-{args.name}", args.inputs
        if not args.typ.startswith("gcp:"):
            return "", args.inputs
        if args.resource_id:
            return args.resource_id, {"name": args.resource_id.rsplit("/", 1)[-1], **_read(args.typ, args.resource_id), **args.inputs}
        project = self.project(args.provider or "")
        identity = path(args.typ, args.inputs, project)
        answers = {"selfLink": LINKS + identity, **_answers(args.typ, args.name, identity, args.inputs)}
        if self._preview:
            answers = {name: value if name in args.inputs else rpc.UNKNOWN for name, value in answers.items()}
        return None if self._preview else identity, {"project": project, **args.inputs, **answers}

    def project(self, provider: str) -> str:
        """Project of a provider, by its reference."""
        return self._projects.get(recording.provider_name(provider), PROJECT)

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"components look nothing up, but {args.token} was called")


def _read(token: str, identity: str) -> dict[str, Any]:
    """What is read of an adopted resource."""
    if token == "gcp:organizations/project:Project":
        return {"projectId": identity.rsplit("/", 1)[-1], "number": NUMBER, "labels": {}}
    return {}


def _answers(token: str, name: str, identity: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """What Google makes up by itself, of what components read."""
    match token.removeprefix("gcp:"):
        case "organizations/project:Project":
            return {"number": NUMBER}
        case "accesscontextmanager/accessPolicy:AccessPolicy":
            return {"name": "444444444444"}
        case "compute/forwardingRule:ForwardingRule" | "compute/globalForwardingRule:GlobalForwardingRule":
            return {"pscConnectionId": "55555", "pscConnectionStatus": "ACCEPTED"}
        case "compute/serviceAttachment:ServiceAttachment":
            return {"pscServiceAttachmentIds": [{"high": "1", "low": "2"}]}
        case "serviceaccount/account:Account":
            return {"email": f"{inputs['accountId']}@{PROJECT}.iam.gserviceaccount.com", "uniqueId": f"unique-id-of-{name}"}
        case "projects/serviceIdentity:ServiceIdentity":
            service = str(inputs["service"]).partition(".")[0]
            agent = f"service-{NUMBER}@gcp-sa-{service}.iam.gserviceaccount.com"
            return {"email": agent, "member": f"serviceAccount:{agent}"}
        case "logging/folderSink:FolderSink" | "logging/organizationSink:OrganizationSink" | "logging/projectSink:ProjectSink":
            return {"writerIdentity": f"serviceAccount:service-{NUMBER}@gcp-sa-logging.iam.gserviceaccount.com"}
        case "certificateauthority/authority:Authority":
            return {"pemCaCertificates": [f"certificate-of-{name}"]}
    return {}


def record(program: Callable[[], Any], *, preview: bool = False) -> Recording:
    """What the program registers. Its result is awaited: an output, or a collection of outputs. In a preview no id is known."""
    found, gcp = Recording(), _Gcp(preview)

    def built(request: Any, **common: Any) -> Built:
        return Built(**common, project=gcp.project(request.provider))

    recording.record_into(found, program, gcp, built, preview=preview)
    return found
