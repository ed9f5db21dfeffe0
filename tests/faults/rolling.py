"""The quick way: each run repairs what the last one broke, and is struck at the next layer. One look at the end tells whether all is well.

Every resource is struck once for each kind, as in `storm`, but a fault that only shows while nothing else has failed before would be
missed. Which resources a second run alone does not mend shows between the runs, in what is left behind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.comparing import Picture, differences, picture
from tests.faults.layers import Resource, ancestors
from tests.faults.outcomes import Outcome
from tests.faults.site import Settings, Site
from tests.faults.storm import faults_of

Kind = Callable[[Resource], str]
MOST_ROUNDS = 30


@dataclass
class Rolling:
    """Faults of one verb, from what stands towards `settings`."""

    site: Site
    verb: str
    settings: Settings
    reference: Picture
    everything: Sequence[Resource]
    destroys: bool = False
    guarded: frozenset[str] = frozenset()
    say: Callable[[str], None] = print
    wrong: list[str] = field(default_factory=list)
    _recover: dict[str, str] = field(default_factory=dict)

    def strike(self, targets: Sequence[Resource], kind: Kind) -> tuple[list[Outcome], list[Resource]]:
        """Strike all targets; answers with what became of them, and with those whose call never came."""
        waits = ancestors(self.everything)
        pending, outcomes = list(targets), dict[str, Outcome]()
        before = self._look() if self.guarded else None
        for _ in range(MOST_ROUNDS):
            group = [one for one in pending if self._is_next(one, pending, waits, kind)]
            if not group:
                break
            self._run(faults_of(group, self.verb, kind))
            spared = {(one["type"], one["name"]) for one in self.site.not_struck()}
            struck = [one for one in group if (one["type"], one["urn"].rsplit("::", 1)[-1]) not in spared]
            outcomes |= {one["urn"]: Outcome(one["urn"], one["type"], self.verb, kind(one), alone=True) for one in struck}
            pending = [one for one in pending if one["urn"] not in outcomes]
            self.say(f"      {len(struck)} of {len(group)} struck, {len(pending)} to come")
            self._untouched(before)
            if self.verb == "create" and any(kind(one) in ("lose-answer", "resend") for one in struck):
                self._repair(outcomes)
            if not struck:
                break
        self._judge(outcomes)
        return list(outcomes.values()), pending

    def _is_next(self, one: Resource, pending: Sequence[Resource], waits: dict[str, frozenset[str]], kind: Kind) -> bool:
        if kind(one) == "resend":
            return True  # Nothing fails where nothing has a name, so what comes after would be made unharmed.
        others = [other["urn"] for other in pending if kind(other) != "resend"]
        if self.verb == "delete":
            return not any(one["urn"] in waits[other] for other in others)
        return not waits[one["urn"]] & set(others)

    def _run(self, faults: list[dict[str, Any]] | None = None) -> list[str]:
        if self.destroys:
            return self.site.destroy(self.settings, faults)
        return self.site.up({**self.settings, **({"ai-zones:recover": self._recover} if self._recover else {})}, faults)

    def _look(self) -> Picture:
        return picture(self.site.rehearsal(self.settings))

    def _repair(self, outcomes: dict[str, Outcome]) -> None:
        """Note what a user would find, and do what the documentation says."""
        left = self.site.leftovers({**self.settings, **({"ai-zones:recover": self._recover} if self._recover else {})})
        for one in outcomes.values():
            if one.name in left.lost:
                one.alone, one.orphans = False, 1
        world = self.site.rehearsal_world()
        for item in left.doubles:
            world.remove(item)
            if item.urn in outcomes:
                outcomes[item.urn].alone, outcomes[item.urn].orphans, outcomes[item.urn].doubled = False, 1, True
        self.wrong += [f"left behind, and like no resource: {item.type} {item.id}" for item in left.strange]
        self._recover |= left.lost

    def _untouched(self, before: Picture | None) -> None:
        after = self._look() if before else None
        for urn in sorted(self.guarded) if before and after else ():
            if before.state[urn]["id"] != after.state.get(urn, {}).get("id") or after.copies.get(urn) != 1:  # type: ignore[union-attr]
                self._wrong(f"protected {urn.rsplit('::', 1)[-1]} was touched")

    def _judge(self, outcomes: dict[str, Outcome]) -> None:
        errors = self._run()
        now = self._look()
        again = frozenset(urn for urn, one in outcomes.items() if not one.alone)
        different = [*errors, *differences(self.reference, now, again), *(f"orphan: {orphan}" for orphan in now.orphans)]
        if not self.destroys:
            self._recover = {}
            different += [f"third run: {line}" for line in self.site.up(self.settings, unchanged=True)]
        for line in different[:20]:
            self._wrong(line)
        for one in outcomes.values():
            named = any(one.name in line for line in different)
            one.recovered = None if one.alone else not different
            one.alone = one.alone and not (named or (different and len(different) > 20))
            one.note = "differs from the reference" if named else ""

    def _wrong(self, line: str) -> None:
        self.wrong.append(f"{self.verb}: {line}")
        self.say(f"      ! {line}")
