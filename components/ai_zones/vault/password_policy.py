"""How passwords are made that only machines ever see: long, of letters, digits and two marks that no statement has to quote.

Sources: Vault documentation, "Password policies"; NIST SP 800-63B 5.1.1 (length before composition), SP 800-57 part 1, table 2 (128 bits; 32 of 64
characters are 192).
"""

from typing import Final, NotRequired, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic

from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.validation import ComponentInput, Name

CHARACTERS: Final = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "-_")


class VaultPasswordPolicyArgs(TypedDict):
    """Inputs of `VaultPasswordPolicy`."""

    policy: NotRequired[str]
    """Name of the policy. Default: `machines`."""
    length: NotRequired[int]
    """Characters of a password, 24 to 100. Default: 40."""


class PasswordPolicy(ComponentInput):
    """Parsed `VaultPasswordPolicyArgs`."""

    policy: Name = "machines"
    length: int = pydantic.Field(default=40, ge=24, le=100)

    def text(self) -> str:
        """The policy in HCL: at least one character of each kind."""
        rules = [f'rule "charset" {{\n  charset = "{kind}"\n  min-chars = 1\n}}' for kind in CHARACTERS]
        return "\n".join([f"length = {self.length}", *rules, ""])


class VaultPasswordPolicy(pulumi.ComponentResource):
    """The policy: `VaultVectorDatabase.password_policy` names it."""

    policy: str
    """Name of the policy."""

    def __init__(self, name: str, args: VaultPasswordPolicyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PasswordPolicy.parse(name, args)
        super().__init__("ai-zones:index:VaultPasswordPolicy", name, {}, children_wait(opts))
        vault.PasswordPolicy(child(name, "policy"), name=given.policy, policy=given.text(), opts=after(self))
        self.policy = given.policy
        self.register_outputs({"policy": self.policy})
