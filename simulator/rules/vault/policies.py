"""ACL policies and password policies: what the server refuses to parse.

Sources: Vault documentation, "Policies" (capabilities, parameters, wildcards) and "Password policies"; Vault API documentation,
"/sys/policies/acl", "/sys/policies/password"; Terraform Vault provider, vault_policy, vault_password_policy; messages of OpenBao 2.7.
"""

from typing import Any

from simulator.packages.vault_paths import PathId, seconds
from simulator.rules import Action, Rules
from simulator.rules.vault.common import BAD
from simulator.rules.vault.hcl import Block, HclError, parse, values
from simulator.rules.vault.kinds import PASSWORD_POLICY, POLICY

CAPABILITIES = ("create", "read", "update", "delete", "list", "sudo", "deny", "patch", "scan", "subscribe", "recover")
_KEYS = (
    "policy",
    "capabilities",
    "allowed_parameters",
    "denied_parameters",
    "required_parameters",
    "min_wrapping_ttl",
    "max_wrapping_ttl",
    "mfa_methods",
    "control_group",
    "pagination_limit",
    "response_keys_filter_path",
    "list_scan_response_keys_filter_path",
    "subscribe_event_types",
    "expiration",
    "comment",
)

policy = Rules(
    POLICY,
    source="Vault API documentation, '/sys/policies/acl'; Terraform Vault provider, vault_policy",
    id=PathId("{name}"),
)
password_policy = Rules(
    PASSWORD_POLICY,
    source="Vault API documentation, '/sys/policies/password'; Terraform Vault provider, vault_password_policy",
    id=PathId("{name}"),
)


@policy.before("create")
@policy.before("update")
def refuse_policy(action: Action) -> None:
    """'failed to parse policy': an unknown capability or key, a wildcard in the wrong place."""
    name, text = str(action.inputs["name"]).lower(), str(action.inputs["policy"])
    if name == "root":
        action.refuse(BAD, 'cannot update "root" policy')
    if not text.strip():
        action.refuse(BAD, "'policy' parameter not supplied or empty")
    if reason := unparsable(text):
        action.refuse(BAD, f"failed to parse policy: {reason}")


@policy.before("delete")
def refuse_delete_of_default(action: Action) -> None:
    """The two policies that every server has stay."""
    if action.id in ("default", "root"):
        action.refuse(BAD, "cannot delete default policy" if action.id == "default" else 'cannot delete "root" policy')


@password_policy.before("create")
@password_policy.before("update")
def refuse_password_policy(action: Action) -> None:
    """A length between 4 and 100, and a charset (Vault documentation, 'Password policies')."""
    try:
        blocks = parse(str(action.inputs["policy"]))
    except HclError as error:
        action.refuse(BAD, f"invalid password policy: unable to decode: {error}")
    length = next(iter(values(blocks, "length")), 0)
    if not isinstance(length, int) or not 4 <= length <= 100:
        action.refuse(BAD, "passwords must be between 4 and 100 characters")
    rules = [body for key, labels, body in blocks if key == "rule" and labels == ["charset"]]
    if not any(values(body, "charset") for body in rules):
        action.refuse(BAD, "invalid password policy: no charset specified")


def unparsable(text: str) -> str:
    """Why the server does not take a policy; empty where it does."""
    try:
        blocks = parse(text)
    except HclError as error:
        return str(error)
    for key, labels, body in blocks:
        if key == "name":
            continue
        if key != "path" or len(labels) != 1 or not isinstance(body, list):
            return f'invalid key "{key}"' if key != "path" else "path is not given as a block with one label"
        if reason := _of_path(labels[0], body):
            return f'path "{labels[0]}": {reason}'
    return ""


def _of_path(path: str, body: list[Block]) -> str:
    if unknown := next((key for key, _, _ in body if key not in _KEYS), ""):
        return f'invalid key "{unknown}"'
    if "+*" in path:
        return f"path \"{path}\": invalid use of wildcards ('+*' is forbidden)"
    for listed in values(body, "capabilities"):
        for word in listed if isinstance(listed, list) else [listed]:
            if word not in CAPABILITIES:
                return f'path "{path}": invalid capability "{word}"'
    least, most = (_one(body, name) for name in ("min_wrapping_ttl", "max_wrapping_ttl"))
    if least is not None and most is not None and (seconds(most) or 0) < (seconds(least) or 0):
        return "max_wrapping_ttl cannot be less than min_wrapping_ttl"
    return ""


def _one(body: list[Block], key: str) -> Any:
    return next(iter(values(body, key)), None)
