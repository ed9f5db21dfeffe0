"""Rehearses a stack: the real engine and the stack's own program against the simulated clouds.

The project is only read. Engine home, state, stack settings and world stand in a folder of the simulator's own, so that no command here
can reach a real account's state or credentials. Source: Pulumi documentation, "Automation API", inline programs.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from pulumi import automation

from simulator.engine import find_engine
from simulator.errors import UserError
from simulator.events import Finding, Report
from simulator.home import Home
from simulator.program import Program
from simulator.project import Project
from simulator.world import World

OFFICIAL_PACKS = ("policy-packs/phi-isolation", "policy-packs/zero-trust", "policy-packs/hipaa")
"""Judge every rehearsal, where the project has them."""


# The Automation API's language server logs what a failed program did to it; the failure itself is reported.
logging.getLogger("grpc._server").setLevel(logging.CRITICAL)


class StoppedError(Exception):
    """A policy pack found the stack violated or unproven; nothing was created."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class FailedError(Exception):
    """The engine or the simulated cloud refused."""

    def __init__(self, errors: list[str], mistake: bool) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors
        self.mistake = mistake
        """Whether the program refused its input, or a pack its reviewer's file (it ends with exit code 3, as `posture` does)."""


class _Workspace(automation.LocalWorkspace):
    """A local workspace that can pass more arguments to the engine's commands."""

    more: tuple[str, ...] = ()

    def serialize_args_for_op(self, stack_name: str) -> list[str]:
        return [*super().serialize_args_for_op(stack_name), *self.more]


@contextmanager
def _events_alone(stack: automation.Stack) -> Iterator[None]:
    """Within, a command answers with its events alone.

    After each command the SDK has the engine read the whole state for the outputs, twice, and the history: seconds, where neither is used.
    """
    asked = vars(stack)
    asked["outputs"], asked["info"] = dict, lambda *_, **__: _UNASKED
    try:
        yield
    finally:
        del asked["outputs"], asked["info"]


_UNASKED = automation.UpdateSummary("update", datetime.min, "", {}, {}, "succeeded")
Progress = Callable[[str, str, str], None] | None


def reach_files(folder: Path, program: Path) -> None:
    """Put the program's files within the engine's reach: it reads assets and archives by paths from its own folder, not from the program's."""
    files = {file.name: file for file in program.iterdir() if not file.name.startswith((".", "Pulumi."))}
    for old in folder.iterdir():
        if old.is_symlink() and (old.name not in files or old.readlink() != files[old.name]):
            old.unlink(missing_ok=True)
    for name, file in files.items():
        with suppress(FileExistsError):  # Another rehearsal of the same home has been here.
            (folder / name).symlink_to(file)


