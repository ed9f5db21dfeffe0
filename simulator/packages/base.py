"""A provider of which nothing is known but its SDK."""

from collections.abc import Iterator

from simulator.action import Action, Place
from simulator.schema import TypeSchema
from simulator.values import Properties

Fault = tuple[str, str]


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
