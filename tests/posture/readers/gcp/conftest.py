"""Fixtures of the GCP reader tests."""

import pytest

from tests.posture.readers.gcp.programs import FORMS


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each test runs on the exported state and on the preview of one program: both must say the same."""
    return str(request.param)
