"""A mutant before the judge: what it says of both forms, and whether it blames what was changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from posture.check import Judgement, check
from posture.inputs.preview import read_preview
from posture.inputs.state import read_state
from posture.packs.catalogue import packs
from posture.proofs.finding import Finding
from posture.proofs.verdict import Verdict
from posture.settings.effective import Settings
from tests.mutation.forms import RefusedError, preview_of, state_of
from tests.mutation.mutant import Mutant
from tests.mutation.program import Program


class Word(StrEnum):
    """What is said of a mutant in one form."""

    CAUGHT = "caught"
    UNPROVEN = "unproven"
    ELSEWHERE = "elsewhere"
    """Violated, but no finding names what was changed: counts as missed."""
    MISSED = "missed"


@dataclass(frozen=True)
class Said:
    """The judge's word in one form, with what it rests on."""

    word: Word
    verdicts: dict[str, str]
    """Theorem or rule → verdict, where it is not proven."""
    because: str = ""
    """The first finding or reason, for people."""

    @property
    def violated(self) -> bool:
        """Whether anything is violated, wherever it is blamed."""
        return self.word in (Word.CAUGHT, Word.ELSEWHERE)


@dataclass(frozen=True)
class Tried:
    """One variant of a mutant, tried at one place."""

    variant: str
    base: str
    urn: str
    refused: str = ""
    """The cloud's error; then nothing is said."""
    unchanged: bool = False
    """Both forms are the base's: no mutant at all (a property that is given as its default)."""
    state: Said | None = None
    preview: Said | None = None
    contradictions: tuple[str, ...] = ()
    """Theorems that the preview calls proven and the state violated."""
    peers: Mapping[str, bool | None] = field(default_factory=dict)
    """Peer → whether it reports more at what was changed than on the base; None where the change can't be written for it. Without what did not run."""


def judged(document: dict[str, Any], settings: Settings, form: str) -> Judgement:
    """The judge's word on a state or preview, by all theorems and the rules of every pack."""
    stack = read_state(document, form) if form == "state" else read_preview(document, form)
    return check(stack, settings, [rule for pack in packs().values() for rule in pack.rules])


def attempt(base: str, program: Program, settings: Settings, mutant: Mutant) -> tuple[Tried, dict[str, Any] | None, frozenset[str]]:
    """Make the mutant, judge both forms; also answers with its state, and with the resources that count as changed."""
    copied = program.copy()
    touched = frozenset({mutant.urn})
    try:
        touched |= mutant.change(copied)
        state = state_of(copied)
    except RefusedError as error:
        return Tried(mutant.variant, base, mutant.urn, refused=str(error)), None, touched
    preview = preview_of(copied)
    in_state, in_preview = judged(state, settings, "state"), judged(preview, settings, "preview")
    known, early = _verdicts(in_state), _verdicts(in_preview)
    contradicted = tuple(
        name for name, verdict in known.items() if verdict is Verdict.VIOLATED and early.get(name, Verdict.PROVEN) is Verdict.PROVEN
    )
    tried = Tried(
        mutant.variant, base, mutant.urn, state=_said(in_state, touched), preview=_said(in_preview, touched), contradictions=contradicted
    )
    return tried, state, touched


def _verdicts(judgement: Judgement) -> dict[str, Verdict]:
    return {result.theorem: result.verdict for result in judgement.results}


def _said(judgement: Judgement, touched: Iterable[str]) -> Said:
    verdicts = {name: str(verdict) for name, verdict in _verdicts(judgement).items() if verdict is not Verdict.PROVEN}
    violated = [one for result in judgement.results for one in result.findings if one.verdict is Verdict.VIOLATED]
    wanted = frozenset(touched)
    blaming = [finding for finding in violated if named_by(finding) & wanted]
    if blaming:
        return Said(Word.CAUGHT, verdicts, _told(blaming[0]))
    if violated:
        return Said(Word.ELSEWHERE, verdicts, _told(violated[0]))
    if judgement.verdict is not Verdict.PROVEN:
        reasons = [reason for result in judgement.results for reason in result.reasons]
        unclear = [one for result in judgement.results for one in result.findings]
        return Said(Word.UNPROVEN, verdicts, reasons[0] if reasons else _told(unclear[0]) if unclear else "")
    return Said(Word.MISSED, verdicts)


def named_by(finding: Finding) -> set[str]:
    """Every resource that a finding names: to be mended, alike, on the path, or deciding a hop."""
    urns = {finding.urn, *finding.also}
    for hop in finding.path:
        urns |= {hop.urn or "", hop.because.urn if hop.because else ""}
    return {part for urn in urns if urn for part in (urn, urn.rsplit("#", 1)[0])}


def _told(finding: Finding) -> str:
    return f"{finding.theorem}: {finding.message}" + (f" [{finding.shown_path}]" if finding.path else "")
