"""The demo's own answers: bad input, and a step that does not behave. What the steps do is tested in tests/engine, on its shared world."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import simulator.demo.__main__ as demo
from simulator.demo import gcp
from simulator.demo.__main__ import anew, main, tell
from simulator.demo.aws import kept, roads_out, services_linked
from simulator.demo.stage import Done, Stage, UnexpectedError, columns
from simulator.demo.story import Story
from simulator.world import Object, World

ROOT = Path(__file__).resolve().parents[3]
ACCOUNT = "111122223333"
KINDS = ("kms/key:Key", "s3/bucket:Bucket", "kms/key:Key")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """A story whose commands are never run, told into a text."""
    return Story(Stage(ROOT, Console(file=io.StringIO(), width=200)), "aws-clinical", tmp_path)


def said(story: Story) -> str:
    file = story.stage.console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_an_unknown_cloud_is_refused_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--cloud", "oracle", "--project", str(ROOT)]) == 3
    assert capsys.readouterr().err == "demo: --cloud: there is no demo on 'oracle' yet; there is: aws, azure, gcp\n"


def test_a_folder_that_holds_something_else_is_never_made_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.tex").write_text("ten years of work")
    assert main(["--project", str(ROOT), "--world", str(tmp_path)]) == 3
    assert "is not empty and holds no simulated world" in capsys.readouterr().err
    assert (tmp_path / "thesis.tex").read_text() == "ten years of work"


def test_two_demos_never_share_a_world(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with anew(tmp_path / "world") as folder:
        (folder / "pulumi").mkdir()
        assert main(["--project", str(ROOT), "--world", str(folder)]) == 3
        assert (folder / "pulumi").is_dir(), "what the first one has built still stands"
    assert capsys.readouterr().err == f"demo: --world: another demo is running in {folder}; wait for it, or name another folder\n"


def test_a_demos_world_is_made_anew_once_the_last_demo_is_over(tmp_path: Path) -> None:
    with anew(tmp_path / "world") as folder:
        (folder / "pulumi" / "bin").mkdir(parents=True)
        (folder / "state.json").write_text("{}")
        (folder / "world.sqlite").symlink_to(tmp_path / "elsewhere.sqlite")
    with anew(folder) as again:
        assert list(again.iterdir()) == []


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_each_cloud_has_a_world_of_its_own(cloud: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Pulumi.yaml").write_text((ROOT / "Pulumi.yaml").read_text())
    (tmp_path / "stacks").symlink_to(ROOT / "stacks")
    told: list[Story] = []

    def hear(story: Story) -> int:
        told.append(story)
        return 0

    monkeypatch.setattr(demo, "tell", hear)
    assert main(["--cloud", cloud, "--project", str(tmp_path)]) == 0
    assert [story.folder for story in told] == [tmp_path / ".simulated" / "demo" / cloud]


STEPS = ("build", "look", "prove", "leak", "refuse_to_take_down", "take_down")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_does_not_behave_ends_the_demo_with_exit_code_1(story: Story, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def fails(_: Story) -> None:
        raise UnexpectedError("it did not behave")

    for name in STEPS:
        monkeypatch.setattr(Story, name, fails if name == step else lambda _, name=name: told.append(name))
    assert tell(story) == 1
    assert told == list(STEPS[: STEPS.index(step)]), "and nothing after it is told"
    assert "it did not behave" in said(story)


def test_it_says_that_it_is_simulated_and_how_long_each_step_took(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(story: Story) -> None:
        with story.stage.step("A step"):
            pass

    for name in STEPS:
        monkeypatch.setattr(Story, name, step)
    assert tell(story) == 0
    assert said(story).startswith("SIMULATED: ")
    assert said(story).count("0.0 s  A step") == len(STEPS)


def test_a_command_is_shown_line_by_line_and_its_exit_code_kept(story: Story) -> None:
    done = story.stage.run("platform", show=lambda line: line.lower())
    assert done.code == 0
    assert "$ python -m platform" in said(story)
    assert done.lines[0].lower() in said(story)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty world."""
    return World(tmp_path / "world.sqlite")


def put(world: World, type_: str, **outputs: object) -> Object:
    return world.put(Object(type_, f"{type_.rsplit(':')[-1]}-1", ACCOUNT, "eu-west-1", outputs))


@pytest.mark.parametrize(
    ("type_", "outputs"),
    [
        ("aws:ec2/natGateway:NatGateway", {}),
        ("aws:ec2/route:Route", {"destinationCidrBlock": "0.0.0.0/0"}),
        ("aws:ec2/route:Route", {"destinationIpv6CidrBlock": "::/0"}),
        ("aws:ec2/routeTable:RouteTable", {"routes": [{"cidrBlock": "0.0.0.0/0"}]}),
    ],
)
def test_every_form_of_a_road_out_is_seen_in_the_world(world: World, type_: str, outputs: dict[str, object]) -> None:
    put(world, "aws:ec2/route:Route", destinationCidrBlock="10.0.0.0/8")
    assert roads_out(world, ACCOUNT) == []
    put(world, type_, **outputs)
    assert len(roads_out(world, ACCOUNT)) == 1
    assert roads_out(world, "444455556666") == []


