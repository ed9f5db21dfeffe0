"""Judges what the engine hands over once, however many policies ask."""

import hashlib
import pickle
from collections.abc import Sequence
from pathlib import Path

from pulumi_policy import PolicyResource

from posture.check import Judgement, check
from posture.engine.resources import read_resources
from posture.settings.effective import Settings, load_settings


class Judge:
    """Remembers what the program declared, and the last judgement."""

    def __init__(self) -> None:
        self.declared: dict[str, frozenset[str]] = {}
        self._settings: dict[str, Settings] = {}
        self._last: tuple[bytes, Judgement] | None = None
        self._told: set[str] = set()

    def judge(self, resources: Sequence[PolicyResource], config: str | None, name: str) -> Judgement:
        """Raises `InputError` for a bad `posture.yaml`."""
        settings = self._settings_of(config)
        stack = read_resources(resources, self.declared, name)
        key = hashlib.sha256(pickle.dumps((config, stack.resources))).digest()
        if self._last is None or self._last[0] != key:
            self._last = (key, check(stack, settings))
        return self._last[1]

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
