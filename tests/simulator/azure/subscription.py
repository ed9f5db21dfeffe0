"""An Azure subscription of a test."""

from simulator.world import Object
from tests.simulator.place import Made, Place

__all__ = ["LOCATION", "OTHER_SUBSCRIPTION", "SUBSCRIPTION", "TENANT", "Made", "Subscription"]

SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
OTHER_SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
TENANT = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
LOCATION = "westeurope"


class Subscription(Place):
    """Resources of one subscription. Types may be given without `azure-native:`."""

    @property
    def id(self) -> str:
        """Id of the subscription: a UUID."""
        return self.cloud.place.account

    def token(self, type_: str) -> str:
        """Whole token of a type."""
        return type_ if type_.startswith(("azure-native:", "azuread:")) else f"azure-native:{type_}"

    def stands(self, made: Made) -> bool:
        """Whether it exists in the world."""
        return self.object(made.id) is not None

    def object(self, id_: str) -> Object | None:
        """What exists by an id."""
        return next(iter(self.cloud.world.by_id(id_, any_case=True)), None)
