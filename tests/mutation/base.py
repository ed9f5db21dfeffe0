"""Bases: programs that are sound by every pack, in state and in preview. Only of these a mutant says anything."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from posture.errors import InputError
from posture.proofs.verdict import Verdict
from posture.settings.effective import Settings, load_settings
from tests.mutation.forms import RefusedError, preview_of, state_of
from tests.mutation.judging import judged
from tests.mutation.program import Program, load_program
from tests.posture.topologies.corpus import PREVIEW, STATE, Topology, topologies

WRITTEN = Path(__file__).parent / "bases"
AWS, AZURE, GCP, KUBERNETES, VAULT = "aws", "azure", "gcp", "kubernetes", "vault"
CLOUDS = (AWS, AZURE, GCP, KUBERNETES, VAULT)


def cloud_of(name: str) -> str:
    """The cloud of a base, topology or stack of ours, by its name."""
    return next((cloud for cloud in (AZURE, GCP, KUBERNETES, VAULT) if name.startswith((f"{cloud}_", f"{cloud}-"))), AWS)


@dataclass(frozen=True)
class Base:
    """One recorded program with its reviewer's file."""

    name: str
    folder: Path
    own: bool
    """Whether it is output of our components."""
    meant_sound: bool = True
    """Written or recorded to be sound by every pack: then any finding on it is a false alarm."""

    @cached_property
    def settings(self) -> Settings:
        """The reviewer's `posture.yaml`."""
        posture = self.folder / "posture.yaml"
        return load_settings(posture if posture.exists() else None)

    @cached_property
    def program(self) -> Program:
        """The recorded program, with the outputs that the simulated cloud gives today."""
        made = load_program(_read(self.folder / STATE), _read(self.folder / PREVIEW))
        entries = {entry["urn"]: entry for entry in state_of(made)["deployment"]["resources"]}
        for row in made.rows:
            row.outputs, row.id = entries[row.urn].get("outputs") or {}, entries[row.urn].get("id")
        return made

    @cached_property
    def state(self) -> dict[str, Any]:
        """Its state, made again."""
        return state_of(self.program)

    def faults(self) -> list[str]:
        """Why it is not sound: all that is violated or unproven in either form."""
        try:
            forms = (("state", self.state), ("preview", preview_of(self.program)))
            assert self.settings
        except (RefusedError, InputError) as error:
            return [f"refused: {error}"]
        found: list[str] = []
        for form, document in forms:
            for result in judged(document, self.settings, form).results:
                if result.verdict is Verdict.PROVEN:
                    continue
                texts = [*(f"{one.message} @{one.urn.rsplit('::', 1)[-1]}" for one in result.findings), *result.reasons]
                found.extend(f"{form}: {result.theorem} {result.verdict}: {text}" for text in texts or [""])
        return found


def _read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def written_bases(cloud: str = AWS) -> list[Topology]:
    """The bases of a cloud that were written for this, by name."""
    return [Topology(path.parent) for path in sorted(WRITTEN.glob("*/expected.yaml")) if cloud_of(path.parent.name) == cloud]


def hand_written(cloud: str = AWS) -> Iterator[Base]:
    """Those written for this, then the labelled topologies that are sound."""
    for topology in written_bases(cloud):
        if (topology.folder / STATE).exists():
            yield Base(topology.name, topology.folder, own=False)
    for topology in topologies():
        if cloud_of(topology.name) != cloud:
            continue
        # One that is just being written has no label or recording yet.
        with contextlib.suppress(yaml.YAMLError, ValueError):
            if topology.expected.sound and (topology.folder / STATE).exists():
                yield Base(topology.name, topology.folder, own=False, meant_sound=False)
