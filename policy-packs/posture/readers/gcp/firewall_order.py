"""From rules of several levels to one ordered list: what a firewall as a whole does.

Levels are asked in order, each by priority; the first rule that matches decides, `goto_next` sends on to the next level, and what no rule
decides is left to the implied ones: nothing comes in, everything goes out.

Sources: Google Cloud documentation, "Evaluation order for firewall policies and rules" (order of levels, implied rules), "VPC firewall rules"
(deny wins among equal priorities).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY, AddressSet
from posture.graph.facts import Because, Rule
from posture.readers.gcp.firewall_rules import ALLOW, DENY, NEXT, Written
from posture.reference import ABSENT, Reference

_LEVEL: Final = 3_000_000_000
_ALL: Final = frozenset({"all", "-1", ""})


def in_order(levels: Sequence[Iterable[Written]], about: str, carriers: dict[Written, tuple[str, ...]]) -> tuple[Rule, ...]:
    """One list of rules. `carriers`: rule with sources by tag or account → keys of the machines that carry them."""
    made: list[Rule] = []
    for number, level in enumerate(levels):
        made.extend(_level(sorted(level, key=_rank), number * _LEVEL + 1, carriers))
    last = len(levels) * _LEVEL + 1
    implied = Because(about, "", "implied rule")
    made.append(Rule(True, False, "-1", 0, 65_535, ANY, order=last, because=implied))
    made.append(Rule(False, True, "-1", 0, 65_535, ANY, order=last, because=implied))
    return tuple(made)


def _rank(rule: Written) -> tuple[int, int]:
    return rule.priority, (DENY, NEXT, ALLOW).index(rule.action)


def _level(rules: list[Written], start: int, carriers: dict[Written, tuple[str, ...]]) -> Iterator[Rule]:
    sent_on: list[Written] = []
    for rule in rules:
        if rule.action == NEXT:
            sent_on.append(rule)
            continue
        for left in _left(rule, sent_on):
            yield from _rules(left, start, carriers.get(rule, ()))


def _left(rule: Written, sent_on: list[Written]) -> list[Written]:
    """What is left of a rule after what was sent on to the next level."""
    parts = [rule]
    for gone in (one for one in sent_on if one.inbound == rule.inbound):
        parts = [piece for part in parts for piece in _minus(part, gone)]
    return parts


def _minus(rule: Written, gone: Written) -> list[Written]:
    if rule.peers is None:
        return [replace(rule, certain=False)]
    if gone.peers is None or not gone.certain or gone.names or gone.networks is not None:
        return [replace(rule, certain=False)] if gone.peers is None or gone.peers.overlaps(rule.peers) else [rule]
    outside, inside = rule.peers - gone.peers, rule.peers & gone.peers
    pieces = [replace(rule, peers=outside)] if outside else []
    if inside and not _covers(gone, rule):
        pieces.append(replace(rule, peers=inside, certain=False))
    return pieces


def _covers(gone: Written, rule: Written) -> bool:
    """Whether every port of a rule is sent on."""
    everything = any(name.lower() in _ALL and (low, high) == (0, 65_535) for name, low, high in gone.ports)
    return everything or set(rule.ports) <= set(gone.ports)


def _rules(rule: Written, start: int, carriers: tuple[str, ...]) -> Iterator[Rule]:
    order = start + rule.priority
    for name, low, high in rule.ports:
        protocol = "-1" if name.lower() in _ALL else name
        base = Rule(rule.inbound, rule.action == ALLOW, protocol, low, high, rule.peers, ABSENT, order, rule.certain, rule.because)
        if rule.peers is not None:
            yield base
        for key in carriers:
            yield replace(base, addresses=None, group=Reference.to(key))
        if rule.sources.unknown:
            yield replace(base, addresses=None, certain=False)


def opens(rules: Iterable[Rule], to: AddressSet) -> bool:
    """Whether connections to some of the addresses may go out."""
    left = to
    for rule in sorted((rule for rule in rules if not rule.inbound), key=lambda rule: (rule.order, rule.allow)):
        peers = rule.addresses if rule.addresses is not None else to
        if rule.allow and peers.overlaps(left):
            return True
        if not rule.allow and rule.certain and rule.protocol == "-1" and rule.addresses is not None:
            left -= rule.addresses
    return False
