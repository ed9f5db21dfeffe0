"""Fixtures of the Azure reader tests."""

import pytest

from tests.posture.readers.azure.estate import Clinic
from tests.posture.readers.azure.networks import FORMS


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each test runs on the exported state and on the preview of one program: both must say the same."""
    return str(request.param)


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()
