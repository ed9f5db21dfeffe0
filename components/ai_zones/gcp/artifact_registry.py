"""Registry of images and packages of a zone: under the zone's key, with tags that stay, what is old cleaned up, read and written by whom it lists.

A remote repository fetches from outside, so only egress may have one; other zones copy what was inspected. Scanning of images is a matter of the project:
it is on where the Container Scanning API is enabled, and a repository can only stand aside.
Sources: Artifact Registry documentation, "Create standard repositories" (immutable tags), "Enable customer-managed encryption keys" (final at creation),
"Configure cleanup policies" (keep before delete), "Configure remote repositories", "Enable or disable automatic scanning", "Access control with IAM";
provider reference, `gcp.artifactregistry.Repository`, `gcp.artifactregistry.RepositoryIamPolicy` (replaces every grant); NIST SP 800-190, 4.1 and 4.2.
"""

import json
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import artifactregistry

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import located
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ComponentInput, Member
from ai_zones.inputs import one_of

FORMATS: Final = ("APT", "DOCKER", "GENERIC", "GO", "KFP", "MAVEN", "NPM", "PYTHON", "YUM")
REMOTES: Final = {"DOCKER": "DOCKER_HUB", "MAVEN": "MAVEN_CENTRAL", "NPM": "NPMJS", "PYTHON": "PYPI"}
"""Formats of remote repositories, and the public registry that each fetches from."""
READS: Final = "roles/artifactregistry.reader"
WRITES: Final = "roles/artifactregistry.writer"
DAY_SECONDS = 86_400


class GcpRepositoryArgs(TypedDict):
    """One repository."""

    format: str
    """`APT`, `DOCKER`, `GENERIC`, `GO`, `KFP`, `MAVEN`, `NPM`, `PYTHON` or `YUM`."""
    readers: NotRequired[list[str]]
    """Principals that fetch from it. Default: none."""
    writers: NotRequired[list[str]]
    """Principals that add to it. Default: none."""
    remote: NotRequired[bool]
    """Whether it fetches from the format's public registry (Docker Hub, Maven Central, npm, PyPI); in egress alone. Default: false."""
    kept_versions: NotRequired[int]
    """Newest versions of each package that no cleaning takes, 1 to 1,000. Default: 10."""
    untagged_days: NotRequired[int]
    """Days after which a version without a tag goes, 1 to 3,650. Default: 90."""


