"""Find a property of the provider in botocore's models and in CloudFormation's schemas, by its path."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import botocore.session  # type: ignore[import-untyped]
from botocore.model import Shape  # type: ignore[import-untyped]
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from tests.simulator.aws.second_source.names import COUNTERPARTS

REGION = "eu-west-1"


def letters(name: str) -> str:
    """A name without case and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


_SESSION = botocore.session.get_session()


@cache
def service_model(service: str) -> Any:
    """Botocore's model of a service: a second to read for the largest."""
    return _SESSION.get_service_model(service)


@cache
def request_shape(service: str, operation: str) -> Any:
    """Input of an operation."""
    return service_model(service).operation_model(operation).input_shape


@cache
def cloudformation(type_: str) -> Mapping[str, Any]:
    """The schema of a CloudFormation type."""
    schema: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_).schema
    return schema


def steps(type_: str, path: str) -> list[str]:
    """`ingress[*].fromPort` → names of the other source's path, `*` for an element."""
    renamed = COUNTERPARTS[type_].renamed
    for own in sorted(renamed, key=len, reverse=True):
        if path == own or path.startswith((own + ".", own + "[")):
            path = renamed[own] + path[len(own) :]
            break
    return [step for step in re.split(r"\.|(\[\*\])", path) if step]


def in_request(type_: str, path: str) -> Shape | None:
    """The shape of a property in the request that creates it, or None where the request has no such member."""
    request = COUNTERPARTS[type_].request
    if request is None:
        return None
    shape: Any = request_shape(*request)
    for step in steps(type_, path):
        shape = _member(shape, step)
        if shape is None:
            return None
    return shape if isinstance(shape, Shape) else None


def _member(shape: Any, step: str) -> Any:
    if shape.type_name == "list":
        return shape.member if step == "[*]" else _member(shape.member, step)
    if step == "[*]":
        return None
    if shape.type_name != "structure":
        return None
    wanted = letters(step)
    named = {letters(name): member for name, member in shape.members.items()}
    for form in (wanted, wanted + "s", wanted.removesuffix("s")):
        if form in named:
            return named[form]
    return None


def in_cloudformation(type_: str, path: str) -> Mapping[str, Any] | None:
    """The schema of a property in CloudFormation, or None where it has no such property."""
    counterpart = COUNTERPARTS[type_].cloudformation
    if counterpart is None:
        return None
    schema = cloudformation(counterpart)
    place: Any = schema
    for step in steps(type_, path):
        place = _property(schema, place, step)
        if place is None:
            return None
    found: Mapping[str, Any] = _resolved(schema, place)
    return found


def _resolved(schema: Mapping[str, Any], place: Any) -> Any:
    while isinstance(place, dict) and "$ref" in place:
        target: Any = schema
        for part in place["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        place = target
    return place


def _property(schema: Mapping[str, Any], place: Any, step: str) -> Any:
    place = _resolved(schema, place)
    if not isinstance(place, dict):
        return None
    if step == "[*]":
        return place.get("items")
    if "items" in place and "properties" not in place:
        return _property(schema, place["items"], step)
    named = {letters(name): one for name, one in (place.get("properties") or {}).items()}
    wanted = letters(step)
    return next((named[form] for form in (wanted, wanted + "s", wanted.removesuffix("s")) if form in named), None)
