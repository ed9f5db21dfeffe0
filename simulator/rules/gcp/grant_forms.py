"""Three forms of grants on one resource: the whole policy, everybody who has a role, one member. Mixed, they undo each other.

The API refuses none of this: the provider writes the policy anew each time, and what another resource granted is gone until its next update.
A rehearsal refuses it, for afterwards the program's state says what the cloud does not have.

Source: Terraform google provider, google_project_iam and its like of each resource: "google_*_iam_policy cannot be used in conjunction with
google_*_iam_binding, google_*_iam_member or they will fight over what your policy should be. google_*_iam_binding resources can be used in
conjunction with google_*_iam_member resources only if they do not grant privilege to the same role."
"""

import re

from simulator.packages.gcp import made_id
from simulator.packages.gcp_paths import iam_kind
from simulator.rules import Action, Object, Properties
from simulator.rules.gcp.common import inner
from simulator.rules.registry import every_type

_FORMS = re.compile(r"(?P<family>.+(?i:iam))(?:Member|Binding|Policy):(?P<name>.*(?i:iam))(?:Member|Binding|Policy)")
_FIGHT = "Terraform google provider, google_project_iam and its like: 'they will fight over what your policy should be'"


def forms_of(token: str) -> dict[str, str]:
    """`Member`, `Binding`, `Policy` → type, for the resource that a grant of this type is about."""
    found = _FORMS.fullmatch(token)
    return {kind: f"{found['family']}{kind}:{found['name']}{kind}" for kind in ("Member", "Binding", "Policy")} if found else {}


def about(token: str, id_: str, values: Properties) -> str:
    """Id of the resource: the grant's own without role, member and condition."""
    title = inner(values.get("condition")).get("title")
    ends = [values.get("role"), values.get("member")] if iam_kind(token) == "Member" else [values.get("role")]
    steps = [str(one) for one in (*ends, title) if one]
    return id_.removesuffix("/" + "/".join(steps)) if steps and iam_kind(token) != "Policy" else id_


def _condition(values: Properties) -> tuple[object, object]:
    said = inner(values.get("condition"))
    return said.get("title"), said.get("expression")


def _fights(token: str, values: Properties, other: Object) -> bool:
    mine, theirs = iam_kind(token), iam_kind(other.type)
    if "Policy" in (mine, theirs):
        return True
    if mine == theirs == "Member":
        return False
    return values.get("role") == other.outputs.get("role") and _condition(values) == _condition(other.outputs)


@every_type("gcp", "create", source=_FIGHT)
def forms_do_not_fight(action: Action) -> None:
    """A policy stands alone on its resource; a binding is alone with its role."""
    forms = forms_of(action.type) if iam_kind(action.type) else {}
    mine = about(action.type, made_id(action), action.inputs) if forms else ""
    for other in action.find_anywhere(*forms.values()) if forms else ():
        if about(other.type, other.id, other.outputs) != mine or not _fights(action.type, action.inputs, other):
            continue
        what = (
            "the whole policy"
            if "Policy" in (iam_kind(action.type), iam_kind(other.type))
            else f"everybody who has {action.inputs.get('role')}"
        )
        action.refuse(
            "conflict",
            f"{iam_kind(action.type)} and {iam_kind(other.type)} both decide {what} of {mine}: the one that is written last undoes the other "
            f"({other.id}). Use members alone, or one form for each role",
        )
