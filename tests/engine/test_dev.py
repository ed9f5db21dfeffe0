"""The stack for development in the real engine: one availability zone, and every proof and rule of production."""

from pathlib import Path

import pytest

from tests.engine import clinical

pytestmark = pytest.mark.engine


def test_it_is_built_under_every_pack_and_its_state_is_proven(aws_dev: Path) -> None:
    clinical.proven(aws_dev)
