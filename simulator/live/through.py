"""A cloud whose resources stand on a server: the world only remembers which resource made what, so that faults, orphans and recovery work as ever.

What the provider itself checks holds as in memory. What the API refuses the server says itself: references, names that are taken and
the rules' own refusals are left to it.
"""

from abc import ABC, abstractmethod

from simulator.action import Action
from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.faults import LostAnswerError, NotReadyError
from simulator.outputs import planned
from simulator.rules.registry import Rules, rules_for
from simulator.schema import TypeSchema, type_schema
from simulator.shape import Fault
from simulator.values import Properties, holds_unknown
from simulator.world import Object, World


class HalfMadeError(NotReadyError):
    """Something stands on the server, and the rest of it was refused. The engine keeps it, with the reason, and the next run completes it."""

    def __init__(self, id_: str, outputs: Properties, refusal: CloudError) -> None:
        super().__init__(id_, outputs)
        self.args = (str(refusal),)
        self.refusal = refusal


class Backend(ABC):
    """What applies resources to a server. Refusals are `CloudError`s with the server's message."""

    def faults(self, action: Action, schema: TypeSchema) -> list[Fault]:
        """What the server says of inputs before anything is made (a dry run)."""
        return []

    @abstractmethod
    def create(self, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Make it; (id, outputs) as they are read back. Raises `HalfMadeError` where a second call is refused after the first has made something."""

    @abstractmethod
    def update(self, action: Action, schema: TypeSchema) -> Properties:
        """Change it in place; outputs as they are read back. `action.old` is what the world remembers."""

    @abstractmethod
    def delete(self, action: Action, schema: TypeSchema) -> None:
        """Remove it; what is gone already is no error. `action.old` is what the world remembers."""

    @abstractmethod
    def read(self, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """Outputs as the server has them now, or None when it is not there. `state` is empty for an import."""

    def invoke(self, token: str, args: Properties) -> Properties | None:
        """Answer a function; None where it is answered as in memory."""
        return None


class Through(Cloud):
    """One configured provider whose calls go to a server."""

    def __init__(self, package_name: str, world: World, backend: Backend, config: Properties | None = None) -> None:
        self.backend = backend
        self._half_made: dict[str, HalfMadeError] = {}
        super().__init__(package_name, world, config)

    def check(self, urn: str, old: Properties | None, new: Properties) -> tuple[Properties, list[Fault]]:
        """As in memory, and what a dry run says."""
        inputs, faults = super().check(urn, old, new)
        if not faults and not holds_unknown(inputs):
            action = self._action("update" if old else "create", urn, inputs, preview=True)
            faults = self.backend.faults(action, type_schema(action.type))
        return inputs, faults

    def create(self, urn: str, inputs: Properties, preview: bool = False) -> tuple[str, Properties]:
        """Create on the server."""
        made = super().create(urn, inputs, preview)
        half = self._half_made.pop(urn, None)
        if half is not None:
            raise half
        return made

    def update(self, urn: str, id_: str, state: Properties, old: Properties, new: Properties, preview: bool = False) -> Properties:
        """Change in place, on the server."""
        action = self._action("update", urn, new, preview=preview, id_=id_)
        schema, rules = type_schema(action.type), rules_for(action.type)
        action.old = self._get(action.type, id_, action.region, urn) or self._remembered(action, dict(state), dict(old))
        if preview:
            return planned(action, schema, rules, self.package)
        fault = self.faults.due("update", action.type, action.name)
        fault.before()
        with self.world.change():
            outputs = self.backend.update(action, schema)
            self._remember(action, action.old, outputs)
            self.world.log("update", action.type, id_, urn)
        if fault.loses_answer:
            raise LostAnswerError
        if fault.times_out:
            raise NotReadyError(id_, outputs)
        return outputs

    def read(self, type_: str, urn: str, id_: str, state: Properties, inputs: Properties) -> tuple[str, Properties, Properties] | None:
        """(id, outputs, inputs) as the server has them."""
        action = self._action("read", urn, inputs, id_=id_, type_=type_)
        schema = type_schema(type_)
        found = self._get(type_, id_, action.region, urn) or self._remembered(action, dict(state), dict(inputs))
        action.old, action.inputs = found, inputs or found.inputs
        outputs = self.backend.read(action, schema, state)
        if outputs is None:
            self.world.remove(found)
            return None
        if not found.answered or not found.born:
            found.answered = True
        self._remember(action, found, outputs)
        if not state:
            return id_, outputs, self.package.imported(schema, found, outputs)
        return id_, outputs, self.inputs_now(schema, outputs, state, inputs)

    def invoke(self, token: str, args: Properties) -> Properties:
        """Call a function."""
        answered = self.backend.invoke(token, args)
        return super().invoke(token, args) if answered is None else answered

    def _create(self, action: Action, schema: TypeSchema, rules: Rules | None) -> Object:
        action.birth = self.world.bear(action.urn)
        try:
            id_, outputs = self.backend.create(action, schema)
        except HalfMadeError as half:
            id_, outputs = half.id, half.outputs
            self._half_made[action.urn] = half
        action.id = id_
        made = self._remembered(action, outputs, action.inputs)
        self._remember(action, made, outputs)
        made.state["birth"] = action.birth
        self.world.put(made)
        self.world.log("create", action.type, id_, action.urn)
        return made

    def _delete(self, action: Action, found: Object, rules: Rules | None) -> None:
        action.old, action.outputs = found, found.outputs
        self.backend.delete(action, type_schema(action.type))
        self.world.remove(found)
        self.world.log("delete", action.type, found.id, action.urn)

    def _remembered(self, action: Action, outputs: Properties, inputs: Properties) -> Object:
        """What the world is to remember of a resource; two of one path stand side by side in it."""
        account = self.package.home(action)
        taken = {one.account for one in self.world.by_id(action.id) if one.type == action.type and one.urn != action.urn}
        place = next(name for name in [account, *(f"{account}#{i}" for i in range(2, len(taken) + 3))] if name not in taken)
        return Object(action.type, action.id, place, action.region, outputs, dict(inputs), urn=action.urn)

    def _remember(self, action: Action, found: Object, outputs: Properties) -> None:
        found.inputs, found.outputs, found.urn = dict(action.inputs), outputs, action.urn
        self.world.put(found)
