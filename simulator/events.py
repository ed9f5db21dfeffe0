"""What a run of the engine reports: operations, policy findings, errors."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pulumi.automation.events import EngineEvent

_COLOR = re.compile(r"<\{%[^%]*%\}>|\x1b\[[0-9;]*m")
_NOT_CHANGES = {"same", "read", "refresh"}


@dataclass(frozen=True)
class Finding:
    """A policy's report."""

    pack: str
    policy: str
    level: str
    message: str
    urn: str

    @property
    def unproven(self) -> bool:
        """Whether the policy could not decide: by its name, or because the SDK gave up on an unknown value."""
        return self.policy.endswith("-unproven") or "can't run policy" in self.message

    @property
    def stops(self) -> bool:
        """Whether a rehearsal goes no further."""
        return self.level in ("mandatory", "remediate") or self.unproven


@dataclass
class Report:
    """Collects a run's events; give `on_event` to the Automation API."""

    progress: Callable[[str, str, str], None] | None = None
    """Called with (operation, type, name) for each resource that changes."""
    operations: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What plugins and packs wrote to standard error."""

    def on_event(self, event: EngineEvent) -> None:
        """Take one event."""
        if event.policy_event:
            one = event.policy_event
            found = Finding(one.policy_pack_name, one.policy_name, one.enforcement_level, plain(one.message), one.resource_urn or "")
            if found not in self.findings:
                self.findings.append(found)
        elif event.diagnostic_event:
            one_diagnostic = event.diagnostic_event
            text = plain(one_diagnostic.message).strip().removeprefix("an unhandled error occurred: ").strip()
            # The SDK adds its own stack to what a provider refused.
            text = text.removeprefix("python inline source runtime error: ").split("\nTraceback (most recent call last)", 1)[0]
            if one_diagnostic.severity == "info#err" and text:
                self.notes.append(text)
            if one_diagnostic.severity == "error" and text and text not in self.errors:
                self.errors.append(text)
        elif event.summary_event:
            # The engine's own count: the stack itself is reported twice in a preview.
            self.operations = Counter({str(getattr(op, "value", op)): count for op, count in event.summary_event.resource_changes.items()})
        elif event.res_outputs_event:
            self._operation(event.res_outputs_event.metadata.op, event.res_outputs_event.metadata.urn)
        elif event.resource_pre_event and event.resource_pre_event.planning:
            op = event.resource_pre_event.metadata.op
            if op in ("delete", "replace", "delete-replaced"):
                self._operation(op, event.resource_pre_event.metadata.urn)

    def _operation(self, op: object, urn: str) -> None:
        name = str(getattr(op, "value", op))
        self.operations[name] += 1
        if self.progress and name not in _NOT_CHANGES:
            parts = urn.split("::")
            self.progress(name, parts[2].rsplit("$", 1)[-1], parts[-1])

    @property
    def stopping(self) -> list[Finding]:
        """Findings that stop a rehearsal."""
        return [finding for finding in self.findings if finding.stops]


def plain(text: str) -> str:
    """Without the engine's colour marks."""
    return _COLOR.sub("", text)
