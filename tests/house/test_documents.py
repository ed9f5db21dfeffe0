"""What the documents say is so: commands exist, links lead somewhere, examples run."""

import re
from itertools import product
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote
from xml.etree import ElementTree

import pulumi
import pytest
import yaml
from pulumi.runtime import Mocks, mocks, set_all_config
from pulumi.runtime import test as pulumi_test

from tests.house.checkout import ROOT, files, where

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [path for path in files() if path.suffix == ".md"]


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=where)
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / unquote(target)).exists()] == []


def test_every_make_target_that_documents_name_is_there_and_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE)) == explained
    named = {name for path in DOCUMENTS for name in re.findall(r"(?:`|^)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)}
    assert named <= explained


def test_the_stacks_and_packs_that_the_readme_names_are_there() -> None:
    stacks = set(re.findall(r"simulator (?:preview|up|export) ([\w-]+)", README))
    assert {stack for stack in stacks if not (ROOT / "stacks" / f"Pulumi.{stack}.yaml").is_file()} == set()
    packs = set(re.findall(r"policy-packs/[\w-]+", README))
    assert {pack for pack in packs if not (ROOT / pack / "PulumiPolicy.yaml").is_file()} == set()


def test_the_decision_records_are_all_in_the_table() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}[\w-]*\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


def test_the_picture_of_the_zones_is_sound_and_names_every_zone() -> None:
    from ai_zones.plan import ZoneName

    picture = ElementTree.parse(ROOT / "docs" / "zones.svg")
    words = {element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {str(zone) for zone in ZoneName} <= words


def test_the_readmes_posture_file_is_accepted() -> None:
    from posture.settings.posture_file import parse_posture

    [block] = [block for block in _blocks("yaml") if block.startswith("organization:")]
    parsed = parse_posture(yaml.safe_load(block), "README.md")
    assert parsed.residency == ("eu-west-1",)


class _Cloud(Mocks):
    """Answers every registration and every reading, and keeps its type."""

    def __init__(self) -> None:
        self.types: list[str] = []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.types.append(args.typ)
        answered = {**args.inputs, "arn": f"arn:aws:test:::{args.name}", "keyId": "key"}
        # Azure takes a list of identities and answers a map.
        if identities := args.inputs.get("identity", {}).get("userAssignedIdentities"):
            answered["identity"] = {**args.inputs["identity"], "userAssignedIdentities": {one: {} for one in identities}}
        return args.resource_id or f"{args.name}-id", answered

    def call(self, args: mocks.MockCallArgs) -> NoReturn:
        raise AssertionError(f"a component that stands alone asks the cloud nothing, but called {args.token}")


_TABLES = {f"landing-zone:{key}": f"rtb-{number:017x}" for number, key in enumerate(("workloadTable", "endpointTable"))}
_SUBNETS = {
    f"landing-zone:{tier}{zone}": f"subnet-{number:017x}" for number, (tier, zone) in enumerate(product(("workload", "endpoint"), "AB"))
}
_GROUPS = {f"landing-zone:{key}": f"sg-{number:017x}" for number, key in enumerate(("programs", "endpoints"))}
_AZURE = {
    "readme:subscriptionId": "11111111-1111-4111-8111-111111111111",
    "readme:tenantId": "99999999-9999-4999-8999-999999999999",
    "readme:workspaceId": "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs",
}
_CONFIG = {"readme:vpcId": "vpc-1", "landing-zone:vpc": "vpc-0a1b2c3d4e5f60718", **_TABLES, **_SUBNETS, **_GROUPS, **_AZURE}


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        (0, {"ai-zones:index:AwsZoneKey", "ai-zones:index:AwsPhiStore", "aws:s3/bucket:Bucket", "aws:s3/accessPoint:AccessPoint"}),
        (
            1,
            {
                "ai-zones:index:AzureZoneGroup",
                "ai-zones:index:AzureZoneVault",
                "ai-zones:index:AzurePhiStore",
                "azure-native:keyvault:Key",
                "azure-native:storage:StorageAccount",
                "azure-native:monitor:DiagnosticSetting",
            },
        ),
        (2, {"ai-zones:index:AwsAdoptedNetwork", "aws:ec2/routeTable:RouteTable", "aws:ec2/vpcEndpoint:VpcEndpoint"}),
    ],
)
def test_the_readmes_programs_run_as_they_stand(number: int, kinds: set[str]) -> None:
    programs = _blocks("python")
    assert len(programs) == 3
    cloud = _Cloud()
    mocks.set_mocks(cloud, project="readme", stack="test")
    set_all_config(_CONFIG)

    pulumi_test(lambda: exec(compile(programs[number], "README.md", "exec"), {"__name__": "__main__"}))()  # type: ignore[no-untyped-call]
    assert pulumi.get_project() == "readme"
    assert kinds <= set(cloud.types)
