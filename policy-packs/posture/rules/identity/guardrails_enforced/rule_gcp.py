"""Policies of the organization beside zones are enforced, and allow not everything, nor less than what stands above them; a zone's project stands
where they hold."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_projects import PROJECT
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

POLICY: Final = gcp("orgpolicy:Policy")


DENY: Final = gcp("iam:DenyPolicy")


@rule(*POLICY, *PROJECT, *DENY)
def check(look: Look) -> Iterator[Fault]:
    """Organization Policy documentation, "Using constraints", "Test organization policies in dry-run mode", "Understanding hierarchy evaluation"."""
    if not look.scene.classified:
        return
    if look.resource.type in PROJECT:
        # Resource Manager documentation, "Resource hierarchy": what stands in no organization has no policies of one.
        above = (look.value("folderId"), look.value("orgId"))
        if look.zone is not None and not look.resource.external and all(one in (None, "") for one in above):
            yield Fault("stands in no folder and no organization: no policy holds for it", "folderId")
        return
    if look.resource.type in DENY:
        # IAM documentation, "Deny policies": a rule names whom it denies what.
        for block in items(look, "rules"):
            if any(look.value(f"{block}.denyRule.{part}") in (None, []) for part in ("deniedPermissions", "deniedPrincipals")):
                yield Fault("denies nobody anything", f"{block}.denyRule")
        return
    spec = look.mapping("spec")
    if is_unknown(spec):
        yield cannot_tell("spec", "whether it is enforced")
    elif spec in (None, {}):
        yield Fault("is a dry run: it refuses nothing", "spec")
    elif look.value("spec.rules") in (None, []) and not any(look.flag(f"spec.{one}") is True for one in ("reset", "inheritFromParent")):
        yield Fault("has no rules: it refuses nothing", "spec.rules")
    elif look.flag("spec.reset") is True:
        yield Fault("restores Google's default in place of what stands above", "spec.reset")
    elif _replaces(look):
        yield Fault("replaces the values that stand above, where it inherits nothing", "spec.inheritFromParent")
    for block in items(look, "spec.rules"):
        if look.value(f"{block}.condition") in (None, {}):
            if look.flag(f"{block}.enforce") is False:
                yield Fault("is not enforced", f"{block}.enforce")
            elif look.flag(f"{block}.allowAll") is True:
                yield Fault("allows everything", f"{block}.allowAll")
            elif look.flag(f"{block}.denyAll") is False:
                yield Fault("denies nothing", f"{block}.denyAll")


def _replaces(look: Look) -> bool:
    """Whether a list below another policy of the same constraint does not inherit from it: what is denied above may be allowed here."""
    if look.flag("spec.inheritFromParent") is True or all(look.flag(f"{one}.denyAll") is True for one in items(look, "spec.rules")):
        return False
    if not any(look.value(f"{one}.values") is not None for one in items(look, "spec.rules")):
        return False
    constraint, level = _constraint(look), _level(look)
    others = (look.scene.look(one) for one in look.scene.of(POLICY) if one.urn != look.resource.urn)
    return constraint != "" and any(_constraint(one) == constraint and _level(one) < level for one in others)


def _constraint(look: Look) -> str:
    name = look.value("name")
    return name.rpartition("/")[2] if isinstance(name, str) else ""


def _level(look: Look) -> int:
    """How far below the organization a policy stands, as its parent tells."""
    kind = str(look.value("parent")).partition("/")[0]
    return {"organizations": 0, "folders": 1, "projects": 2}.get(kind, 0)
