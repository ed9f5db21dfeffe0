"""The packs on a recorded state, without the engine's own run: over the analyzer protocol, and by `pulumi policy analyze`."""

import subprocess
from pathlib import Path

import pytest

from posture.engine.servicer import message
from posture.packs.catalogue import packs
from posture.proofs.finding import Finding
from posture.proofs.verdict import Verdict
from posture.report.about import metadata_of
from simulator.demo.story import Story
from simulator.engine import find_engine
from simulator.home import Home
from tests.engine.analyzer import served
from tests.engine.commands import PACKS

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("pack", list(PACKS))
def test_each_theorem_and_rule_is_a_mandatory_policy_and_an_advisory_one_for_what_is_unproven(pack: str) -> None:
    judged = [*packs()[pack].theorems, *(rule.id for rule in packs()[pack].rules)]
    # Where no theorem would say that nothing is classified, a policy of its own does.
    asked = judged if packs()[pack].theorems else [*judged, "something-classified"]
    with served(PACKS[pack]) as analyzer:
        assert analyzer.policies() == dict.fromkeys(judged, "mandatory") | {f"{name}-unproven": "advisory" for name in asked}


@pytest.mark.parametrize("pack", list(PACKS))
def test_the_sound_state_is_proven_over_the_protocol(clinic: Story, pack: str) -> None:
    with served(PACKS[pack]) as analyzer:
        analyzer.configure(dict.fromkeys(analyzer.policies(), "mandatory"))
        assert analyzer.judge(clinic.state) == []


def test_the_leaking_state_is_violated_over_the_protocol_by_the_same_path(leaking_state: Path, leaking_path: str) -> None:
    with served(PACKS["phi-isolation"]) as analyzer:
        analyzer.configure(dict.fromkeys(analyzer.policies(), "mandatory"))
        [(policy, level, message)] = analyzer.judge(leaking_state)
    assert (policy, level) == ("phi-exit", "mandatory")
    assert leaking_path in message.splitlines()


def analyze(state: Path, pack: str, home: Path) -> subprocess.CompletedProcess[str]:
    """`pulumi policy analyze`, in an engine home that has no login."""
    engine = find_engine()
    env = Home(home).prepare().environment(engine) | {"PULUMI_BACKEND_URL": "", "POSTURE_CONFIG": ""}
    config = PACKS[pack] / "strict.json"
    command = [engine, "policy", "analyze", "--policy-pack", PACKS[pack], "--policy-pack-config", config, "--file", state]
    return subprocess.run(list(map(str, command)), cwd=home, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("pack", list(PACKS))
def test_policy_analyze_judges_an_exported_state_without_a_login(clinic: Story, pack: str, tmp_path: Path) -> None:
    done = analyze(clinic.state, pack, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "unproven" not in done.stdout


def test_policy_analyze_refuses_the_leaking_state_with_its_path(leaking_state: Path, leaking_path: str, tmp_path: Path) -> None:
    done = analyze(leaking_state, "phi-isolation", tmp_path)
    assert done.returncode != 0
    assert leaking_path in done.stdout


def test_a_message_of_the_engine_says_how_to_mend_it_in_whole_sentences(leaking_state: Path) -> None:
    with served(PACKS["phi-isolation"]) as analyzer:
        analyzer.configure(dict.fromkeys(analyzer.policies(), "mandatory"))
        [(_, _, said)] = analyzer.judge(leaking_state)
    known = metadata_of("phi-exit")
    assert known is not None
    assert said.splitlines()[-1] == f"Fix: {known.fix} (posture explain phi-exit)"


def test_a_long_remedy_ends_with_a_sentence_and_the_message_within_its_limit() -> None:
    finding = Finding("phi-exit", Verdict.VIOLATED, "x" * 900)
    assert len(message(finding)) < 1_100
    assert (
        message(finding).splitlines()[-1]
        == "Fix: Take away the hop that opens the path; the finding names its property. (posture explain phi-exit)"
    )
