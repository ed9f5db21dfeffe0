"""Policy documents are opened: principal, action, resource, conditions, Deny statements, and the whole document.

What only narrows is not made: an Allow taken away, a Deny made wider. Nor what means the same: `*` in place of the ARN of the very resource that
a policy is attached to, everybody in place of a service where the source of the call is named (only services bring one: IAM User Guide, "AWS
global condition context keys", aws:SourceArn), a key that another key of the statement says anyway (`said_twice`), a caller's ARN asked for only where
it is sent if all who are let in are named accounts or roles (same page, aws:PrincipalArn: "included in the request context for all signed requests"),
an account compared that stands in each ARN of the statement (or whose bucket the program makes). A path names the effect of the statement, so that
opening an Allow and loosening a Deny are told apart: `policy[Deny].Condition.StringNotEquals.aws:PrincipalOrgID`.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.edits import put, take
from tests.mutation.mutant import Mutant
from tests.mutation.operators.said_twice import said_twice
from tests.mutation.policies import document_at, listed, statements, with_statement, written
from tests.mutation.program import Program, Row, at, plain
from tests.mutation.sites import Site, sites

Statement = dict[str, Any]


def _documents(row: Row) -> Iterator[tuple[Site, dict[str, Any]]]:
    for site in sites(row):
        found = document_at(site.value)
        if found is not None:
            yield site, found


def _replacing(row: Row, site: Site, index: int, make: Callable[[Statement], Statement | None]) -> Callable[[Program], set[str]]:
    def change(program: Program) -> set[str]:
        leaf = at(program.by_urn[row.urn].inputs, site.where)
        document = document_at(leaf)
        assert document is not None
        made = make(copy.deepcopy(statements(document)[index]))
        put(program, row.urn, site.where, written(with_statement(document, index, made), leaf))
        return set()

    return change


def _setting(key: str, value: Any, instead_of: str = "") -> Callable[[Statement], Statement]:
    def make(statement: Statement) -> Statement:
        statement.pop(instead_of, None)
        return {**statement, key: value}

    return make


def open_allow(program: Program, row: Row) -> Iterator[Mutant]:
    """An Allow for everybody, for every action, for every action of its services, on every resource."""
    for site, document in _documents(row):
        for index, statement in enumerate(statements(document)):
            if statement.get("Effect") != "Allow":
                continue
            path = f"{site.path}[Allow]"
            made: list[tuple[str, str, Callable[[Statement], Statement]]] = []
            if statement.get("Principal") not in (None, "*", {"AWS": "*"}) and not _says_source(statement):
                made.append(("principal-to-star", f"{path}.Principal", _setting("Principal", "*")))
            actions = listed(statement.get("Action"))
            services = sorted({f"{action.split(':')[0]}:*" for action in actions})
            # A resource's own document speaks of one service alone: there `kms:*` is `*` already.
            if actions and "*" not in actions and not ("Principal" in statement and len(services) == 1 and services == actions):
                made.append(("action-to-star", f"{path}.Action", _setting("Action", "*")))
                if services != sorted(actions):
                    made.append(("action-to-service-star", f"{path}.Action", _setting("Action", services)))
            if listed(statement.get("Resource")) not in ([], ["*"]) and not _names_its_holder(program, row, statement):
                made.append(("resource-to-star", f"{path}.Resource", _setting("Resource", "*")))
            if "NotPrincipal" in statement:
                made.append(("principal-to-star", f"{path}.NotPrincipal", _setting("Principal", "*", "NotPrincipal")))
            for operator, place, make in made:
                yield Mutant(operator, row.type, place, row.urn, _replacing(row, site, index, make))


def _says_source(statement: Statement) -> bool:
    """Whether it allows services alone, and says by an ARN for which resource they act."""
    principal = statement.get("Principal")
    keys = {key.lower() for operator, found in _conditions(statement) if operator in _BY_ARN for key in found}
    return isinstance(principal, dict) and set(principal) == {"Service"} and "aws:sourcearn" in keys


_BY_ARN = ("StringEquals", "StringLike", "ArnEquals", "ArnLike")


def _names_its_holder(program: Program, row: Row, statement: Statement) -> bool:
    """Whether it is a statement of a resource's own policy, and names nothing but that resource."""
    if "Principal" not in statement and "NotPrincipal" not in statement:
        return False
    holders = [one for one in program.rows if one.urn == row.urn or one.urn in row.refers_to()]
    named = {str(plain(one.outputs.get(prop) or one.inputs.get(prop))) for one in holders for prop in ("arn", "name")}
    return all({arn, arn.rpartition("/")[2], arn.rpartition(":")[2]} & named for arn in listed(statement.get("Resource")))


