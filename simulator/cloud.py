"""A simulated cloud as one provider sees it: check, diff, create, read, update, delete and invoke on plain values.

The plugin translates the engine's protocol into these calls; tests call them directly.
"""

from collections.abc import Mapping
from typing import Any, Literal

from simulator.action import GLOBAL, Action, Call, Place
from simulator.diff import Difference, difference, normalized
from simulator.errors import CloudError
from simulator.faults import Faults, LostAnswerError, NotReadyError
from simulator.naming import autonamed
from simulator.outputs import planned, settled
from simulator.packages import package
from simulator.packages.base import Filling
from simulator.providerconfig import unpack
from simulator.references import blockers, resolve
from simulator.rules.registry import Rules, common_hooks, function_for, is_repeatable, rules_for
from simulator.schema import Shape, TypeSchema, UnknownTypeError, sdk, type_schema
from simulator.shape import Fault, shape_faults
from simulator.uniqueness import claim, release, taken
from simulator.values import UNKNOWN, Blob, Properties
from simulator.world import Object, World


class Cloud:
    """One configured provider of one package in a world."""

    def __init__(self, package_name: str, world: World, config: Properties | None = None) -> None:
        self.package = package(package_name)
        self.world = world
        self.faults = Faults(world)
        self.config: Properties = {}
        self.place: Place = self.package.place({})
        if config is not None:
            self.configure(config)

    # Configuration.

    def check_config(self, given: Properties) -> tuple[Properties, list[Fault]]:
        """Judge a provider's configuration; compound values arrive as JSON text."""
        schema = type_schema(f"pulumi:providers:{self.package.name}")
        config = {
            name: unpack(value, schema.inputs[name].shape, schema) if name in schema.inputs else value for name, value in given.items()
        }
        plain = {name: value for name, value in config.items() if name not in ("version", "pluginDownloadURL")}
        return config, [*shape_faults(schema, plain), *self.package.config_faults(plain)]

    def configure(self, given: Properties) -> None:
        """Take a configuration that was checked."""
        self.config, faults = self.check_config(given)
        if faults:
            raise CloudError("", "; ".join(f"{path}: {reason}" for path, reason in faults))
        self.place = self.package.place(self.config)

    # Resources.

    def check(self, urn: str, old: Properties | None, new: Properties) -> tuple[Properties, list[Fault]]:
        """Inputs with the names that the provider gives, and everything that is wrong with them, together."""
        type_ = type_of(urn)
        try:
            schema = type_schema(type_)
        except UnknownTypeError:
            return new, [("", f"{self.package.name} {sdk(self.package.name).version} has no resource type {type_}")]
        rules = rules_for(type_)
        named = autonamed(rules, urn, old, new, self.world)
        inputs = self.package.fill(Filling(type_, urn, schema, old, named, self.world, self.place))
        faults = shape_faults(schema, {name: value for name, value in inputs.items() if not self.package.unchecked(name)})
        if not faults:
            # Rules may rely on the types that the shape has established.
            faults.extend(self.package.faults(schema, inputs))
            for check in rules.checks if rules else ():
                faults.extend(check.faults(inputs))
        return inputs, faults

    def diff(self, urn: str, old: Properties, new: Properties, ignore: tuple[str, ...] = ()) -> Difference:
        """Compare inputs."""
        type_ = type_of(urn)
        schema = type_schema(type_)
        before, after = (self.package.comparable(type_, schema, inputs, self.place) for inputs in (old, new))
        immutable = self.package.immutable(type_, schema) | self.package.replacing(type_, old, self.place)
        deletes_first = self.package.deletes_first(old, new)
        return difference(
            rules_for(type_), before, after, ignore, immutable=immutable, deletes_first=deletes_first, same_to=self.package.same
        )

    def create(self, urn: str, inputs: Properties, preview: bool = False) -> tuple[str, Properties]:
        """Create, or say what would be created: an empty id and unknown outputs."""
        action = self._action("create", urn, inputs, preview=preview)
        schema, rules = type_schema(action.type), rules_for(action.type)
        if preview:
            return "", planned(action, schema, rules, self.package)
        fault = self.faults.due("create", action.type, action.name)
        fault.before()
        found = self._made(action, schema, rules, answered=not (fault.loses_answer or fault.is_resent))
        if fault.is_resent:
            action = self._action("create", urn, inputs)
            with_token = self.package.same_when_resent() or bool(rules and rules.client_token)
            found = self._made(action, schema, rules, with_token=with_token)
        if fault.loses_answer:
            raise LostAnswerError
        if fault.times_out:
            raise NotReadyError(found.id, found.outputs)
        return found.id, found.outputs

    def update(self, urn: str, id_: str, state: Properties, old: Properties, new: Properties, preview: bool = False) -> Properties:
        """Change in place."""
        action = self._action("update", urn, new, preview=preview, id_=id_)
        schema, rules = type_schema(action.type), rules_for(action.type)
        if preview:
            action.old = Object(action.type, id_, action.account, action.region, dict(state), dict(old), urn=urn)
            return planned(action, schema, rules, self.package)
        fault = self.faults.due("update", action.type, action.name)
        fault.before()
        with self.world.change():
            found = self._existing(action)
            action.old, action.birth = found, found.state.get("birth", 0)
            action.inputs = new
            to = resolve(action, rules, self.package.target)
            self._hooks(action, rules, "update")
            action.outputs = settled(action, schema, rules, self.package)
            claim(action, rules, found)
            found.inputs, found.outputs, found.urn = _json(new), _json(normalized(rules, action.outputs)), urn
            self.world.put(found)
            self.world.point(found, to)
            action.outputs = found.outputs
            self._hooks(action, rules, "updated", "read")
            found.outputs = action.outputs
            self.world.put(found)
            self.world.log("update", action.type, id_, urn)
        if fault.loses_answer:
            raise LostAnswerError
        if fault.times_out:
            raise NotReadyError(found.id, found.outputs)
        return found.outputs

    def delete(self, urn: str, id_: str, inputs: Properties, state: Properties) -> None:
        """Delete; what is gone already is no error, as in the real providers."""
        action = self._action("delete", urn, inputs, id_=id_)
        rules = rules_for(action.type)
        region = state.get("region")
        fault = self.faults.due("delete", action.type, action.name)
        fault.before()
        with self.world.change():
            found = self._get(action.type, id_, region if isinstance(region, str) else action.region, urn)
            if found is not None:
                self._delete(action, found, rules)
        if fault.loses_answer:
            raise LostAnswerError
        if fault.times_out:
            raise CloudError("", f"timeout while waiting for {id_} to be deleted; it is gone by now")

    def read(self, type_: str, urn: str, id_: str, state: Properties, inputs: Properties) -> tuple[str, Properties, Properties] | None:
        """(id, outputs, inputs) of what is in the world, or None when it is not."""
        action = self._action("read", urn, inputs, id_=id_, type_=type_)
        rules = rules_for(type_)
        if not state and rules and rules.import_id:
            action.id = rules.import_id(action)
        region = state.get("region")
        found = self._get(type_, action.id, region if isinstance(region, str) else action.region, urn)
        if found is None:
            return None
        if not found.answered:
            found.answered = True  # Whoever reads it knows it: an import ends an orphan's days.
            self.world.put(found)
        action.old, action.inputs, action.outputs = found, inputs or found.inputs, found.outputs
        self._hooks(action, rules, "read")
        schema = type_schema(type_)
        if not state:
            return found.id, action.outputs, self.package.imported(schema, found, action.outputs)
        return found.id, action.outputs, self.inputs_now(schema, action.outputs, state, inputs)

    def inputs_now(self, schema: TypeSchema, outputs: Properties, state: Properties, inputs: Properties) -> Properties:
        """Inputs as a refresh finds them."""
        own = self.package.read_inputs(outputs, state, inputs)
        return _read_inputs(schema, rules_for(schema.token), outputs, state, inputs) if own is None else own

    def invoke(self, token: str, args: Properties) -> Properties:
        """Call a function. One that is not modelled is an error, never an empty answer."""
        function = function_for(token)
        if function is None:
            raise CloudError(
                "", f"the simulator does not model the function {token}: it would have to invent an answer. Model it in simulator/rules/"
            )
        return function.handler(Call(token, args, self.world, self.place))

    # Steps.

    def _action(
        self,
        verb: Literal["create", "update", "delete", "read"],
        urn: str,
        inputs: Properties,
        *,
        preview: bool = False,
        id_: str = "",
        type_: str = "",
    ) -> Action:
        birth = self.world.births(urn) if verb == "create" else 0
        return Action(verb, type_ or type_of(urn), urn, id_, inputs, {}, None, self.world, self.place, preview, birth)

    def _made(self, action: Action, schema: TypeSchema, rules: Rules | None, *, answered: bool = True, with_token: bool = False) -> Object:
        """What a create makes, or finds made by one that was never answered."""
        with self.world.change():
            found = self._unanswered(action) if with_token or is_repeatable(action.type) else None
            if found is None or found.inputs != _json(action.inputs):
                if found is not None:
                    self._delete(action, found, rules)  # The second replaces it whole.
                found = self._create(action, schema, rules)
            found.answered = answered
            return self.world.put(found)

    def _create(self, action: Action, schema: TypeSchema, rules: Rules | None) -> Object:
        """The create itself, inside a transaction."""
        self.package.before_create(action)
        to = resolve(action, rules, self.package.target)
        adopted = rules.adopts(action) if rules and rules.adopts else None
        if rules and rules.adopts:
            if adopted is None:
                raise CloudError("NotFound", f"{action.type} adopts an object that the cloud makes, and there is none")
            if adopted.adopted_as:
                raise CloudError("", f"{adopted.id} is already managed by {adopted.urn}")
            action.old, action.id = adopted, adopted.id
        self._hooks(action, rules, "create")
        action.birth = self.world.bear(action.urn)
        found = adopted or Object(action.type, "", self.package.home(action), action.region, {})
        if not adopted:
            action.id = self._id(action, rules)
            found.id = action.id
            if _is_global(schema):
                found.region = GLOBAL
            clash = self.world.get(action.type, action.id, found.account, found.region)
            if clash is not None:
                raise taken(rules, clash)
        action.outputs = dict(adopted.outputs) if adopted else {}
        action.outputs = settled(action, schema, rules, self.package)
        claim(action, rules, found)
        found.inputs, found.outputs, found.urn = _json(action.inputs), _json(normalized(rules, action.outputs)), action.urn
        found.state["birth"] = action.birth
        if adopted:
            found.adopted_as = action.type
        self.world.put(found)
        self.world.point(found, to)
        action.old, action.outputs = found, found.outputs
        self._hooks(action, rules, "created", "read")
        found.outputs = action.outputs
        self.world.put(found)
        self.world.log("create", action.type, found.id, action.urn)
        return found

    def _delete(self, action: Action, found: Object, rules: Rules | None) -> None:
        action.old, action.outputs = found, found.outputs
        protections = {one.property: one for one in self.package.protections(action.type, type_schema(action.type))}
        protections |= {one.property: one for one in (rules.protections if rules else ())}
        for protection in protections.values():
            if found.outputs.get(protection.property) in protection.values:
                raise CloudError(protection.code, f"{found.id}: {protection.message} ({protection.property})")
        if self.package.abandons(found):
            found.urn = None
            self.world.put(found)
            self.world.log("abandon", action.type, found.id, action.urn)
            return
        adopted = found.adopted_as is not None
        family = [] if adopted else self.package.family(self.world, found)
        if not adopted:
            blockers(self.world, found, family)
        self._hooks(action, rules, "delete")
        if adopted:
            found.adopted_as, found.urn = None, None
            self.world.put(found)
            self.world.point(found, [])
        else:
            for one in family:
                self.world.remove(one)
                release(action, rules_for(one.type), one)
            self.world.remove(found)
            release(action, rules, found)
        self._hooks(action, rules, "deleted")
        self.world.log("delete", action.type, found.id, action.urn)

    def _get(self, type_: str, id_: str, region: str, urn: str = "") -> Object | None:
        return self.package.own(self.world, type_, id_, urn) or self.package.find(self.world, type_, id_, self.place.account, region)

    def _id(self, action: Action, rules: Rules | None) -> str:
        if rules is None or rules.id == Rules.id:
            return self.package.default_id(action)
        made = rules.id(action) if callable(rules.id) else action.fill(rules.id)
        if not isinstance(made, str) or not made:
            raise CloudError("", f"{action.type}: the rules make no id of {rules.id!r}")
        return made

    def _unanswered(self, action: Action) -> Object | None:
        """What an earlier create of this very resource made before its answer was lost."""
        made = self.world.by_urn(action.urn)
        return next((one for one in made if not one.answered and action.type in (one.type, one.adopted_as)), None)

    def _existing(self, action: Action) -> Object:
        region = action.inputs.get("region")
        found = self._get(action.type, action.id, region if isinstance(region, str) else action.place.region, action.urn)
        if found is None:
            raise CloudError("NotFound", f"{action.type} {action.id} does not exist: it was deleted outside of the stack; run a refresh")
        return found

    @staticmethod
    def _hooks(action: Action, rules: Rules | None, *names: str) -> None:
        for name in names:
            for hook in [*common_hooks(action.type, name), *(rules.hooks[name] if rules else ())]:
                hook(action)


