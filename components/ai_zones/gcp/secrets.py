"""Secrets of a zone that no identity replaces, such as a vendor's API key: kept in the zone's region, under its key, each read by whom it lists.

The program makes the places alone: a value in it would stand in its state. Whoever is listed as a writer adds one.
Sources: Secret Manager documentation, "Choose a replication policy" (user-managed: named regions, final at creation), "Enable customer-managed
encryption keys", "Access control with IAM" (Secret Accessor, Secret Version Adder), "Delay destruction of secret versions" (1 to 1000 days);
provider reference, `gcp.secretmanager.Secret`, `gcp.secretmanager.SecretIamPolicy` (replaces every grant); 45 CFR 164.312(a)(2)(iv).
"""

import json
from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import secretmanager

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ComponentInput, Member

DAY_SECONDS = 86_400
READS = "roles/secretmanager.secretAccessor"
ADDS = "roles/secretmanager.secretVersionAdder"


class GcpSecretArgs(TypedDict):
    """One secret."""

    readers: NotRequired[list[str]]
    """Principals that read its value. Default: none."""
    writers: NotRequired[list[str]]
    """Principals that add a value, and read none. Default: none."""


class GcpSecretsArgs(TypedDict):
    """Inputs of `GcpSecrets`."""

    zone: str
    """Zone whose secrets they are."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region in which they are kept, and no other."""
    kms_key: pulumi.Input[str]
    """Key that encrypts them, for `secrets`; of the same region."""
    secrets: dict[str, GcpSecretArgs]
    """Secrets by name, such as `lab-api-key`."""
    restore_days: NotRequired[int]
    """Days in which a version that is to be destroyed comes back, 1 to 1,000. Default: 30."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Secret(ComponentInput):
    """Parsed `GcpSecretArgs`."""

    readers: tuple[Member, ...] = ()
    writers: tuple[Member, ...] = ()

    def policy(self) -> str:
        """All that anybody may do with it."""
        held = {READS: sorted(set(self.readers)), ADDS: sorted(set(self.writers))}
        bindings = [{"role": role, "members": members} for role, members in held.items() if members]
        return json.dumps({"bindings": bindings}, sort_keys=True, separators=(",", ":"))


class Secrets(EncryptedInput):
    """Parsed `GcpSecretsArgs`."""

    secrets: Annotated[dict[Label, Secret], pydantic.Field(min_length=1)]
    restore_days: int = pydantic.Field(default=30, ge=1, le=1000)

    def secret_id(self, label: str) -> str:
        """Name of a secret."""
        return resource_name(Kind.SECRET, self.zone, label)


class GcpSecrets(pulumi.ComponentResource):
    """Secrets without values, and who may read or add one. Protected by Pulumi and by the provider: `destroy` refuses them."""

    secret_ids: dict[str, str]
    """`projects/<project>/secrets/<secret>` of each, by its name."""

    def __init__(self, name: str, args: GcpSecretsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Secrets.parse(name, args)
        super().__init__("ai-zones:index:GcpSecrets", name, {}, children_wait(opts))
        self.secret_ids = {label: f"projects/{given.project}/secrets/{given.secret_id(label)}" for label in sorted(given.secrets)}
        for label, secret in sorted(given.secrets.items()):
            self._secret(name, given, label, secret)
        self.register_outputs({"secretIds": self.secret_ids})

    def _secret(self, name: str, given: Secrets, label: str, secret: Secret) -> None:
        made = secretmanager.Secret(
            child(name, label),
            secret_id=given.secret_id(label),
            project=given.project,
            replication=secretmanager.SecretReplicationArgs(
                user_managed=secretmanager.SecretReplicationUserManagedArgs(
                    replicas=[
                        secretmanager.SecretReplicationUserManagedReplicaArgs(
                            location=given.region,
                            customer_managed_encryption=secretmanager.SecretReplicationUserManagedReplicaCustomerManagedEncryptionArgs(
                                kms_key_name=given.kms_key
                            ),
                        )
                    ]
                )
            ),
            version_destroy_ttl=f"{given.restore_days * DAY_SECONDS}s",
            deletion_protection=not given.removable,
            labels=given.labels_of(),
            opts=after(self, protect=not given.removable),
        )
        secretmanager.SecretIamPolicy(
            child(name, label, "policy"),
            project=given.project,
            secret_id=given.secret_id(label),
            policy_data=secret.policy(),
            opts=after(self, made),
        )
