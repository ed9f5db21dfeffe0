"""Entities, groups and their aliases; keys and roles of identity tokens.

Sources: Vault API documentation, "Identity secrets engine" ("Entity", "Entity alias", "Group", "Group alias", "Identity tokens"); Terraform Vault
provider, vault_identity_entity, _entity_alias, _group, _group_alias, _oidc_key, _oidc_role; messages of OpenBao 2.7.
"""

from collections.abc import Iterator

from simulator.packages.vault_paths import PathId
from simulator.rules import Action, Allowed, Between, Fault, Properties, Rules
from simulator.rules.vault.common import BAD, FAILED
from simulator.rules.vault.kinds import AUTH_MOUNTS, ENTITY, ENTITY_ALIAS, GROUP, GROUP_ALIAS, OIDC_KEY, OIDC_ROLE

_IDENTITY = "Vault API documentation, 'Identity secrets engine'"

entity = Rules(
    ENTITY,
    source=f"{_IDENTITY}, 'Entity'; Terraform Vault provider, vault_identity_entity",
    defaults={"disabled": False},
    id="{uuid}",
)
entity_alias = Rules(
    ENTITY_ALIAS,
    source=f"{_IDENTITY}, 'Entity alias'; Terraform Vault provider, vault_identity_entity_alias",
    immutable={"name", "mountAccessor"},
    id="{uuid}",
)
group = Rules(
    GROUP,
    source=f"{_IDENTITY}, 'Group'; Terraform Vault provider, vault_identity_group",
    checks=(Allowed("type", ("internal", "external"), source=f"{_IDENTITY}, 'Group': type"),),
    immutable={"type"},
    defaults={"type": "internal", "externalPolicies": False},
    id="{uuid}",
)
group_alias = Rules(
    GROUP_ALIAS,
    source=f"{_IDENTITY}, 'Group alias'; Terraform Vault provider, vault_identity_group_alias",
    id="{uuid}",
)
oidc_key = Rules(
    OIDC_KEY,
    source=f"{_IDENTITY}, 'Identity tokens: Create a named key'; Terraform Vault provider, vault_identity_oidc_key",
    checks=(
        Allowed(
            "algorithm",
            ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"),
            source=f"{_IDENTITY}, 'Identity tokens: Create a named key'",
        ),
        Between("rotationPeriod", 1, None, source=f"{_IDENTITY}, 'Identity tokens: Create a named key'"),
    ),
    defaults={"algorithm": "RS256", "rotationPeriod": 86400, "verificationTtl": 86400},
    id=PathId("{name}"),
    outputs={"allowedClientIds": []},
)
oidc_role = Rules(
    OIDC_ROLE,
    source=f"{_IDENTITY}, 'Identity tokens: Create or update a role'; Terraform Vault provider, vault_identity_oidc_role",
    defaults={"ttl": 86400},
    id=PathId("{name}"),
    outputs={"clientId": "{hex26}"},
)


@entity.before("create")
@group.before("create")
def change_what_has_the_name(action: Action) -> None:
    """A write by a name that is taken changes what has it; the older resource's object becomes the newer one's."""
    for one in action.find(action.type, name=action.inputs["name"]):
        action.world.remove(one)
        action.world.log("overwrite", one.type, one.id, one.urn, f"by {action.name}")


@entity_alias.before("create")
@entity_alias.before("update")
def refuse_alias(action: Action) -> None:
    """Of an entity that stands, on a mount that stands, one for each mount and name."""
    _refuse_accessor(action)
    if not action.find(ENTITY, id=action.inputs["canonicalId"]):
        action.refuse(BAD, "invalid canonical ID")


@group_alias.before("create")
@group_alias.before("update")
def refuse_group_alias(action: Action) -> None:
    """Only what stands outside has another name."""
    found = action.find(GROUP, id=action.inputs["canonicalId"])
    if not found:
        action.refuse(BAD, "given 'canonical_id' is not associated with a group")
    _refuse_accessor(action)
    if found[0].outputs.get("type") == "internal":
        action.refuse(BAD, "alias can't be set on an internal group")


def _refuse_accessor(action: Action) -> None:
    if not action.find(*AUTH_MOUNTS, accessor=action.inputs["mountAccessor"]):
        action.refuse(BAD, f'invalid mount accessor "{action.inputs["mountAccessor"]}"')


@group.before("create")
@group.before("update")
def refuse_members(action: Action) -> None:
    """Members are given to internal groups alone, and must stand."""
    members = action.inputs.get("memberEntityIds") or []
    if members and action.inputs["type"] == "external":
        action.refuse(BAD, "member entities can't be set manually for external groups")
    for id_ in members:
        if not action.find(ENTITY, id=id_):
            action.refuse(FAILED, f'invalid entity ID "{id_}"')


@oidc_key.check(source=f"{_IDENTITY}, 'Identity tokens: Create a named key'")
def verification_ends(inputs: Properties) -> Iterator[Fault]:
    """'verification_ttl cannot be longer than 10x rotation_period'."""
    if inputs.get("verificationTtl", 86400) > 10 * inputs.get("rotationPeriod", 86400):
        yield "verificationTtl", "verification_ttl cannot be longer than 10x rotation_period"


@oidc_role.before("create")
@oidc_role.before("update")
def refuse_oidc_role(action: Action) -> None:
    """The key must stand, and its public half outlive the role's tokens."""
    found = action.find(OIDC_KEY, id=action.inputs["key"])
    if not found:
        action.refuse(BAD, f'cannot find key "{action.inputs["key"]}"')
    if action.inputs.get("ttl", 86400) > found[0].outputs.get("verificationTtl", 86400):
        action.refuse(BAD, "a role's token ttl cannot be longer than the verification_ttl of the key it references")