class GcpArtifactRegistryArgs(TypedDict):
    """Inputs of `GcpArtifactRegistry`."""

    zone: str
    """Zone whose registry it is: `management`, `egress` or `training`, as a rule."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the repositories."""
    kms_key: pulumi.Input[str]
    """Key that encrypts them, for `artifacts`; of the same region."""
    repositories: dict[str, GcpRepositoryArgs]
    """Repositories by name, such as `models`."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Repository(ComponentInput):
    """Parsed `GcpRepositoryArgs`."""

    format: Annotated[str, one_of(*FORMATS)]
    readers: tuple[Member, ...] = ()
    writers: tuple[Member, ...] = ()
    remote: bool = False
    kept_versions: int = pydantic.Field(default=10, ge=1, le=1000)
    untagged_days: int = pydantic.Field(default=90, ge=1, le=3650)

    @pydantic.model_validator(mode="after")
    def _can_be_remote(self) -> Self:
        if self.remote and self.format not in REMOTES:
            raise ValueError(f"remote: {self.format} has no public registry here; allowed with {', '.join(REMOTES)}")
        if self.remote and self.writers:
            raise ValueError("writers: a remote repository takes only what it fetched; leave them out")
        return self

    def policy(self) -> str:
        """All that anybody may do with it."""
        held = {READS: sorted(set(self.readers)), WRITES: sorted(set(self.writers))}
        bindings = [{"role": role, "members": members} for role, members in held.items() if members]
        return json.dumps({"bindings": bindings}, sort_keys=True, separators=(",", ":"))


class ArtifactRegistry(EncryptedInput):
    """Parsed `GcpArtifactRegistryArgs`."""

    repositories: Annotated[dict[Label, Repository], pydantic.Field(min_length=1)]

    @pydantic.model_validator(mode="after")
    def _fetches_by_egress(self) -> Self:
        if self.zone != "egress" and (remote := sorted(name for name, one in self.repositories.items() if one.remote)):
            raise ValueError(f"repositories: {', '.join(remote)} would fetch from the internet; only egress may")
        return self

    def repository_id(self, label: str) -> str:
        """Name of a repository."""
        return resource_name(Kind.ARTIFACT_REGISTRY, self.zone, label)


class GcpArtifactRegistry(pulumi.ComponentResource):
    """Repositories and who may use them. Protected by Pulumi and by the provider: `destroy` refuses them."""

    repository_ids: dict[str, str]
    """Path of each repository, by its name."""
    addresses: dict[str, str]
    """Address of each, such as `europe-west3-docker.pkg.dev/acme-prod-mgmt/management-models`."""

    def __init__(self, name: str, args: GcpArtifactRegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ArtifactRegistry.parse(name, args)
        super().__init__("ai-zones:index:GcpArtifactRegistry", name, {}, children_wait(opts))
        self.repository_ids, self.addresses = {}, {}
        for label, repository in sorted(given.repositories.items()):
            known = given.repository_id(label)
            self.repository_ids[label] = located(given.project, given.region, "repositories", known)
            self.addresses[label] = f"{given.region}-{repository.format.lower()}.pkg.dev/{given.project}/{known}"
            self._repository(name, given, label, repository)
        self.register_outputs({"repositoryIds": self.repository_ids, "addresses": self.addresses})

    def _repository(self, name: str, given: ArtifactRegistry, label: str, repository: Repository) -> None:
        images = repository.format == "DOCKER"
        made = artifactregistry.Repository(
            child(name, label),
            repository_id=given.repository_id(label),
            project=given.project,
            location=given.region,
            format=repository.format,
            mode="REMOTE_REPOSITORY" if repository.remote else "STANDARD_REPOSITORY",
            description=f"{label} of the {given.zone} zone",
            kms_key_name=given.kms_key,
            docker_config=artifactregistry.RepositoryDockerConfigArgs(immutable_tags=True) if images and not repository.remote else None,
            remote_repository_config=_remote(repository) if repository.remote else None,
            vulnerability_scanning_config=artifactregistry.RepositoryVulnerabilityScanningConfigArgs(enablement_config="INHERITED")
            if images
            else None,
            cleanup_policies=_cleaning(repository),
            cleanup_policy_dry_run=False,
            deletion_policy="DELETE" if given.removable else "PREVENT",
            labels=given.labels_of(),
            opts=after(self, protect=not given.removable),
        )
        artifactregistry.RepositoryIamPolicy(
            child(name, label, "policy"),
            project=given.project,
            location=given.region,
            repository=given.repository_id(label),
            policy_data=repository.policy(),
            opts=after(self, made),
        )


def _remote(repository: Repository) -> artifactregistry.RepositoryRemoteRepositoryConfigArgs:
    public = REMOTES[repository.format]
    made = artifactregistry.RepositoryRemoteRepositoryConfigArgs(description=f"What was fetched from {public}")
    match repository.format:
        case "DOCKER":
            made.docker_repository = artifactregistry.RepositoryRemoteRepositoryConfigDockerRepositoryArgs(public_repository=public)
        case "MAVEN":
            made.maven_repository = artifactregistry.RepositoryRemoteRepositoryConfigMavenRepositoryArgs(public_repository=public)
        case "NPM":
            made.npm_repository = artifactregistry.RepositoryRemoteRepositoryConfigNpmRepositoryArgs(public_repository=public)
        case _:
            made.python_repository = artifactregistry.RepositoryRemoteRepositoryConfigPythonRepositoryArgs(public_repository=public)
    return made


def _cleaning(repository: Repository) -> list[artifactregistry.RepositoryCleanupPolicyArgs]:
    return [
        artifactregistry.RepositoryCleanupPolicyArgs(
            id="keep-newest",
            action="KEEP",
            most_recent_versions=artifactregistry.RepositoryCleanupPolicyMostRecentVersionsArgs(keep_count=repository.kept_versions),
        ),
        artifactregistry.RepositoryCleanupPolicyArgs(
            id="delete-untagged",
            action="DELETE",
            condition=artifactregistry.RepositoryCleanupPolicyConditionArgs(
                tag_state="UNTAGGED", older_than=f"{repository.untagged_days * DAY_SECONDS}s"
            ),
        ),
    ]