def test_what_nothing_explains_has_no_reason_to_be_left(world: World) -> None:
    stray = put(world, "aws:ec2/vpc:Vpc")
    world.keep(stray, "aws:ec2/networkAcl:NetworkAcl", "acl-1", {})
    key = put(world, "aws:kms/key:Key")
    key.state["kept_because"] = "KMS deletes it later"
    world.put(key)
    assert dict(list(kept(world))) == {
        "aws:ec2/vpc:Vpc": "",
        "aws:ec2/networkAcl:NetworkAcl": "made and kept by AWS",
        "aws:kms/key:Key": "KMS deletes it later",
    }


def test_what_is_left_of_one_kind_for_one_reason_stands_together(world: World) -> None:
    for account in (ACCOUNT, "222233334444"):
        world.put(
            Object("aws:kms/key:Key", f"key-of-{account}", account, "eu-west-1", {}, state={"kept_because": "KMS deletes it on 2026-12-21"})
        )
    [((_, why), held)] = kept(world).items()
    assert (why, {one.account for one in held}) == ("KMS deletes it on 2026-12-21", {ACCOUNT, "222233334444"})


def endpoint(zone: str, flow: str, kind: str) -> dict[str, Any]:
    tags = {"ai-zone": zone, "ai-flow": flow}
    return {"type": "aws:ec2/vpcEndpoint:VpcEndpoint", "inputs": {"tags": tags}, "outputs": {"vpcEndpointType": kind}}


def test_each_service_is_told_once_with_all_who_open_it_in_the_zones_order() -> None:
    resources = [
        endpoint("inference", "management/vault", "Interface"),
        endpoint("phi", "management/vault", "Interface"),
        endpoint("deidentification", "phi/database", "Resource"),
        {"type": "aws:ec2/vpcEndpoint:VpcEndpoint", "inputs": {"tags": {"ai-zone": "phi"}}, "outputs": {"vpcEndpointType": "Gateway"}},
    ]
    told = services_linked(resources, ["phi", "deidentification", "inference", "management"])
    assert [(one.target, one.sources) for one in told] == [
        ("phi/database", ("deidentification",)),
        ("management/vault", ("phi", "inference")),
    ]


def test_resources_named_line_by_line_are_counted_by_kind_before_what_follows(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["destroy refused: 3 resources are protected:", *(f"  aws:{one} x: why" for one in KINDS), "Nothing was deleted."]

    def run(*_: str, show: Callable[[str], str | None], told: str) -> Done:
        for line in lines:
            if shown := show(line):
                story.stage.say(shown)
        return Done(1, ["they are protected"])

    monkeypatch.setattr(story.stage, "run", run)
    World(story.folder / "world.sqlite")
    story.refuse_to_take_down()
    told = [line.strip() for line in said(story).splitlines()]
    assert told[-3:] == [lines[0], "2 kms.Key, 1 s3.Bucket", lines[-1]]


def test_columns_are_aligned_and_the_last_is_free() -> None:
    assert columns([("a", "bb", "long last"), ("aaa", "b", "x")]) == ["a    bb  long last", "aaa  b   x"]


TRIED = """\
acme_phi_perimeter (dry run only): nothing enforced → refuses
  + project acme-phi
acme_egress_perimeter (dry run only): nothing enforced → refuses
  + project acme-egress
would be refused: 1
  serviceAccount:dashboard@acme-control.iam.gserviceaccount.com → monitoring.googleapis.com
unproven: 0"""


@pytest.mark.parametrize(
    ("said_of_it", "code", "behaves"),
    [(TRIED, 1, True), (TRIED.replace("refused: 1", "refused: 0"), 0, False), (TRIED.replace("dry run only", "enforced"), 1, False), (TRIED, 2, False)],
)  # fmt: skip
def test_perimeters_on_trial_are_told_of_phi_with_the_refused_call(
    story: Story, said_of_it: str, code: int, behaves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(_: Stage, *arguments: str, show: Callable[[str], str | None], **__: Any) -> Done:
        lines = said_of_it.splitlines() if arguments[:2] == ("posture", "perimeters") else []
        for line in filter(None, map(show, lines)):
            story.stage.say(line)
        return Done(code if lines else 0, lines)

    monkeypatch.setattr(Stage, "run", told)
    (step,) = gcp.further(story)
    if not behaves:
        with pytest.raises(UnexpectedError):
            step()
        return
    step()
    assert "acme-phi" in said(story)
    assert "acme-egress" not in said(story)
    assert "dashboard@" in said(story)
    assert "2 lines of the other zones' perimeters" in said(story)
