"""Inputs of components, with one or another changed: as wrongly as a test likes."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

ArgsT = TypeVar("ArgsT", bound=Mapping[str, object])


def changed(args: ArgsT, changes: Mapping[str, Any]) -> ArgsT:
    """The inputs with some of them replaced or added. What is wrong on purpose is not for the type checker to refuse."""
    return cast(ArgsT, {**args, **changes})
