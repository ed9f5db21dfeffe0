"""Small programs, labelled by the documentation: the judge says of each what the label says, in a state and no more in a preview."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from ai_zones.plan import ZoneName
from posture.approved import Asserted
from posture.proofs.theorems import THEOREMS
from posture.stack import Form, Stack
from tests.posture.kubernetes.manifests import documents, results, stack

HERE = Path(__file__).parent / "topologies"
PARTS: dict[str, str] = yaml.safe_load((HERE / "parts.yaml").read_text(encoding="utf-8"))
NOTHING_HELD = ("phi-exit", "phi-redaction", "egress-inspection")
"""Theorems that are unproven where nothing is classified phi."""


@dataclass(frozen=True)
class Topology:
    """One labelled program."""

    name: str
    said: dict[str, Any]

    def stack(self, form: Form) -> Stack:
        texts = [PARTS[part] for part in self.said.get("parts", ())]
        return stack([one for text in (*texts, self.said.get("manifests", "")) for one in documents(text)], form=form)

    @property
    def approved(self) -> dict[str, Any]:
        found = self.said.get("asserted", ())
        asserted = tuple(Asserted(one["literal"], ZoneName(one["zone"]), reason=one["reason"]) for one in found)
        environment = {"environment": self.said["environment"]} if "environment" in self.said else {}
        return {
            **environment,
            "asserted": asserted,
            "zone_networks": {ZoneName(zone): cidr for zone, cidr in self.said.get("zone_networks", {}).items()},
        }

    @property
    def expected(self) -> dict[str, str]:
        holds = "phi" in self.said.get("parts", ())
        usual = {theorem: "proven" if holds or theorem not in NOTHING_HELD else "unproven" for theorem in THEOREMS}
        return {**usual, **self.said.get("verdicts", {})}


def topologies() -> list[Topology]:
    return [
        Topology(name, said)
        for path in sorted(HERE.glob("*.yaml"))
        if path.name != "parts.yaml"
        for name, said in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    ]


CORPUS = topologies()
BOTH = pytest.mark.parametrize("form", list(Form))


@BOTH
@pytest.mark.parametrize("topology", [pytest.param(one, id=one.name) for one in CORPUS])
def test_the_judge_says_what_the_label_says(topology: Topology, form: Form) -> None:
    found = results(topology.stack(form), **topology.approved)
    said = {theorem: result.verdict.value for theorem, result in found.items()}
    told = {theorem: [(one.message, one.shown_path) for one in found[theorem].findings] for theorem in found}
    assert said == topology.expected, (told, {theorem: found[theorem].reasons for theorem in found})
    for theorem, names in topology.said.get("through", {}).items():
        on_paths = {hop.name for one in found[theorem].findings for hop in one.path}
        on_paths |= {
            urn.rsplit("::", 1)[-1]
            for one in found[theorem].findings
            for urn in (one.urn, *one.also, *(hop.urn for hop in one.path))
            if urn
        }
        on_paths |= {hop.because.urn.rsplit("::", 1)[-1] for one in found[theorem].findings for hop in one.path if hop.because}
        assert all(any(name == one or one.endswith(f"/{name}") for one in on_paths) for name in names), (theorem, names, on_paths)


def test_the_corpus_is_large_and_has_many_sound_programs() -> None:
    assert len(CORPUS) >= 40
    assert sum(set(one.expected.values()) == {"proven"} for one in CORPUS) >= 14


def test_every_label_has_its_reason_and_source() -> None:
    for path in HERE.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        whole = "Source of each label" in text
        for name, said in yaml.safe_load(text).items() if path.name != "parts.yaml" else ():
            assert len(said["because"]) > 20, name
            assert whole or said.get("source"), name


def test_what_policies_alone_keep_apart_is_said_with_the_results() -> None:
    topology = next(one for one in CORPUS if one.name == "two_zones_of_a_trial_in_one_cluster")
    found = results(topology.stack(Form.STATE), **topology.approved)
    assert "policies alone keep inference and phi apart in one cluster" in found["zone-segmentation"].assumptions
    assert all("policies alone" not in text for text in found["dns-closed"].assumptions)
