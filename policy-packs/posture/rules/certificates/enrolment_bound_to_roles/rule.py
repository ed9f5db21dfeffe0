"""ACME, EST, CMPv2 and SCEP issue by named roles, and ACME knows whose account it is."""

from collections.abc import Iterator
from typing import Final

from posture.readers.vault.kinds import PKI_ACME, PKI_ENROL
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_BOUND: Final = ("always-required", "new-account-required")


@rule(*PKI_ACME.tokens, *PKI_ENROL.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Absent: no binding, every role, and sign-verbatim."""
    yield from each(look, PKI_ACME, _acme)
    yield from each(look, PKI_ENROL, _enrolment)


def _acme(config: Written) -> Iterator[Fault]:
    if config.flag("enabled", False) is False:
        return
    policy, directory, roles = config.text("eab_policy"), config.text("default_directory_policy"), config.texts("allowed_roles")
    if is_unknown(policy) or is_unknown(directory) or is_unknown(roles):
        yield unclear(config, "eab_policy", "gives certificates to whoever reaches it")
        return
    if policy not in _BOUND:
        yield Fault("gives certificates to whoever reaches it: no external account is asked for", config.prop("eab_policy"))
    if not (directory == "forbid" or (directory or "").startswith("role:")):
        yield Fault("issues beyond its roles in its default directory", config.prop("default_directory_policy"))
    if not roles or "*" in roles:
        yield Fault("issues by every role of the mount", config.prop("allowed_roles"))


def _enrolment(config: Written) -> Iterator[Fault]:
    directory = config.text("default_path_policy")
    paths = config.raw("label_to_path_policy")
    labels = list(paths.values()) if isinstance(paths, dict) else []
    if directory == "sign-verbatim" or "sign-verbatim" in labels:
        yield Fault("issues whatever is asked for (sign-verbatim)", config.prop("default_path_policy"))
    elif is_unknown(directory):
        yield unclear(config, "default_path_policy", "issues whatever is asked for")
