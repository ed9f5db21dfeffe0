"""What a rule is given: one create, update, delete or read of one resource, and the world that it happens in."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NoReturn

from simulator.errors import CloudError
from simulator.values import UNKNOWN, Properties, holds_unknown
from simulator.world import GLOBAL, Object, World


@dataclass(frozen=True)
class Place:
    """Where a provider works, as its configuration says."""

    account: str
    region: str
    partition: str = "aws"
    default_tags: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    """The provider's whole configuration."""


class _InPlace:
    """Look-ups that stay in the provider's account and region."""

    world: World
    place: Place
    region: str

    @property
    def account(self) -> str:
        """Account of the provider."""
        return self.place.account

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn`, `aws-us-gov`."""
        return self.place.partition

    def get(self, type_: str, id_: Any) -> Object | None:
        """The object of that type and id in this account and region."""
        return self.world.get(type_, id_, self.account, self.region) if isinstance(id_, str) else None

    def find(self, *types: str, **outputs: Any) -> list[Object]:
        """Objects of those types in this account and region whose outputs equal what is asked."""
        return self.world.find(*types, account=self.account, region=self.region, **outputs)

    def find_anywhere(self, *types: str, **outputs: Any) -> list[Object]:
        """The same over all accounts and regions."""
        return self.world.find(*types, **outputs)

    def refuse(self, code: str, message: str) -> NoReturn:
        """Answer with the cloud's error."""
        raise CloudError(code, message)


@dataclass
class Action(_InPlace):
    """One operation on one resource."""

    verb: Literal["create", "update", "delete", "read"]
    type: str
    urn: str
    id: str
    """Empty until the id is made."""
    inputs: Properties
    """What is asked for (for `delete`: what was). In preview it may hold `UNKNOWN`."""
    outputs: Properties
    """What is shown; hooks named `after` may still change it."""
    old: Object | None
    """The object before an update or delete; the adopted one."""
    world: World
    place: Place
    preview: bool = False
    birth: int = 0
    """How many objects the resource had made before: a replacement has other ids."""

    @property
    def name(self) -> str:
        """The resource's name in its program."""
        return self.urn.rsplit("::", 1)[-1]

    @property
    def region(self) -> str:  # type: ignore[override]
        """The resource's own `region`, or the provider's."""
        own = self.inputs.get("region")
        return own if isinstance(own, str) else self.place.region

    @property
    def object(self) -> Object:
        """The living object; in hooks named `after` (of create and update) and in `read`."""
        if self.old is None:
            raise LookupError(f"{self.urn} has no object yet")
        return self.old

    def known(self, property_: str) -> Any:
        """An input, or None when it is absent or not wholly known."""
        value = self.inputs.get(property_)
        return None if value is None or holds_unknown(value) else value

    def changed(self, property_: str) -> bool:
        """Whether an update changes this input."""
        return self.verb == "update" and (self.old.inputs if self.old else {}).get(property_) != self.inputs.get(property_)

    def hex(self, digits: int, salt: str = "") -> str:
        """Hexadecimal digits that are always the same for this resource, generation and salt."""
        return self.world.digest(self.urn, str(self.birth), self.place.account, salt)[:digits]

    def digits(self, count: int, salt: str = "") -> str:
        """The same in decimal digits."""
        return str(int(self.hex(60, "digits" + salt), 16)).zfill(count)[-count:]

    def uuid(self, salt: str = "") -> str:
        """The same as a UUID."""
        return str(uuid.UUID(self.hex(32, "uuid" + salt), version=4))

    def now(self) -> datetime:
        """The world's clock."""
        return self.world.now()

    def fill(self, template: Any) -> Any:
        """Replace the placeholders of `Rules.id` and `Rules.outputs`; unknown when one of them is."""
        if isinstance(template, dict):
            return {key: self.fill(value) for key, value in template.items()}
        if isinstance(template, list):
            return [self.fill(value) for value in template]
        if not isinstance(template, str) or "{" not in template:
            return template
        names = _PLACEHOLDER.findall(template)
        values = {name: self._placeholder(name) for name in names}
        if any(value is UNKNOWN for value in values.values()):
            return UNKNOWN
        return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), template)

    def _placeholder(self, name: str) -> Any:
        sized = _SIZED.fullmatch(name)
        if sized and sized[1] == "hex":
            return self.hex(int(sized[2]))
        if sized:
            return self.digits(int(sized[2]))
        match name:
            case "uuid":
                return self.uuid()
            case "account":
                return self.account
            case "region":
                return self.region
            case "partition":
                return self.partition
            case "id":
                return self.id or UNKNOWN
            case "now":
                return self.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        value = self.inputs.get(name, self.outputs.get(name))
        if value is not None:
            return value
        if name == "name":
            return self.name
        raise KeyError(f"{self.type}: the placeholder {{{name}}} names neither an input nor an output")

    def target(self, property_: str, *types: str) -> Object | None:
        """The object that an input names by its id."""
        value = self.known(property_)
        return next((found for type_ in types if (found := self.get(type_, value))), None)

    def keep(self, type_: str, id_: str, outputs: Properties) -> Object:
        """Make an object that the cloud brings along with this one, and removes with it."""
        return self.world.keep(self.object, type_, id_, outputs)

    def save(self, item: Object) -> None:
        """Write a changed object of the world back."""
        self.world.put(item)


@dataclass
class Call(_InPlace):
    """One invoke."""

    token: str
    inputs: Properties
    world: World
    place: Place

    @property
    def region(self) -> str:  # type: ignore[override]
        """The call's own `region`, or the provider's."""
        own = self.inputs.get("region")
        return own if isinstance(own, str) else self.place.region


_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_]+)\}")
_SIZED = re.compile(r"(hex|digits)(\d+)")

__all__ = ["GLOBAL", "Action", "Call", "Object", "Place"]
