"""The commands that find what was lost exist, with their options, and each type can be imported."""

import shlex

import botocore.session  # type: ignore[import-untyped]
import pytest
from botocore import xform_name

from tests.faults.finding import FOUND_BY, KNOWN, import_example

COMMANDS = sorted({found for found in FOUND_BY.values() if found != KNOWN})


@pytest.mark.parametrize("command", COMMANDS)
def test_the_api_has_the_command_and_its_options(command: str) -> None:
    program, service, action, *rest = shlex.split(command)
    assert program == "aws"
    model = botocore.session.get_session().get_service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    assert action in operations
    shape = model.operation_model(operations[action]).input_shape
    options = {word.removeprefix("--") for word in rest if word.startswith("--")}
    assert options <= {xform_name(name, "-") for name in shape.members}
    assert {xform_name(name, "-") for name in shape.required_members} <= options, "what the API insists on is given"


@pytest.mark.parametrize("type_", sorted(FOUND_BY))
def test_the_sdk_documents_what_an_import_takes(type_: str) -> None:
    assert import_example(type_)
