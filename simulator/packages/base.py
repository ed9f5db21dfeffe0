"""A provider of which nothing is known but its SDK."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.action import Action, Place
from simulator.rules.registry import Protection, Ref, Rules
from simulator.schema import TypeSchema
from simulator.values import Properties
from simulator.world import Object, World

Fault = tuple[str, str]


@dataclass(frozen=True)
class Filling:
    """What a provider's Check is given."""

    type: str
    urn: str
    schema: TypeSchema
    old: Properties | None
    new: Properties
    world: World
    place: Place


class Package:
    """Behaviour common to a provider's types. Subclasses say what their cloud documents."""

    def __init__(self, name: str) -> None:
        self.name = name

    def config_faults(self, config: Properties) -> Iterator[Fault]:
        """What is wrong with a provider's configuration, beyond its schema."""
        yield from ()

    def place(self, config: Properties) -> Place:
        """Account and region in which a provider with this configuration works."""
        return Place(account=self.name, region="global", partition="", config=config)

    def common_outputs(self, action: Action, schema: TypeSchema) -> Properties:
        """Outputs that every type with such a property has; known in preview where their inputs are."""
        return {}

    def default_id(self, action: Action) -> str:
        """An id for a type without rules."""
        return f"{action.name}-{action.hex(12)}"

    def fill(self, filling: Filling) -> Properties:
        """The inputs, with what the provider's Check adds."""
        return filling.new

    def unchecked(self, name: str) -> bool:
        """Whether an input is the provider's own, which no class declares."""
        return False

    def shows(self, schema: TypeSchema, name: str) -> bool:
        """Whether an input stands among the outputs."""
        return True

    def preview(self, action: Action, schema: TypeSchema, shown: Properties) -> Properties:
        """A preview's outputs, from what rules and SDK know."""
        return shown

    def faults(self, schema: TypeSchema, inputs: Properties) -> Iterator[Fault]:
        """What is wrong with inputs of the right shape, for any type."""
        yield from ()

    def answer(self, action: Action, schema: TypeSchema, outputs: Properties) -> None:
        """Changes the outputs of a create or update into the form in which the provider reads them back."""

    def comparable(self, type_: str, schema: TypeSchema, inputs: Properties, place: Place) -> Properties:
        """Inputs as they are compared: with what the provider takes from its configuration."""
        return inputs

    def same(self, rules: Rules | None, path: str, old: Any, new: Any) -> bool:
        """Whether two different values at a path (`ingress[*].protocol`) mean the same to the provider."""
        return False

    def protections(self, type_: str, schema: TypeSchema) -> tuple[Protection, ...]:
        """What protects any type, besides what its rules name."""
        return ()

    def home(self, action: Action) -> str:
        """Account in which a resource is made."""
        return action.account

    def abandons(self, found: Object) -> bool:
        """Whether a delete leaves the object where it is."""
        return False

    def target(self, action: Action, ref: Ref, value: str) -> Object | None:
        """The object that a reference names; raises `NotImplementedError` where the general way holds."""
        raise NotImplementedError

    def immutable(self, type_: str, schema: TypeSchema) -> frozenset[str]:
        """Properties whose change replaces, besides those that the type's rules name."""
        return frozenset()

    def replacing(self, type_: str, old: Properties, place: Place) -> frozenset[str]:
        """The same, where it depends on the provider's configuration or the old inputs."""
        return frozenset()

    def deletes_first(self, old: Properties, new: Properties) -> bool:
        """Whether a replacement deletes before it creates, whatever the type's rules say."""
        return False

    def before_create(self, action: Action) -> None:
        """May refuse a create of any type."""

    def same_when_resent(self) -> bool:
        """Whether a create whose request is sent twice makes one object of whatever type."""
        return False

    def imported(self, schema: TypeSchema, found: Object, outputs: Properties) -> Properties:
        """Inputs of what is read by its id alone: what was asked for, or else what stands there."""
        return dict(found.inputs) or {name: outputs[name] for name in schema.inputs if outputs.get(name) is not None}

    def read_inputs(self, outputs: Properties, state: Properties, inputs: Properties) -> Properties | None:
        """Inputs as a refresh finds them, of outputs as they are and were; None where the general way holds."""
        return None

    def find(self, world: World, type_: str, id_: str, account: str, region: str) -> Object | None:
        """The object of a type and id."""
        return world.get(type_, id_, account, region)

    def own(self, world: World, type_: str, id_: str, urn: str) -> Object | None:
        """The object that this very resource made, where an id alone does not tell it from another's."""
        return None

    def account_of(self, id_: str, default: str) -> str:
        """Account in which an object of this id stands."""
        return default

    def family(self, world: World, found: Object) -> list[Object]:
        """What goes with an object when it is deleted, besides what the cloud made with it."""
        return []
