"""`posture reach` answers who can reach whom, on which ports, and by which policy."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from posture.approved import Approved
from posture.cli import app
from posture.errors import InputError
from posture.reach.question import Answer, Sure, ask
from posture.values import UNKNOWN
from tests.posture.kubernetes.manifests import WHOLE_CEILING, documents, resource, stack

PARTS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "topologies" / "parts.yaml").read_text(encoding="utf-8"))
ADMIT = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: admit, namespace: phi}
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: [{from: [{namespaceSelector: {matchLabels: {ai-zone: inference}}}], ports: [{port: sql}]}]
"""


def program(*more: str) -> list[dict[str, Any]]:
    return [one for text in (PARTS["phi"], PARTS["phi-closed"], PARTS["inference"], *more) for one in documents(text)]


def answer(source: str, target: str, *more: str) -> Answer:
    return ask(stack(program(*more)), Approved(WHOLE_CEILING), source, target)


def said(found: Answer) -> list[tuple[str, str, str, str]]:
    return [(one.source, one.target, one.sure.value, one.ports) for one in found.reached]


def test_a_closed_namespace_is_reached_by_nobody() -> None:
    found = answer("namespace:inference", "phi/records")
    assert said(found) == []
    assert found.code == 0


def test_a_connection_is_said_with_its_port_and_the_policies_that_let_it_pass() -> None:
    found = answer("label:app=model", "zone:phi", ADMIT)
    pods = [one for one in found.reached if one.target == "phi/records"]
    assert [(one.source, one.sure, one.ports) for one in pods] == [("inference/model", Sure.YES, "tcp 5432")]
    assert pods[0].path == ("no policy holds egress of namespace inference", "ingress of admit")
    assert found.code == 1


def test_answers_are_one_way() -> None:
    assert said(answer("records", "model", ADMIT)) == []


def test_the_internet_is_reached_where_no_policy_holds_egress() -> None:
    assert said(answer("model", "internet"))[0][2:] == ("yes", "every port of every protocol")
    assert said(answer("records", "internet")) == []


def test_addresses_are_asked_for_as_such() -> None:
    policy = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: vault, namespace: phi}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.80.0.0/16, except: [10.80.9.0/24]}}], ports: [{port: 8200}]}]}
"""
    assert said(answer("records", "10.80.1.1", policy)) == [("phi/records", "10.80.1.1", "yes", "tcp 8200")]
    assert said(answer("records", "10.80.9.1", policy)) == []
    assert said(answer("10.80.1.1", "records", policy)) == []


def test_what_is_unknown_is_said_so() -> None:
    unknown = [{**one, "spec": UNKNOWN} if one["kind"] == "NetworkPolicy" else one for one in program()]
    found = ask(stack(unknown), Approved(WHOLE_CEILING), "model", "records")
    assert [one.sure for one in found.reached] == [Sure.MAYBE]
    assert found.code == 2


def test_what_could_not_be_read_is_named() -> None:
    strange = "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: out, namespace: phi}, spec: {}}"
    found = answer("model", "records", strange)
    assert found.code == 2
    assert "CiliumNetworkPolicy" in found.unread[0]


@pytest.mark.parametrize(
    ("source", "told"),
    [("nobody", "nothing in the program is called so"), ("zone:red", "'red' is no zone"), ("label:app", "labels are written")],
)
def test_a_wrong_end_is_one_message(source: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        answer(source, "records")


def test_the_command_prints_one_line_a_connection(tmp_path: Path) -> None:
    rows = [
        {"urn": made.urn, "type": made.type, "custom": True, "id": made.name, "inputs": dict(made.props), "outputs": dict(made.props)}
        for made in (resource(one) for one in program(ADMIT))
    ]
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": rows}}), encoding="utf-8")
    run = CliRunner().invoke(app, ["reach", str(state), "--from", "model", "--to", "records"])
    assert run.exit_code == 1
    assert (
        "inference/model reaches phi/records on tcp 5432 [no policy holds egress of namespace inference → ingress of admit]" in run.stdout
    )
    told = CliRunner().invoke(app, ["reach", str(state), "--from", "records", "--to", "model", "--format", "json"])
    assert (told.exit_code, json.loads(told.stdout)["reached"]) == (0, [])
