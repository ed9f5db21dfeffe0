"""Fixtures of the AWS reader tests."""

import pytest

from tests.posture.readers.aws.cloud import FORMS, Cloud
from tests.posture.readers.aws.estate import Estate


@pytest.fixture
def aws() -> Cloud:
    return Cloud()


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each test runs on the exported state and on the preview of one program: both must say the same."""
    return str(request.param)


@pytest.fixture
def clinic() -> Estate:
    return Estate()
