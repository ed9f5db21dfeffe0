"""Operators on single properties: drop, flip, drop a rule, another account's ARN, open to the public.

What only narrows is not made: an allowing rule left out of a filter that refuses the rest, `allow` that becomes `deny`.
What no operator touches, because no isolation hangs on it: names, descriptions, identifiers that the program chooses itself, and tags
other than the two by which zones and stores are classified (`tags.py`); and what is a matter of performance, capacity, cost, hours or code
(`operation.py`, a reviewed list of names).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.edits import put, take
from tests.mutation.forms import FOREIGN_ACCOUNT
from tests.mutation.mutant import Mutant
from tests.mutation.operators import aws_places, gcp_shapes, kubernetes_places, vault_shapes
from tests.mutation.operators.azure_places import concerns_no_endpoint
from tests.mutation.operators.defaults import is_default
from tests.mutation.operators.gcp_places import networks_at
from tests.mutation.operators.operation import concerns_operation, consists_of_operation, only_allows
from tests.mutation.policies import document_at
from tests.mutation.program import Late, Program, Row, Twin, Where, leaves, plain, shown
from tests.mutation.sites import Site, members_of, sites

NAMES = re.compile(
    r"(name|namePrefix|.*Name|.*NamePrefix|description|.*Description|comment|identifier|identifierPrefix|bucket|bucketPrefix|clusterIdentifier|"
    r"replicationGroupId|alias|title|label|sid|family|referenceName|callerReference|tags|tagsAll|.*Tags)$"
)
"""Names, descriptions and tags. A name that refers to another resource is a reference all the same: see `_is_name`."""

MOST_BLOCKS = 6
"""Of one list so many objects are left out, one at a time."""
LONGEST_WORD = 60
FOREIGN_ORGANIZATION = "o-9z8y7x6w5v"
_ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):.+")


def _is_name(row: Row, site: Site) -> bool:
    """A name is free to choose unless it comes from another resource: then it is a reference (`dbSubnetGroupName`)."""
    if row.type.startswith("gcp:"):
        return gcp_shapes.is_name(row, site)
    if row.type.startswith(kubernetes_places.PREFIX):
        return kubernetes_places.is_name(site)
    if row.type.startswith("azure-native:") and site.last == "name" and len(site.where) > 1:
        return True  # Parts of a resource of Azure have names of their own, whatever stands beside them.
    return bool(NAMES.fullmatch(site.last)) and not row.property_dependencies.get(str(site.where[0]))


def _in_tags(row: Row, site: Site) -> bool:
    if row.type.startswith("gcp:"):
        return gcp_shapes.in_labels(site)
    if row.type.startswith(kubernetes_places.PREFIX):
        return kubernetes_places.in_labels(site)
    return site.where[0] in ("tags", "tagsAll", "defaultTags") or "tags" in site.where


_GROUPS = re.compile(r"aws:ec2/(default)?securityGroup:|aws:ec2/(default)?networkAcl:", re.I)


def _narrows(row: Row, site: Site) -> bool:
    """Whether leaving it out only narrows: a rule that allows, or a part of one, in a filter that refuses what no rule allows."""
    if row.type.startswith("azure-native:"):
        return _within_an_allow(row, site)
    if row.type.startswith("gcp:"):
        return gcp_shapes.narrows(row, site)
    if row.type.startswith("vault:"):
        return vault_shapes.narrows(row, site)
    if row.type.startswith(kubernetes_places.PREFIX):
        return kubernetes_places.narrows(row, site)
    if only_allows(row.type, site.path) or aws_places.narrows(row, site):
        return True
    if not _GROUPS.match(row.type) or site.where[0] not in ("ingress", "egress"):
        return False
    if len(site.where) == 1 or "securityGroup" in row.type:
        return True
    rule = row.inputs[str(site.where[0])][site.where[1]]
    return not isinstance(rule, dict) or str(rule.get("action", "allow")).lower() == "allow"


def _is_the_reference(row: Row, site: Site) -> bool:
    """Azure refers by `{id: …}`: an id left out of it would leave an empty reference, which Azure refuses; the whole reference is left out instead."""
    if not row.type.startswith("azure-native:") or site.last != "id" or len(site.where) < 2:
        return False
    tree: Any = row.inputs
    for part in site.where[:-1]:
        tree = tree[part]
    return len(tree) == 1


_LISTED = frozenset({"ipRules", "virtualNetworkRules", "resourceAccessRules", "inboundIpRules", "privateDnsZoneConfigs", "authorizations"})
"""Lists of Azure of whom is let in: one less narrows."""


def _within_an_allow(row: Row, site: Site) -> bool:
    if not _LISTED.isdisjoint(str(part) for part in site.where[:-1]):
        return True
    tree: Any = row.inputs
    for part in (*site.where, None):
        if isinstance(tree, dict) and _allows(tree):
            return True
        if part is None or isinstance(tree, Late | Twin):
            return False
        tree = tree[part]
    return False


def _allows(tree: dict[str, Any]) -> bool:
    """Whether an object is a rule that allows, in the words of security groups and firewalls."""
    said = [tree.get(key) for key in ("access", "action")]
    said += [one.get(key) for one in said if isinstance(one, dict) for key in ("type", "actionType")]
    return any(isinstance(plain(one), str) and str(plain(one)).lower() == "allow" for one in said if not isinstance(one, dict))


def considered(row: Row) -> Iterator[Site]:
    """Places at which a change may mean something: no tag, no free name, nothing of performance, hours, cost or code."""
    return (
        site
        for site in sites(row)
        if not _in_tags(row, site)
        and not _is_name(row, site)
        and not concerns_operation(row.type, site.path)
        and not consists_of_operation(row.type, site.path, site.value)
    )


def _dropping(urn: str, where: Where) -> Callable[[Program], set[str]]:
    def change(program: Program) -> set[str]:
        linked = networks_at(program, program.by_urn[urn], where) | kubernetes_places.governed(program, program.by_urn[urn])
        take(program, urn, where)
        return linked

    return change


def _putting(urn: str, where: Where, value: Any) -> Callable[[Program], set[str]]:
    def change(program: Program) -> set[str]:
        put(program, urn, where, value)
        return kubernetes_places.governed(program, program.by_urn[urn])

    return change


def drop_property(program: Program, row: Row) -> Iterator[Mutant]:
    """An optional property is left out. Policy documents and rules have operators of their own."""
    for site in considered(row):
        if not site.is_property or site.required or (isinstance(site.value, Twin) and site.value.preview is None):
            continue
        if document_at(site.value) is not None or site.value in ([], {}, "") or _narrows(row, site) or _is_the_reference(row, site):
            continue
        if concerns_no_endpoint(program, row, site.where) or is_default(row, site):
            continue
        yield Mutant("drop-property", row.type, site.path, row.urn, _dropping(row.urn, site.where))


def flip_boolean(program: Program, row: Row) -> Iterator[Mutant]:
    """True becomes false, false true."""
    for site in considered(row):
        if site.path == "disabled" and gcp_shapes.allows(row):
            continue  # What lets through, switched off, narrows.
        if isinstance(site.plain, bool) or (site.shape == "bool" and site.plain in ("true", "false")):
            value = {"true": "false", "false": "true"}[site.plain] if isinstance(site.plain, str) else not site.plain
            if row.type.startswith("vault:") and vault_shapes.becomes_stricter(row, site, value):
                continue
            yield Mutant("flip-boolean", row.type, site.path, row.urn, _putting(row.urn, site.where, value), str(value).lower())


def foreign_arn(program: Program, row: Row) -> Iterator[Mutant]:
    """The same resource name in an account that is not ours: a key, a log destination, a role, a topic."""
    for site in considered(row):
        value = site.plain if not isinstance(site.value, dict | list) else None
        if isinstance(value, str) and (match := _ARN.fullmatch(value)):
            # The account of an organization's ARN is its management account: another one's organization has another id.
            foreign = re.sub(r"(?<=/)o-[a-z0-9]+", FOREIGN_ORGANIZATION, value.replace(f":{match[1]}:", f":{FOREIGN_ACCOUNT}:"))
            yield Mutant("foreign-arn", row.type, site.path, row.urn, _putting(row.urn, site.where, foreign))


def drop_block(program: Program, row: Row) -> Iterator[Mutant]:
    """One object of a list of objects is left out: an inline rule, route, transition, statement.

    What stands in one list may mean quite different things (of ten filters the last is the one against injections), so each is left out
    once; of long lists the first ones and the last.
    """
    found: dict[str, list[Site]] = {}
    for site in considered(row):
        if site.is_property or not isinstance(site.value, dict) or _narrows(row, site):
            continue
        holder = site.where[:-1]
        last = holder[-1]
        member = members_of(row, holder[:-1]).get(last) if isinstance(last, str) else None
        whole = _only_one(row, holder)
        if whole and (member is None or member.required or is_default(row, Site(holder, [site.value], site.shape, False))):
            continue
        found.setdefault(site.path, []).append(Site(holder, site.value, site.shape, site.required) if whole else site)
    for path, blocks in found.items():
        chosen = blocks if len(blocks) <= MOST_BLOCKS else [*blocks[: MOST_BLOCKS - 1], blocks[-1]]
        words = _words([one.value for one in chosen])
        for one, word in zip(chosen, words, strict=True):
            yield Mutant("drop-rule", row.type, path, row.urn, _dropping(row.urn, one.where), word)


def _words(blocks: list[Any]) -> list[str]:
    """What tells objects of one list apart: the first text of theirs that does, or else their numbers."""
    if len(blocks) == 1:
        return [""]
    texts = [{shown(where): value for where, leaf in leaves(block) if isinstance(value := plain(leaf), str)} for block in blocks]
    for path in texts[0]:
        found = [one.get(path, "") for one in texts]
        if len(set(found)) == len(found) and all(0 < len(text) <= LONGEST_WORD for text in found):
            return found
    return [f"no. {number}" for number in range(1, len(blocks) + 1)]


def _only_one(row: Row, holder: Where) -> bool:
    tree: Any = row.inputs
    for part in holder:
        tree = tree[part]
    return len(tree) == 1


def public_address(program: Program, row: Row) -> Iterator[Mutant]:
    """A boolean that the program leaves out, and whose name says that it opens to the public, is set."""
    for name, found in members_of(row, ()).items():
        if name not in row.inputs and found.shape == "bool" and re.search(r"public|internetAccess", name, re.I) and not found.deprecated:
            if re.search(r"block|restrict|ignore|disable", name, re.I):
                continue
            yield Mutant("set-public", row.type, name, row.urn, _putting(row.urn, (name,), True))


OPERATORS = (drop_property, flip_boolean, foreign_arn, drop_block, public_address)
