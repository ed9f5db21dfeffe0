"""`posture check`: what it prints, and how it exits."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
TABLE = "aws:ec2/routeTable:RouteTable"


def resource(type_: str, name: str, **outputs: Any) -> dict[str, Any]:
    outputs.setdefault("id", f"{name}-id")
    return {
        "urn": f"urn:pulumi:dev::p::{type_}::{name}",
        "type": type_,
        "custom": True,
        "id": outputs["id"],
        "inputs": {},
        "outputs": outputs,
    }


PHI = [
    resource(VPC, "phi", cidrBlock="10.0.0.0/16", tags={"ai-zone": "phi"}),
    resource(SUBNET, "phi-a", vpcId="phi-id", cidrBlock="10.0.1.0/24"),
    resource(TABLE, "rtb", vpcId="phi-id"),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "assoc", subnetId="phi-a-id", routeTableId="rtb-id"),
]
EXIT = [
    resource("aws:ec2/internetGateway:InternetGateway", "igw", vpcId="phi-id"),
    resource("aws:ec2/route:Route", "way-out", routeTableId="rtb-id", destinationCidrBlock="0.0.0.0/0", gatewayId="igw-id"),
]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "posture", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "", **environment},
    )


def state(folder: Path, *resources: dict[str, Any]) -> Path:
    file = folder / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": list(resources)}}))
    return file


def test_a_way_out_is_violated_and_printed_with_its_path_and_property(tmp_path: Path) -> None:
    done = run("check", str(state(tmp_path, *PHI, *EXIT)))
    assert done.returncode == 1
    assert "phi-a → rtb → 0.0.0.0/0 → igw → internet" in done.stdout
    assert "way-out: gatewayId 0.0.0.0/0" in done.stdout
    assert done.stdout.rstrip().endswith("verdict: violated")


def test_json_says_the_same_in_fields(tmp_path: Path) -> None:
    done = run("check", str(state(tmp_path, *PHI, *EXIT)), "--format", "json")
    found = {theorem["name"]: theorem for theorem in json.loads(done.stdout)["theorems"]}
    finding = found["phi-exit"]["findings"][0]
    assert done.returncode == 1
    assert [hop["name"] for hop in finding["path"]] == ["phi-a", "rtb", "0.0.0.0/0", "igw", "internet"]
    assert finding["resource"].endswith("::way-out")
    assert found["phi-exit"]["severity"] == "critical"
    assert found["phi-exit"]["why"]
    assert found["phi-exit"]["fix"]
    assert "why" not in found["phi-redaction"]


def test_nothing_classified_is_unproven_and_exits_with_2(tmp_path: Path) -> None:
    done = run("check", str(state(tmp_path, resource(VPC, "x", cidrBlock="10.0.0.0/16"))))
    assert done.returncode == 2
    assert "nothing is classified phi" in done.stdout


def test_where_nothing_is_classified_one_line_says_what_to_do_next(tmp_path: Path) -> None:
    unclassified = run("check", str(state(tmp_path, resource(VPC, "x", cidrBlock="10.0.0.0/16"))))
    [line] = [line for line in unclassified.stdout.splitlines() if "next:" in line]
    for word in ("ai-zone: phi", "data-class: phi", "posture.yaml", "zones:", "--config"):
        assert word in line
    assert "next:" not in run("check", str(state(tmp_path, *PHI))).stdout


def test_a_long_line_is_neither_cut_nor_folded(tmp_path: Path) -> None:
    name = "a-subnet-with-a-very-long-name-that-goes-on-" * 4
    subnet = resource(SUBNET, name, vpcId="phi-id", cidrBlock="10.0.2.0/24")
    table = resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "more", subnetId=subnet["id"], routeTableId="rtb-id")
    done = run("check", str(state(tmp_path, PHI[0], PHI[2], subnet, table, *EXIT)), COLUMNS="40")
    assert f"{name} → rtb → 0.0.0.0/0 → igw → internet" in done.stdout


@pytest.mark.parametrize("arguments", [["check"], ["chekc", "x"], ["check", "nothing.json"], ["check", "x", "--format", "pdf"]])
def test_a_wrong_call_or_file_is_one_message_and_exits_with_3(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_reviewers_settings_come_by_option_or_environment_and_never_from_the_judged_folder(tmp_path: Path) -> None:
    bad = tmp_path / "posture.yaml"
    bad.write_text("organisation: {}\n")
    file = str(state(tmp_path, *PHI))
    assert run("check", file).returncode in (1, 2)
    for done in (run("check", file, "--config", str(bad)), run("check", file, POSTURE_CONFIG=str(bad))):
        assert done.returncode == 3
        assert "organisation: no such key" in done.stderr


WAIVERS = """
waivers:
  - {{rule: phi-exit, resource: way-out, owner: ann, approver: ben, reason: migration, expires: {day}}}
"""


def test_a_waiver_excuses_its_finding_until_its_day_and_then_is_a_violation_itself(tmp_path: Path) -> None:
    file = str(state(tmp_path, *PHI, *EXIT))
    settings = tmp_path / "posture.yaml"
    settings.write_text("waivers: waivers.yaml\n")
    (tmp_path / "waivers.yaml").write_text(WAIVERS.format(day="2999-01-01"))
    excused = run("check", file, "--config", str(settings), "--format", "json")
    assert {theorem["name"]: theorem["verdict"] for theorem in json.loads(excused.stdout)["theorems"]}["phi-exit"] == "proven"
    assert json.loads(excused.stdout)["waived"][0]["waiver"]["owner"] == "ann"
    (tmp_path / "waivers.yaml").write_text(WAIVERS.format(day="2001-01-01"))
    expired = run("check", file, "--config", str(settings))
    assert expired.returncode == 1
    assert "the waiver of phi-exit for way-out (owner ann) ended on 2001-01-01" in expired.stdout
    assert "way-out: gatewayId" in expired.stdout


def test_days_left_long_and_unused_waivers_are_said(tmp_path: Path) -> None:
    file = str(state(tmp_path, *PHI, *EXIT))
    settings = tmp_path / "posture.yaml"
    settings.write_text("waivers: waivers.yaml\n")
    more = "  - {rule: dns-closed, resource: nobody-*, owner: ann, approver: ben, reason: was there once, expires: 2999-01-01}\n"
    (tmp_path / "waivers.yaml").write_text(WAIVERS.format(day="2999-01-01") + more)
    done = run("check", file, "--config", str(settings))
    assert re.search(r"waived: phi-exit .*\(until 2999-01-01, \d+ days left, owner ann, .*longer than a year", done.stdout)
    assert "unused waiver: dns-closed for nobody-* (owner ann) excuses nothing here" in done.stdout
    found = json.loads(run("check", file, "--config", str(settings), "--format", "json").stdout)
    assert [waiver["resource"] for waiver in found["waivers_unused"]] == ["nobody-*"]


def test_a_rule_that_stands_in_two_packs_is_judged_and_told_once(tmp_path: Path) -> None:
    done = run("check", str(state(tmp_path, *PHI)), "--pack", "all", "--format", "json")
    names = [theorem["name"] for theorem in json.loads(done.stdout)["theorems"]]
    assert len(names) == len(set(names))


def test_a_report_of_a_pipe_is_refused_for_its_hash_could_not_be_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "posture", "report", "/dev/stdin"],
        input=state(tmp_path, *PHI).read_text(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": ""},
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("posture: /dev/stdin: no file. A report tells the hash of each file")
