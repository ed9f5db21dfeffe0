"""The whole of it: every create, update and delete of the stack, with each kind of fault, in groups that do not influence one another."""

import time
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from tests.faults.comparing import Picture, picture
from tests.faults.layers import Resource, cloud_resources, layers
from tests.faults.outcomes import Outcome
from tests.faults.rolling import Rolling
from tests.faults.rounds import Round
from tests.faults.site import ACCOUNTS, NOTHING, Settings, Site, changed, cloud_of, removable
from tests.faults.storm import Storm

KINDS = {
    "create": ("fail", "timeout", "lose-answer", "resend"),
    "update": ("fail", "timeout", "lose-answer"),
    "delete": ("fail", "timeout", "lose-answer"),
    "part": ("fail", "timeout", "lose-answer"),
}
"""`part` deletes what a smaller plan no longer has, by an update."""


def smaller(settings: Settings) -> Settings:
    """The same stack without the zone training."""
    new = deepcopy(settings)
    plan = new["ai-zones:plan"]
    del plan["zones"]["training"], new[ACCOUNTS[cloud_of(settings)]]["training"]
    plan["flows"] = {name: flow for name, flow in plan["flows"].items() if "training" not in (flow["source"], flow["target"])}
    return new


@dataclass
class Campaign:
    """Runs the storms, and collects what became of everything."""

    site: Site
    settings: Settings
    size: int = 0
    """Largest group; 0: as large as the dependencies allow; 1: truly one by one."""
    rolling: bool = False
    """Strike the next layer while repairing the last."""
    chosen: Callable[[Sequence[Resource]], list[Resource]] = lambda resources: cloud_resources(resources)
    say: Callable[[str], None] = print
    done: Callable[[Round], None] = lambda _: None
    """Called with each round."""
    outcomes: list[Outcome] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    """Planned faults whose call never came."""

    def run(self, verbs: Sequence[str], kinds: Sequence[str] = ()) -> None:
        """Build the references, then strike."""
        built = self._reference("built", NOTHING, self.settings)
        resources = self._resources(self.settings)
        for verb in verbs:
            for storm, targets in getattr(self, f"_{verb}")(built, resources):
                for kind in [kind for kind in KINDS[verb] if not kinds or kind in kinds]:
                    self._strike(storm, kind, verb, targets)

    def _create(self, built: Picture, resources: list[Resource]) -> Iterator[tuple[Storm, list[Resource]]]:
        yield Storm(self.site, "create", NOTHING, self.settings, built, say=self.say), resources

    def _update(self, built: Picture, resources: list[Resource]) -> Iterator[tuple[Storm, list[Resource]]]:
        settings = changed(self.settings)
        after = self._reference("changed", "built", settings)
        updated = self._called("update")
        targets = [one for one in resources if one["urn"] in updated]
        self.say(f"   {len(targets)} resources of {len({one['type'] for one in targets})} types are updated")
        yield Storm(self.site, "update", "built", settings, after, say=self.say), targets

    def _delete(self, built: Picture, resources: list[Resource]) -> Iterator[tuple[Storm, list[Resource]]]:
        settings = removable(self.settings)
        self._reference("removable", "built", settings)
        self.site.put_back("removable")
        if errors := self.site.destroy(settings):
            raise RuntimeError(f"the reference can't be destroyed: {errors}")
        gone = picture(self.site.rehearsal(settings))
        deepest_first = list(reversed(resources))
        yield Storm(self.site, "delete", "removable", settings, gone, destroys=True, say=self.say), deepest_first

    def _part(self, built: Picture, resources: list[Resource]) -> Iterator[tuple[Storm, list[Resource]]]:
        settings = smaller(removable(self.settings))
        self._reference("removable", "built", removable(self.settings))
        after = self._reference("smaller", "removable", settings)
        targets = [one for one in resources if one["urn"] not in after.state]
        going = frozenset(one["urn"] for one in targets)
        yield Storm(self.site, "delete", "removable", settings, after, may_go=going, say=self.say), targets

    def _strike(self, storm: Storm, kind: str, verb: str, targets: Sequence[Resource]) -> None:
        began, counts = time.monotonic(), (len(self.outcomes), len(self.never), len(self.wrong))
        (self._roll if self.rolling else self._in_groups)(storm, kind, verb, targets)
        way = "rolling" if self.rolling else "one by one" if self.size == 1 else "groups"
        new = self.outcomes[counts[0] :], self.never[counts[1] :], self.wrong[counts[2] :]
        self.done(Round(self._name(verb), kind, way, *new, minutes=(time.monotonic() - began) / 60))

    def _in_groups(self, storm: Storm, kind: str, verb: str, targets: Sequence[Resource]) -> None:
        waiting, rounds = list(self.chosen(targets)), 0
        everything = self._everything
        while waiting and rounds < 6:
            spared: list[Resource] = []
            for group in layers(everything, waiting, self.size):
                began = time.monotonic()
                outcomes, missed = storm.strike(group, kind)
                spared += missed
                self.outcomes += [self._named(one, verb) for one in outcomes]
                well = sum(1 for one in outcomes if one.converged)
                self.say(f"   {verb} {kind}: {len(outcomes)} of {len(group)} struck, {well} converged ({time.monotonic() - began:.0f} s)")
            if len(spared) == len(waiting):
                break
            # A failure may end the program before it comes to the others: they get a run of their own.
            waiting, rounds = spared, rounds + 1
        self.never += [f"{verb} {kind} {one['type']} {one['urn'].rsplit('::', 1)[-1]}" for one in waiting]
        self.wrong += storm.faults_left
        storm.faults_left = []

    def _roll(self, storm: Storm, kind: str, verb: str, targets: Sequence[Resource]) -> None:
        began = time.monotonic()
        self.site.put_back(storm.base)
        rolling = Rolling(
            self.site,
            storm.verb,
            storm.settings,
            storm.reference,
            self._everything,
            destroys=storm.destroys,
            may_go=storm.may_go,
            tries_alone=True,
            say=self.say,
        )
        outcomes, missed = rolling.strike(self.chosen(targets), lambda _: kind)
        self.outcomes += [self._named(one, verb) for one in outcomes]
        self.never += [f"{verb} {kind} {one['type']} {one['urn'].rsplit('::', 1)[-1]}" for one in missed]
        self.wrong += rolling.wrong
        well = sum(1 for one in outcomes if one.converged)
        self.say(f"   {verb} {kind}: {len(outcomes)} struck, {well} converged ({time.monotonic() - began:.0f} s)")

    @staticmethod
    def _name(verb: str) -> str:
        return {"part": "delete by an update"}.get(verb, verb)

    def _named(self, outcome: Outcome, verb: str) -> Outcome:
        outcome.verb = self._name(verb)
        return outcome

    def _reference(self, name: str, base: str, settings: Settings) -> Picture:
        """What it looks like when nothing goes wrong; kept under the name."""
        self.site.put_back(base)
        if errors := self.site.up(settings):
            raise RuntimeError(f"the reference {name} can't be built: {errors}")
        self.site.keep(name)
        return picture(self.site.rehearsal(settings))

    def _resources(self, settings: Settings) -> list[Resource]:
        self._everything: list[Resource] = self.site.rehearsal(settings).export()["deployment"]["resources"]
        return cloud_resources(self._everything)

    def _called(self, verb: str) -> set[str]:
        return {urn for done, _, _, urn, _ in self.site.rehearsal_world().history() if done == verb and urn}
