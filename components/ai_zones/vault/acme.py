"""Certificates for servers that speak ACME: only with an account that was bound beforehand, and only by roles that say which hosts.

Binding is by an external account: a key that Vault gives, once, to whoever holds the policy of its role. No such key stands in a program or a state.
Sources: RFC 8555 7.3.4 (external account binding); Vault documentation, "PKI secrets engine: ACME" ; API, "Set ACME configuration" (`eab_policy`,
`allowed_roles`, `default_directory_policy`), "Get ACME EAB binding token".
"""

from typing import Annotated, NotRequired, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic
from pulumi_vault import pkisecret

from ai_zones.inputs import matches
from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.policy_text import Grant, policy_text
from ai_zones.vault.validation import HASHICORP, ComponentInput, Label, MountPath, Name, Server


class VaultAcmeArgs(TypedDict):
    """Inputs of `VaultAcme`."""

    roles: list[str]
    """Roles that have a directory each: `VaultPkiRole.role`. They name hosts, for servers alone; none issues without its role."""
    mount: NotRequired[str]
    """Mount of the issuers. Default: `pki`."""
    issuers: NotRequired[list[str]]
    """Generations that sign. Default: `default`, which follows a rotation."""
    dns_resolver: NotRequired[str]
    """Host and port of the resolver that challenges are looked up with. Default: the server's own."""
    max_hours: NotRequired[int]
    """Hours that a certificate holds at most; on `vault` alone, elsewhere roles and mount say it. Default: 24."""
    server: NotRequired[str]
    """`openbao` or `vault` (HashiCorp). Default: `openbao`."""


class Acme(ComponentInput):
    """Parsed `VaultAcmeArgs`."""

    roles: Annotated[tuple[Label, ...], pydantic.Field(min_length=1)]
    mount: MountPath = "pki"
    issuers: Annotated[tuple[Name, ...], pydantic.Field(min_length=1)] = ("default",)
    dns_resolver: Annotated[str, matches(r"[\w.-]+:\d{1,5}", "host and port, such as 10.40.0.2:53")] | None = None
    max_hours: int = pydantic.Field(default=24, ge=1, le=2160)
    server: Server = "openbao"


class VaultAcme(pulumi.ComponentResource):
    """ACME of a mount, with bound accounts alone, and a policy a role that binds one."""

    directories: dict[str, str]
    """Path of each role's directory, by the role."""
    policies: dict[str, str]
    """Policy that binds an account of a role, by the role."""

    def __init__(self, name: str, args: VaultAcmeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Acme.parse(name, args)
        super().__init__("ai-zones:index:VaultAcme", name, {}, children_wait(opts))
        config = pkisecret.BackendConfigAcme(
            child(name, "acme"),
            backend=given.mount,
            enabled=True,
            eab_policy="always-required",
            allowed_roles=sorted(set(given.roles)),
            allowed_issuers=sorted(set(given.issuers)),
            allow_role_ext_key_usage=False,
            # Without a role in its path a directory issues nothing.
            default_directory_policy="forbid",
            **({"dns_resolver": given.dns_resolver} if given.dns_resolver else {}),
            **({"max_ttl": given.max_hours * 3600} if given.server == HASHICORP else {}),
            opts=after(self),
        )
        self.directories = {role: f"{given.mount}/roles/{role}/acme/directory" for role in sorted(given.roles)}
        self.policies = {role: f"acme-{role}" for role in sorted(given.roles)}
        for role, policy in self.policies.items():
            vault.Policy(
                child(name, "policy", role),
                name=policy,
                policy=policy_text({f"{given.mount}/roles/{role}/acme/new-eab": Grant(("update",))}),
                opts=after(self, config),
            )
        self.register_outputs({"directories": self.directories, "policies": self.policies})