def type_of(urn: str) -> str:
    """The type token of a URN, without its parents' types."""
    return urn.split("::")[2].rsplit("$", 1)[-1]


def _is_global(schema: TypeSchema) -> bool:
    """In the AWS provider from version 7 on, a resource without a `region` is global."""
    return schema.token.startswith("aws:") and "region" not in schema.outputs


def _read_inputs(schema: TypeSchema, rules: Rules | None, outputs: Properties, state: Properties, inputs: Properties) -> Properties:
    """Inputs as a refresh finds them: what was asked for, with what has changed outside of the stack."""
    fresh: Properties = {}
    old = _json(inputs)
    for name, value in old.items():
        if name not in outputs and name in state:
            continue  # Taken away outside of the stack.
        now = outputs.get(name, value)
        changed = name in state and difference(rules, {name: _json(state[name])}, {name: now}).changes
        fresh[name] = (
            _drifted(schema, schema.inputs[name].shape if name in schema.inputs else "any", value, state[name], now) if changed else value
        )
    for name in schema.inputs:
        # What the SDK shows as always present the cloud may fill in by itself (a table's routes); the rest is drift.
        computed = (name in schema.outputs and schema.outputs[name].required) or bool(rules and name in rules.inline)
        if name not in old and not computed and outputs.get(name) is not None and _json(state.get(name)) != outputs[name]:
            fresh[name] = outputs[name]
    return fresh


def _drifted(schema: TypeSchema, shape: Shape, asked: Any, before: Any, now: Any) -> Any:
    """A changed value. Of an object only what can be an input counts: a list that only the cloud fills (a vault's connections) is no drift."""
    one = shape[0] == "object" and isinstance(shape, list) and schema.token.startswith("azure-native:")
    if not one or not (isinstance(asked, dict) and isinstance(before, dict) and isinstance(now, dict)):
        return now
    members = schema.objects[shape[1]]
    fresh: Properties = {}
    for name in dict.fromkeys([*asked, *now]):
        same = _json(before.get(name)) == _json(now.get(name))
        if same and name in asked:
            fresh[name] = asked[name]
        elif not same and name in members and now.get(name) is not None:
            fresh[name] = _drifted(schema, members[name].shape, asked.get(name), before.get(name), now[name])
    return fresh


def _json(value: Any) -> Any:
    """What the world can keep: assets as they travel."""
    if isinstance(value, Blob):
        return _json(value.raw)
    if value is UNKNOWN:
        raise CloudError("", "an unknown value reached an update: a dependency failed")
    if isinstance(value, Mapping):
        return {name: _json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_json(item) for item in value]
    return value