@dataclass
class Rehearsal:
    """One stack of a project in one simulated world."""

    project: Project
    stack_name: str
    home: Home
    packs: Sequence[Path] = ()
    pack_configs: Sequence[Path] = ()
    let_unproven: bool = False
    """Go on where nothing is violated but something can't be decided: one of several stacks, which are judged together afterwards."""
    _stack: automation.Stack | None = field(default=None, init=False)
    _program: Program | None = field(default=None, init=False)

    @property
    def world(self) -> World:
        """What exists in the simulated clouds."""
        return World(self.home.world)

    @property
    def stack(self) -> automation.Stack:
        """The engine's stack; made at first use."""
        if self._stack is None:
            self._stack = self._select()
        return self._stack

    def _select(self) -> automation.Stack:
        settings = self.project.settings(self.stack_name)
        engine = find_engine()
        environment = self.home.prepare().environment(engine)
        os.environ.clear()  # The Automation API adds the process's own environment to each command's.
        os.environ.update(environment)
        folder = self.home.folder / "work" / self.project.name
        folder.mkdir(parents=True, exist_ok=True)
        _write_yaml(folder / "Pulumi.yaml", {"name": self.project.name, "runtime": "python", "config": self.project.config_schema or {}})
        kept = folder / f"Pulumi.{self.stack_name}.yaml"
        salt = (yaml.safe_load(kept.read_text()) or {}).get("encryptionsalt") if kept.exists() else None
        _write_yaml(kept, {**({"encryptionsalt": salt} if salt else {}), "config": settings})
        reach_files(folder, self.project.program)
        self._program = Program(self.project.program)
        workspace = _Workspace(work_dir=str(folder), program=self._program.__call__, pulumi_home=str(self.home.pulumi))
        return automation.Stack.create_or_select(self.stack_name, workspace)

    def preview(self, progress: Progress = None, packs: bool = True, json_file: Path | None = None) -> Report:
        """What would be done; raises `StoppedError` or `FailedError`. `json_file`: where the engine's preview JSON of it is written too."""
        named = [str(pack.resolve()) for pack in self.packs] if packs else None
        configs = [str(config.resolve()) for config in self.pack_configs] if named and self.pack_configs else None
        if json_file:
            report, text = self._preview_json(progress, named, configs)
            json_file.write_text(text, encoding="utf-8")
            return report
        report = Report(progress)
        self._run(
            report,
            lambda: self.stack.preview(on_event=report.on_event, policy_packs=named, policy_pack_configs=configs, color="never"),
        )
        return report

    def preview_json(self) -> str:
        """The engine's own preview JSON, with what stays the same, as `pulumi preview --json --show-sames` prints it."""
        return self._preview_json()[1]

    def _preview_json(
        self, progress: Progress = None, packs: list[str] | None = None, configs: list[str] | None = None
    ) -> tuple[Report, str]:
        """A preview that is whole, and its JSON: made again where plugins left too slowly."""
        for _ in range(_MOST_PREVIEWS):
            report = Report(progress)
            text = self._preview_once(report, packs, configs)
            if _LEFT_TOO_SLOWLY not in text:
                break
        return report, text

    def _preview_once(self, report: Report, packs: list[str] | None, configs: list[str] | None) -> str:
        workspace = self.stack.workspace
        assert isinstance(workspace, _Workspace)
        workspace.more = ("--show-sames",)
        try:
            result = self._run(
                report,
                lambda: self.stack.preview(json=True, on_event=report.on_event, policy_packs=packs, policy_pack_configs=configs),
            )
        finally:
            workspace.more = ()
        return str(result.stdout)

    def up(self, progress: Progress = None, expect_no_changes: bool = False, keep_going: bool = False) -> Report:
        """Create and change. Call `preview` first: a policy pack can't stop an update before it has begun.

        `keep_going`: after a failure go on with what does not depend on it (`--continue-on-error`).
        """
        report = Report(progress)
        named = [str(pack.resolve()) for pack in self.packs] or None
        configs = [str(config.resolve()) for config in self.pack_configs] if named and self.pack_configs else None
        self._run(
            report,
            lambda: self.stack.up(
                on_event=report.on_event,
                policy_packs=named,
                policy_pack_configs=configs,
                expect_no_changes=expect_no_changes or None,
                continue_on_error=keep_going or None,
                color="never",
            ),
        )
        return report

    def refresh(self, progress: Progress = None, expect_no_changes: bool = False) -> Report:
        """Read everything back from the world into the state."""
        report = Report(progress)
        self._run(report, lambda: self.stack.refresh(on_event=report.on_event, expect_no_changes=expect_no_changes or None, color="never"))
        return report

    def destroy(self, progress: Progress = None, keep_going: bool = False) -> Report:
        """Delete everything. What is protected must have been unprotected before. `keep_going` as in `up`."""
        report = Report(progress)
        self._run(report, lambda: self.stack.destroy(on_event=report.on_event, continue_on_error=keep_going or None, color="never"))
        return report

    def export(self) -> dict[str, Any]:
        """The state, as `pulumi stack export` writes it: secrets are ciphertext. (The Automation API's export shows them.)"""
        workspace = self.stack.workspace
        command = ["stack", "export", "--stack", self.stack.name]
        result = workspace.pulumi_command.run(command, workspace.work_dir, dict(workspace.env_vars))
        exported: dict[str, Any] = json.loads(result.stdout)
        return exported

    def rewrite(self, deployment: dict[str, Any]) -> None:
        """Replace the state."""
        self.stack.import_stack(automation.Deployment(version=3, deployment=deployment))

    def _run(self, report: Report, command: Callable[[], Any]) -> Any:
        program = self._program
        if program:
            program.mistake = None
        try:
            with _events_alone(self.stack):
                result = command()
        except automation.CommandError as error:
            if stopping := self._stopping(report):
                raise StoppedError(stopping) from None
            mistake = self._program.mistake if self._program else None
            errors = report.errors or [_last_words(error)]
            refused = any("policy pack" in text and "exit status 3" in text for text in errors)
            if any("policy pack" in text or "unhandled exception" in text for text in errors):
                errors = [*dict.fromkeys(report.notes[-20:]), *errors]  # Why a pack could not start stands on its standard error.
            raise FailedError([mistake] if mistake else errors, bool(mistake) or refused) from None
        if stopping := self._stopping(report):
            raise StoppedError(stopping)
        return result

    def _stopping(self, report: Report) -> list[Finding]:
        found = report.stopping
        return [] if self.let_unproven and all(finding.unproven for finding in found) else found