def weaken_conditions(program: Program, row: Row) -> Iterator[Mutant]:
    """A key of a condition is left out, compared with `*`, or compared only if it is there.

    In an Allow all three let more in. In a Deny, a key left out denies more, unless it was the only one: then an unconditional Deny
    would stand, which narrows; so a Deny is loosened the other way: its negated comparison matches everything, its statement goes.
    """
    for site, document in _documents(row):
        for index, statement in enumerate(statements(document)):
            effect = str(statement.get("Effect"))
            for operator, keys in _conditions(statement):
                for key in keys:
                    if key == _OWNER and _owned(program, statement, listed(keys[key])):
                        continue
                    path = f"{site.path}[{effect}].Condition.{operator}.{key}"
                    if effect == "Allow" and not said_twice(program, row, statement, key, dropped=True):
                        yield Mutant("drop-condition", row.type, path, row.urn, _replacing(row, site, index, _without(operator, key)))
                    if effect == "Allow" and said_twice(program, row, statement, key, dropped=False):
                        continue
                    loose = _loosened(operator, key, effect)
                    if loose is not None:
                        yield Mutant("condition-to-star", row.type, path, row.urn, _replacing(row, site, index, loose))
                    if _always_sent(statement, key):
                        continue
                    if effect == "Allow" and not operator.endswith("IfExists") and not operator.startswith(("Null", "ForAllValues")):
                        lax = _renamed(operator, f"{operator}IfExists", key)
                        yield Mutant("condition-if-exists", row.type, path, row.urn, _replacing(row, site, index, lax))


def _always_sent(statement: Statement, key: str) -> bool:
    """Whether all whom the statement lets in send the key: accounts and roles by name do, anonymous callers and services need not."""
    principal = statement.get("Principal")
    named = isinstance(principal, dict) and set(principal) == {"AWS"} and "*" not in listed(principal["AWS"])
    return named and key.lower() in ("aws:principalarn", "aws:principalaccount")


_OWNER = "aws:ResourceAccount"


def _owned(program: Program, statement: Statement, accounts: list[str]) -> bool:
    """Whether every resource is named by an ARN with one of these accounts in it, or is a bucket of the program."""
    buckets = {str(plain(row.inputs.get("bucket"))) for row in program.of_type("aws:s3/bucket:Bucket")}
    named = [arn.split(":", 5) for arn in listed(statement.get("Resource"))]
    return bool(named) and all(
        len(parts) > _ACCOUNT_AT + 1 and (parts[_ACCOUNT_AT] in accounts or (parts[2] == "s3" and parts[5].partition("/")[0] in buckets))
        for parts in named
    )


_ACCOUNT_AT = 4


def _conditions(statement: Statement) -> list[tuple[str, dict[str, Any]]]:
    found = statement.get("Condition")
    return [(operator, keys) for operator, keys in found.items() if isinstance(keys, dict)] if isinstance(found, dict) else []


def _without(operator: str, key: str) -> Callable[[Statement], Statement]:
    def make(statement: Statement) -> Statement:
        statement["Condition"][operator].pop(key)
        if not statement["Condition"][operator]:
            statement["Condition"].pop(operator)
        if not statement["Condition"]:
            statement.pop("Condition")
        return statement

    return make


def _renamed(operator: str, to: str, key: str, value: Any = None) -> Callable[[Statement], Statement]:
    def make(statement: Statement) -> Statement:
        old = statement["Condition"][operator][key]
        _without(operator, key)(statement)
        statement.setdefault("Condition", {}).setdefault(to, {})[key] = old if value is None else value
        return statement

    return make


def _loosened(operator: str, key: str, effect: str) -> Callable[[Statement], Statement] | None:
    """The comparison by which the statement allows more: in an Allow one that always holds, in a Deny one that never does."""
    if operator.startswith(("Null", "Bool")):
        return _inverted(operator, key)
    prefix, _, bare = operator.rpartition(":")
    lax = "IfExists" if bare.endswith("IfExists") else ""
    kind = next((one for one in ("String", "Arn", "IpAddress") if one in bare), None)
    negated = "Not" in bare
    if kind is None or negated is (effect == "Allow"):
        return None
    if kind == "IpAddress":
        return _renamed(operator, operator, key, ["0.0.0.0/0", "::/0"])
    word = {"String": "StringNotLike" if negated else "StringLike", "Arn": "ArnNotLike" if negated else "ArnLike"}[kind]
    return _renamed(operator, f"{prefix}:{word}{lax}" if prefix else f"{word}{lax}", key, "*")


def _inverted(operator: str, key: str) -> Callable[[Statement], Statement]:
    def make(statement: Statement) -> Statement:
        old = listed(statement["Condition"][operator][key]) or [str(statement["Condition"][operator][key]).lower()]
        statement["Condition"][operator][key] = "false" if old[0].lower() == "true" else "true"
        return statement

    return make


def drop_deny(program: Program, row: Row) -> Iterator[Mutant]:
    """A Deny statement is left out; a document of nothing else goes with it, where it may."""
    for site, document in _documents(row):
        found = statements(document)
        for index, statement in enumerate(found):
            if statement.get("Effect") == "Deny" and len(found) > 1:
                yield Mutant(
                    "drop-deny", row.type, f"{site.path}[Deny]", row.urn, _replacing(row, site, index, lambda _: None), _sid(statement)
                )


def _sid(statement: Statement) -> str:
    return str(statement.get("Sid") or listed(statement.get("Action"))[:1])


def drop_document(program: Program, row: Row) -> Iterator[Mutant]:
    """An optional policy document is left out."""
    for site, _ in _documents(row):
        if site.is_property and not site.required:

            def change(mutated: Program, where: Any = site.where) -> set[str]:
                take(mutated, row.urn, where)
                return set()

            yield Mutant("drop-policy", row.type, site.path, row.urn, change)


OPERATORS = (open_allow, weaken_conditions, drop_deny, drop_document)
