"""A judgement, and the files that it rests on → the report."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from posture.check import Judgement
from posture.errors import InputError
from posture.inputs.load import text_of
from posture.inputs.several import programs
from posture.inputs.state import deployment_of
from posture.packs.catalogue import Pack
from posture.proofs.verdict import Verdict
from posture.report.about import about_finding
from posture.report.causes import Places, causes
from posture.report.inventory import inventory
from posture.report.model import Assertion, Cause, File, PackUsed, Report, Result, Tool, WaiverUsed
from posture.report.standing import flows, standing, unread, zones
from posture.settings.effective import Settings
from posture.settings.waivers import Waiver
from posture.stack import Stack


def build_report(judgement: Judgement, packs: Sequence[Pack], files: Sequence[Path], config: Path | None) -> Report:
    """The whole report. Reads the files again, for their hashes."""
    places = Places(judgement)
    used = _waivers(judgement)
    found = causes(judgement, places, used)
    return Report(
        name=_name(judgement.stack),
        day=judgement.settings.waivers.day,
        verdict=judgement.verdict.value,
        form=judgement.stack.form.value,
        basis=judgement.approved.basis.value,
        resources=len(judgement.stack.resources),
        tool=Tool(name="posture", version=_own_version()),
        packs=tuple(PackUsed(name=pack.name, theorems=len(pack.theorems), rules=len(pack.rules)) for pack in packs),
        plugins=tuple(_plugins(judgement.stack)),
        files=tuple(_files(files, config, judgement.settings)),
        results=tuple(_results(judgement, found)),
        about={name: about_finding(name) for name in dict.fromkeys(said.rule for cause in found for said in cause.said)},
        causes=found,
        zones=zones(judgement, found),
        flows=flows(judgement),
        frameworks=standing(judgement),
        waivers=tuple(used.values()),
        waiver_max_days=judgement.settings.posture.waiver_max_days,
        unread=unread(judgement),
        inventory=inventory(judgement, places),
        asserted=tuple(
            Assertion(literal=one.literal, zone=one.zone.value if one.zone is not None else None, reason=one.reason)
            for one in judgement.approved.asserted
        ),
        assumed=tuple(dict.fromkeys(text for result in judgement.results for text in result.assumptions)),
    )


def _name(stack: Stack) -> str:
    """Of programs, not of files: a file's name says nothing to who reads the report later."""
    return " + ".join(f"{project}/{name}" for project, name in programs(stack)) or stack.name


def _results(judgement: Judgement, found: Sequence[Cause]) -> Iterator[Result]:
    naming: dict[str, list[str]] = {}
    for cause in found:
        for said in cause.said:
            naming.setdefault(said.rule, []).append(cause.id)
    for result in judgement.results:
        ids = tuple(dict.fromkeys(naming.get(result.theorem, ())))
        yield Result(id=result.theorem, verdict=result.verdict.value, reasons=result.reasons, causes=ids)


def _waivers(judgement: Judgement) -> dict[Waiver, WaiverUsed]:
    """Every waiver of the file, with what became of it."""
    day = judgement.settings.waivers.day
    judged = {result.theorem for result in judgement.results}
    used = [entry.waiver for entry in judgement.waived]
    found: dict[Waiver, WaiverUsed] = {}
    for waiver in judgement.settings.waivers.entries:
        excuses = used.count(waiver)
        status = "in force" if excuses else "unused" if waiver.rule in judged else "not judged"
        found[waiver] = WaiverUsed(
            **waiver.model_dump(),
            days_left=waiver.days_left(day),
            status="expired" if waiver.expired(day) else status,
            excuses=excuses,
            long=waiver.long(day),
        )
    return found


def _files(files: Sequence[Path], config: Path | None, settings: Settings) -> Iterator[File]:
    for path in files:
        if not path.is_file():
            raise InputError(
                f"{path}: no file. A report tells the hash of each file that it judged: write the state or preview to one first."
            )
        content = path.read_bytes()
        form, engine = _form(content, path)
        yield File(role="stack", path=str(path), sha256=hashlib.sha256(content).hexdigest(), form=form, engine=engine)
    if config is None:
        return
    yield _file("posture.yaml", config)
    if settings.posture.plan is not None:
        yield _file("plan", config.parent / settings.posture.plan)
    if settings.posture.waivers is not None:
        yield _file("waivers", config.parent / settings.posture.waivers)


def _file(role: str, path: Path) -> File:
    return File(role=role, path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def _form(content: bytes, path: Path) -> tuple[str, str]:
    """Form of a stack's file, and the version of the engine that wrote it (a state's `deployment.manifest.version`)."""
    deployment = deployment_of(json.loads(text_of(content, path)))
    if deployment is None:
        return "preview", ""
    manifest = deployment.get("manifest")
    written = manifest.get("version") if isinstance(manifest, dict) else None
    return "state", written if isinstance(written, str) else ""


def _plugins(stack: Stack) -> Iterator[Tool]:
    found = set()
    for resource in stack:
        if resource.type.startswith("pulumi:providers:") and isinstance(written := resource.props.get("version"), str):
            found.add((resource.type.removeprefix("pulumi:providers:"), written))
    for name, number in sorted(found):
        yield Tool(name=name, version=number)


def _own_version() -> str:
    try:
        return version("ai-zones")
    except PackageNotFoundError:  # run from a copy that nobody installed
        return "unknown"


def exit_code(report: Report) -> int:
    """0 proven, 1 violated, 2 unproven: as `posture check`."""
    return {Verdict.PROVEN.value: 0, Verdict.VIOLATED.value: 1, Verdict.UNPROVEN.value: 2}[report.verdict]