def packs_of(project: Project, named: Sequence[Path], none: bool) -> list[Path]:
    """The packs that judge: those named, else the official ones; raises `UserError` where one is missing."""
    if none:
        return []
    packs = list(named) or [project.root / pack for pack in OFFICIAL_PACKS]
    for pack in packs:
        if not (pack / "PulumiPolicy.yaml").is_file():
            raise UserError(
                f"{pack}: is not a policy pack: it has no PulumiPolicy.yaml; name packs with --packs, or --no-packs to rehearse unjudged"
            )
    return packs


_LEFT_TOO_SLOWLY = "exited prematurely"
_MOST_PREVIEWS = 3
"""The engine gives all of its plugins together five seconds to leave, and writes of those that a busy machine keeps longer that they crashed: an
error in the JSON of a preview that is whole, and succeeded. Who reads the JSON can't tell the two apart, so it is made again (pulumi 3.250,
pkg/host, ReleaseContext)."""

STRICT = "strict.json"
"""A pack's own configuration in which nothing unproven passes: the bar of our stacks. Elsewhere a pack's defaults hold."""


def pack_configs_of(packs: Sequence[Path], named: Sequence[Path], home: Home, strict: bool = True) -> list[Path]:
    """Configuration of each pack, in the same order: those named, else each pack's own strict one, where it is asked for."""
    if named or not strict or not any((pack / STRICT).is_file() for pack in packs):
        return list(named)
    none = home.folder / "no-configuration.json"
    home.folder.mkdir(parents=True, exist_ok=True)
    none.write_text("{}\n")
    return [pack / STRICT if (pack / STRICT).is_file() else none for pack in packs]


def quiet_about_abandoned_coroutines() -> None:
    """A failed inline program leaves a coroutine behind that complains on standard error when it is collected; the failure is reported."""
    before = sys.unraisablehook

    def hook(unraisable: Any) -> None:
        if not (isinstance(unraisable.exc_value, RuntimeError) and str(unraisable.exc_value) == "no running event loop"):
            before(unraisable)

    sys.unraisablehook = hook


def _last_words(error: automation.CommandError) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.strip().startswith(("code:", "stdout:"))]
    said = [line for line in lines if line.startswith(("error:", "stderr: error:"))]
    return "\n".join(line.removeprefix("stderr: ") for line in said or lines[-5:])


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(json.loads(json.dumps(content)), sort_keys=False))
