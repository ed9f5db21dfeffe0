"""The quick way: each run repairs what the last one broke, and is struck at the next layer. One look at the end tells whether all is well.

Every resource is struck once for each kind, as in `storm`, but a fault that only shows while nothing else has failed before would be
missed. Which resources a second run alone does not mend shows between the runs, in what is left behind; with `tries_alone` the second run
is made as well, looked at, and taken back before the recovery.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.comparing import Picture, differences, picture
from tests.faults.guarding import Guard
from tests.faults.layers import Resource, ancestors
from tests.faults.outcomes import Outcome
from tests.faults.site import Settings, Site
from tests.faults.storm import faults_of

Kind = Callable[[Resource], str]
MOST_ROUNDS = 60
MOST_IDLE_ROUNDS = 3
"""Rounds in a row that strike nothing. With `--continue-on-error` the program goes on without the outputs of what failed; where one of them is
required, the check refuses its user and the engine ends the run there (pulumi 3.250), so what a round reaches depends on how calls overlap."""


@dataclass
class Rolling:
    """Faults of one verb, from what stands towards `settings`."""

    site: Site
    verb: str
    settings: Settings
    reference: Picture
    everything: Sequence[Resource]
    destroys: bool = False
    may_go: frozenset[str] = frozenset()
    """URNs of stores that this verb is to delete; all others must keep what is in them."""
    tries_alone: bool = False
    """After lost answers of creates: first see what a second run alone does to them."""
    say: Callable[[str], None] = print
    wrong: list[str] = field(default_factory=list)
    guard: Guard = field(default_factory=Guard)
    _recover: dict[str, str] = field(default_factory=dict)

    def strike(self, targets: Sequence[Resource], kind: Kind) -> tuple[list[Outcome], list[Resource]]:
        """Strike all targets; answers with what became of them, and with those whose call never came."""
        waits = ancestors(self.everything)
        pending, outcomes = list(targets), dict[str, Outcome]()
        self._stores()
        idle = 0
        for _ in range(MOST_ROUNDS):
            group = [one for one in pending if self._is_next(one, pending, waits, kind)]
            if not group or idle == MOST_IDLE_ROUNDS:
                break
            errors = self._run(faults_of(group, self.verb, kind))
            spared = {(one["type"], one["name"]) for one in self.site.not_struck()}
            struck = [one for one in group if (one["type"], one["urn"].rsplit("::", 1)[-1]) not in spared]
            outcomes |= {one["urn"]: Outcome(one["urn"], one["type"], self.verb, kind(one), alone=True) for one in struck}
            pending = [one for one in pending if one["urn"] not in outcomes]
            self.say(f"      {len(struck)} of {len(group)} struck, {len(pending)} to come")
            if spared:
                self._tell_why(errors)
            self._stores()
            if self.verb == "create" and any(kind(one) in ("lose-answer", "resend") for one in struck):
                self._repair(outcomes)
            idle = 0 if struck else idle + 1
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
        return self.site.up(self._told(), faults)

    def _look(self) -> Picture:
        return picture(self.site.rehearsal(self.settings))

    def _repair(self, outcomes: dict[str, Outcome]) -> None:
        """Note what a user would find, and do what the documentation says."""
        left = self.site.leftovers(self._told())
        lost = [one for one in outcomes.values() if one.name in left.lost]
        for one in lost:
            one.alone, one.orphans = False, 1
        if lost and self.tries_alone:
            self._try_alone(lost)
        world = self.site.rehearsal_world()
        for item in left.doubles:
            world.remove(item)
            if item.urn in outcomes:
                outcomes[item.urn].alone, outcomes[item.urn].orphans, outcomes[item.urn].doubled = False, 1, True
        for item in left.strange:
            self._wrong(f"left behind, and like no resource: {item.type} {item.id}")
        self._recover |= left.lost

    def _try_alone(self, lost: Sequence[Outcome]) -> None:
        """A second run without any recovery: what is made twice, what is refused? Its end is taken back."""
        self.site.keep("struck")
        self._run()
        now = self._look()
        for one in lost:
            one.doubled = now.copies.get(one.urn, 0) > 1
            if not one.doubled and one.urn in now.state and not any(orphan.endswith(f" {one.urn}") for orphan in now.orphans):
                self._wrong(f"{one.name} was taken for lost, and a second run alone found it")
        self.site.put_back("struck")

    def _tell_why(self, errors: Sequence[str]) -> None:
        """What was refused that no fault of ours refused: what came after it was never called."""
        for line in [error for error in errors if "simulated fault" not in error][:10]:
            self.say(f"        not by a fault: {line}")

    def _told(self) -> Settings:
        """The settings, and what the documented recovery has written into them so far."""
        return {**self.settings, **({"ai-zones:recover": self._recover} if self._recover else {})}

    def _stores(self) -> None:
        if self.destroys:
            return
        resources = self.site.rehearsal(self._told()).export()["deployment"].get("resources") or []
        for line in self.guard.look(resources, self.site.rehearsal_world(), self.may_go):
            self._wrong(line)

    def _judge(self, outcomes: dict[str, Outcome]) -> None:
        errors = self._run()
        self._stores()
        now = self._look()
        again = frozenset(urn for urn, one in outcomes.items() if not one.alone)
        different = [*errors, *differences(self.reference, now, again), *(f"orphan: {orphan}" for orphan in now.orphans)]
        if not self.destroys:
            self._recover = {}
            different += [f"third run: {line}" for line in self.site.up(self.settings, unchanged=True)]
            self._stores()
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
