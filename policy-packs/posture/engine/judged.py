"""Judges what the engine hands over once, however many policies ask."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from posture.check import Judgement, check
from posture.proofs.theorems import THEOREMS
from posture.rules.contract import Rule
from posture.settings.effective import Settings, load_settings
from posture.stack import Stack


class Judge:
    """Remembers what the program declared (of Azure the inputs too), and the judgements of the stack that was handed over last."""

    def __init__(self, rules: Sequence[Rule] = (), theorems: Sequence[str] = THEOREMS) -> None:
        self.declared: dict[str, frozenset[str]] = {}
        self.inputs: dict[str, dict[str, Any]] = {}
        self._rules = rules
        self._theorems = theorems
        self._settings: dict[str, Settings] = {}
        self._stack: Stack | None = None
        self._judgements: dict[str, Judgement] = {}
        self._told: set[str] = set()

    def judge(self, stack: Stack, config: str | None) -> Judgement:
        """Raises `InputError` for a bad `posture.yaml`."""
        settings = self._settings_of(config)
        if self._stack is not stack:
            self._stack, self._judgements = stack, {}
        key = config or ""
        if key not in self._judgements:
            self._judgements[key] = check(stack, settings, self._rules, self._theorems)
        return self._judgements[key]

    def told_once(self, text: str, again: str) -> str:
        """The text the first time, `again` afterwards."""
        if text in self._told:
            return again
        self._told.add(text)
        return text

    def _settings_of(self, config: str | None) -> Settings:
        if (config or "") not in self._settings:
            self._settings[config or ""] = load_settings(Path(config) if config else None)
        return self._settings[config or ""]
