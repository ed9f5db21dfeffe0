"""A property of a kind that it never has makes no reader raise, and makes no stack better than the same property unknown; for every recorded type.

One draw of each type is tried here, the same one each time. `AI_ZONES_WRONG=40` tries forty (minutes), and other ones each time.
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import posture.readers.gcp
from posture.approved import Approved
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.malformed import SLOW, Malformed
from tests.posture.readers.wrong import Wrong, smallest_of_each_type, wrongs

load_readers()
MORE = os.environ.get("AI_ZONES_WRONG")
BOUNDED = settings(
    max_examples=int(MORE or 1),
    derandomize=MORE is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
CLOUDS = ("aws", "azure", "gcp", "kubernetes", "vault")


def of_cloud(cloud: str) -> list[str]:
    """Its recorded types."""
    return [token for token in sorted(smallest_of_each_type()) if token.startswith((f"{cloud}:", f"{cloud}-native:"))]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_no_provider_gives_makes_no_reader_raise_and_proves_nothing_that_an_unknown_does_not(cloud: str) -> None:
    for token in of_cloud(cloud):

        @BOUNDED
        @given(wrongs(token))
        def never_better(drawn: tuple[Wrong, Any]) -> None:
            wrong, value = drawn
            try:
                wrong.read(value)
            except Exception as error:
                raise AssertionError(f"{wrong.told} = {value!r}: {type(error).__name__}: {error}") from error
            assert wrong.better(value) == [], f"{wrong.told} = {value!r}"

        never_better()


def test_every_type_of_the_recorded_programs_is_tried() -> None:
    assert len({token for cloud in CLOUDS for token in of_cloud(cloud)}) > 550


GOOGLES = Malformed(
    posture.readers.gcp,
    sorted(token for token in READERS if token.startswith("gcp:")),
    literals=("", "x", "10.0.0.0/8", "*", "{", "allUsers", "true", "projects/p/x"),
    references=("name",),
)
"""Those of AWS and Azure have tests of their own beside their readers."""


@pytest.mark.parametrize("value", [UNKNOWN, 7, "x"], ids=str)
def test_no_reader_of_google_raises_when_every_property_is_the_same_nonsense(value: Any) -> None:
    for resource in GOOGLES.saying(value):
        read(resource)


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=SLOW)
@given(stack=GOOGLES.stacks())
def test_no_reader_of_google_raises_on_malformed_partial_or_unknown_properties(stack: Stack) -> None:
    for resource in stack:
        read(resource)


def read(resource: Resource) -> None:
    read_stack(GraphBuilder(Stack((resource,), Form.PREVIEW), Approved(flows=frozenset())))


def test_a_number_where_blocks_should_be_is_unknown_and_not_absent() -> None:
    from posture.view import ResourceView

    resource = Resource("urn:a", "aws:s3/bucket:Bucket", "a", "a", {"rules": 7, "tags": True, "on": {"deep": 0.5}, "none": None})
    view = ResourceView(resource, Stack((resource,), Form.STATE))
    assert view.value("rules.action") is UNKNOWN
    assert view.value("on.deep.er") is UNKNOWN
    assert view.value("none.action") is None
    assert view.listed("rules") is UNKNOWN
    assert view.tags() == {"*": UNKNOWN}
