"""Failures on demand: what a cloud does on a bad day.

A fault is `{verb: create, type: "aws:ec2/route:Route", nth: 2, does: lose-answer}`; `type: "*"` (the default) counts over all types, and
so does `name: "*"` over the names of resources in the program. It strikes once, when the nth such call since it was planned arrives.

- `fail`: the API refuses with an internal error; nothing was done.
- `throttle`: the API answers "Rate exceeded" `times` times. The provider retries, up to 25 times (AWS provider's `maxRetries`), so
  up to 25 it succeeds, and beyond it fails.
- `timeout`: the resource is made but does not become ready in time. The provider hands over its id with an initialization error, and
  the engine updates it on the next run. Source: Pulumi provider protocol, ErrorResourceInitFailed.
- `lose-answer`: it was done, and nobody was ever told: the provider died, or its retries ended. The engine does not know it. A second
  create of a repeatable type (`simulator.rules.registry.repeatable`) finds it; a named one is refused as existing already; any other makes
  a second one, and the first is an orphan (`World.orphans`). No client token helps: the provider makes a new one for each create (AWS
  provider, `ClientToken: id.UniqueId()`). A second delete finds nothing and succeeds. A second update changes nothing.
- `resend`: one answer was lost, and the SDK sent the request again at once (AWS SDK for Go v2, package retry: connection resets are
  retried). With a client token, and for a repeatable type, nobody notices. A named one is refused as existing already. Any other is made
  twice, the create succeeds, and the first is an orphan that nobody hears of. Updates and deletes succeed. On Azure the second request is
  the same PUT, and nobody notices (`simulator.packages.azure_native`).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.errors import CloudError, UserError
from simulator.values import Properties
from simulator.world import World

VERBS = ("create", "update", "delete")
KINDS = ("fail", "throttle", "timeout", "lose-answer", "resend")
_RETRIES = 25


class LostAnswerError(Exception):
    """Done, but nobody was told."""

    def __init__(self) -> None:
        super().__init__("the connection was reset before the answer arrived (simulated fault: lose-answer)")


class NotReadyError(Exception):
    """Made, but not ready."""

    def __init__(self, id_: str, outputs: Properties) -> None:
        super().__init__("timeout while waiting for the resource to become ready (simulated fault: timeout)")
        self.id = id_
        self.outputs = outputs


class Fault:
    """What happens to one call."""

    def __init__(self, does: str = "", times: int = 1, message: str = "") -> None:
        self._does = does
        self._times = times
        self._message = message

    @property
    def loses_answer(self) -> bool:
        """Whether it is done and the answer lost."""
        return self._does == "lose-answer"

    @property
    def is_resent(self) -> bool:
        """Whether it is done, the answer lost, and the request sent again."""
        return self._does == "resend"

    @property
    def times_out(self) -> bool:
        """Whether it is done and does not get ready."""
        return self._does == "timeout"

    def before(self) -> None:
        """Fail before anything is done."""
        if self._does == "fail":
            raise CloudError("InternalFailure", self._message or "the request processing has failed (simulated fault)")
        if self._does == "throttle" and self._times > _RETRIES:
            raise CloudError("ThrottlingException", f"Rate exceeded, after {_RETRIES} retries (simulated fault)")


class Faults:
    """The faults planned for a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def plan(self, faults: Sequence[Mapping[str, Any]]) -> None:
        """Replace the plan; counting starts anew. Raises `UserError`."""
        self.world.set_meta("faults", json.dumps([{**_checked(fault, i), "seen": 0} for i, fault in enumerate(faults)]))

    def planned(self) -> list[dict[str, Any]]:
        """What has not struck yet."""
        waiting: list[dict[str, Any]] = json.loads(self.world.meta("faults") or "[]")
        return waiting

    def due(self, verb: str, type_: str, name: str = "") -> Fault:
        """Count a call, and answer with what strikes it."""
        if not any(_meant(fault, verb, type_, name) for fault in self.planned()):
            return Fault()
        with self.world.change():
            planned = self.planned()
            struck = Fault()
            for fault in list(planned):
                if _meant(fault, verb, type_, name):
                    fault["seen"] += 1
                    if fault["seen"] == fault["nth"]:
                        struck = Fault(fault["does"], fault["times"], fault["message"])
                        planned.remove(fault)
                        self.world.log("fault", type_, "", None, f"{fault['does']} at {verb} {fault['nth']} {name}".rstrip())
            self.world.set_meta("faults", json.dumps(planned))
        return struck


def _meant(fault: Mapping[str, Any], verb: str, type_: str, name: str) -> bool:
    return fault["verb"] == verb and fault["type"] in ("*", type_) and fault["name"] in ("*", name)


def _checked(fault: Mapping[str, Any], index: int) -> dict[str, Any]:
    where = f"faults[{index}]"
    full = {"type": "*", "name": "*", "nth": 1, "times": 1, "message": "", **fault}
    for name in full:
        if name not in ("verb", "type", "name", "nth", "does", "times", "message"):
            raise UserError(f"{where}.{name}: no such key; there are: verb, type, name, nth, does, times, message")
    if full.get("verb") not in VERBS:
        raise UserError(f"{where}.verb: {full.get('verb')!r} is not allowed; allowed: {', '.join(VERBS)}")
    if full.get("does") not in KINDS:
        raise UserError(f"{where}.does: {full.get('does')!r} is not allowed; allowed: {', '.join(KINDS)}")
    for name in ("nth", "times"):
        if not isinstance(full[name], int) or isinstance(full[name], bool) or full[name] < 1:
            raise UserError(f"{where}.{name}: {full[name]!r} is not allowed; allowed: a whole number from 1")
    return full
