"""Knowing less never says more: what is certain of a policy with unknowns passes in truth, and what passes in truth may pass by it."""

from random import Random
from typing import Any

import pytest

from posture.graph.ports import subtract
from posture.kubernetes.network_policies import parse_policy
from posture.kubernetes.parties import Party
from posture.kubernetes.reach import Policies
from posture.stack import Form
from posture.values import UNKNOWN
from tests.live.policy_sets import PolicySet, draw
from tests.live.test_network_policies import ends
from tests.live.two_readings import Ours
from tests.posture.kubernetes.manifests import documents, stack, verdicts
from tests.posture.kubernetes.test_topologies import CORPUS, PARTS


def forget(value: Any, random: Random, chance: float) -> Any:
    """The same with some values unknown."""
    if random.random() < chance:
        return UNKNOWN
    if isinstance(value, dict):
        return {key: forget(one, random, chance) for key, one in value.items()}
    if isinstance(value, list):
        return [forget(one, random, chance) for one in value]
    return value


def pairs(drawn: PolicySet, ours: Ours) -> list[tuple[Party, Party]]:
    return list(dict.fromkeys((ours.party(source), ours.party(target)) for source, target, _, _ in ends(drawn)))


@pytest.mark.parametrize("chance", [0.03, 0.1, 0.3])
def test_unknowns_bound_the_truth(chance: float) -> None:
    told = 0
    for number in range(40):
        drawn = draw(number)
        ours = Ours(drawn)
        random = Random(number)
        less = Policies(
            tuple(
                parse_policy(
                    one["metadata"]["name"], one["metadata"]["name"], one["metadata"]["namespace"], forget(one["spec"], random, chance)
                )
                for one in drawn.policies
            )
        )
        for source, target in pairs(drawn, ours):
            truth, guess = ours.policies.between(source, target), less.between(source, target)
            assert subtract(guess.must, truth.must) == (), (number, drawn.policies)
            assert subtract(truth.may, guess.may) == (), (number, drawn.policies)
            told += bool(guess.must)
    assert told > 0, "some things stay certain"


@pytest.mark.parametrize("number", range(len(CORPUS)), ids=[one.name for one in CORPUS])
def test_a_program_with_unknowns_is_read_and_never_proven_where_it_is_violated(number: int) -> None:
    topology = CORPUS[number]
    whole = verdicts(topology.stack(Form.STATE), **topology.approved)
    for seed in range(2):
        random = Random(1000 * number + seed)
        texts = (*(PARTS[part] for part in topology.said.get("parts", ())), topology.said.get("manifests", ""))
        less = [_forget_some(one, random) for text in texts for one in documents(text)]
        found = verdicts(stack(less, form=Form.PREVIEW), **topology.approved)
        wrong = {
            theorem: (found[theorem], whole[theorem]) for theorem in whole if {found[theorem], whole[theorem]} == {"proven", "violated"}
        }
        assert wrong == {}, (seed, less)


def _forget_some(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """Everything but its kind may be unknown; what it is called, only with its other metadata."""
    kept = {key: document[key] for key in document if key in ("apiVersion", "kind") or key.startswith("$")}
    rest = {key: forget(one, random, 0.06) for key, one in document.items() if key not in kept and key != "metadata"}
    return {**kept, **rest, **({"metadata": document["metadata"]} if "metadata" in document else {})}
