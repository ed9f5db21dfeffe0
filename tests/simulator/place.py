"""Resources of one place in a simulated cloud: create, update, read and delete in a few words, judged as the engine would have it judged."""

from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.live.through import HalfMadeError


class Made:
    """A created resource."""

    def __init__(self, urn: str, id_: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> None:
        self.urn = urn
        self.id = id_
        self.inputs = inputs
        self.outputs = outputs

    def __getitem__(self, name: str) -> Any:
        return self.outputs[name]

    @property
    def name(self) -> str:
        """The last part of its id: on Azure, its name."""
        return self.id.rsplit("/", 1)[-1]


class Place:
    """One account or subscription. Each cloud's own says what its tokens look like and how an object is found."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self._count = 0

    def token(self, type_: str) -> str:
        """Whole token of a type."""
        return type_

    def stands(self, made: Made) -> bool:
        """Whether it exists in the world."""
        raise NotImplementedError

    def urn(self, type_: str, name: str = "") -> str:
        """URN of a resource; a new name where none is given."""
        self._count += 1
        return f"urn:pulumi:dev::test::{self.token(type_)}::{name or f'r{self._count}'}"

    def faults(self, type_: str, /, **inputs: Any) -> list[str]:
        """What is wrong with the inputs, as `path: reason`."""
        return [f"{path}: {reason}" for path, reason in self.cloud.check(self.urn(type_), None, inputs)[1]]

    def make(self, type_: str, as_: str = "", /, **inputs: Any) -> Made:
        """Check and create."""
        urn = self.urn(type_, as_)
        checked, faults = self.cloud.check(urn, None, inputs)
        assert faults == []
        id_, outputs = self.cloud.create(urn, checked)
        return Made(urn, id_, checked, outputs)

    def plan(self, type_: str, as_: str = "", /, **inputs: Any) -> dict[str, Any]:
        """Outputs of a preview."""
        urn = self.urn(type_, as_)
        checked, faults = self.cloud.check(urn, None, inputs)
        assert faults == []
        return self.cloud.create(urn, checked, preview=True)[1]

    def refuses(self, code: str, type_: str, /, match: Any = "", **inputs: Any) -> None:
        """The create passes the checks, and is refused with this error of the API."""
        urn = self.urn(type_)
        checked, faults = self.cloud.check(urn, None, inputs)
        assert faults == []
        with pytest.raises((CloudError, HalfMadeError), match=match or None) as refused:
            self.cloud.create(urn, checked)
        refusal = refused.value.refusal if isinstance(refused.value, HalfMadeError) else refused.value
        assert isinstance(refusal, CloudError)
        assert refusal.code == code, refusal

    def change(self, made: Made, /, **changes: Any) -> dict[str, Any]:
        """Update in place; the engine would not where a change replaces. A change to None takes the input away."""
        inputs = {name: value for name, value in {**made.inputs, **changes}.items() if value is not None}
        checked, faults = self.cloud.check(made.urn, made.inputs, inputs)
        assert faults == []
        difference = self.cloud.diff(made.urn, made.inputs, checked)
        assert difference.replaces == []
        made.outputs = self.cloud.update(made.urn, made.id, made.outputs, made.inputs, checked)
        made.inputs = checked
        return made.outputs

    def refuses_change(self, code: str, made: Made, /, match: str = "", **changes: Any) -> None:
        """The update is refused with this error of the API."""
        with pytest.raises(CloudError, match=match or None) as refused:
            self.change(made, **changes)
        assert refused.value.code == code, refused.value

    def replaced_by(self, made: Made, /, **changes: Any) -> list[str]:
        """Properties for which a change replaces."""
        return self.cloud.diff(made.urn, made.inputs, {**made.inputs, **changes}).replaces

    def read(self, made: Made) -> tuple[dict[str, Any], dict[str, Any]]:
        """(outputs, inputs) as a refresh finds them."""
        found = self.cloud.read(made.urn.split("::")[2], made.urn, made.id, made.outputs, made.inputs)
        assert found is not None
        return found[1], found[2]

    def delete(self, made: Made) -> None:
        """Delete."""
        self.cloud.delete(made.urn, made.id, made.inputs, made.outputs)

    def refuses_delete(self, code: str, made: Made, match: str = "") -> None:
        """The delete is refused with this error of the API, and the resource is still there."""
        with pytest.raises(CloudError, match=match or None) as refused:
            self.delete(made)
        assert refused.value.code == code, refused.value
        assert self.stands(made)
