"""The clinical stack on Google Cloud in the real engine: built, unchanged the second time, read back the same, proven in every form, taken down."""

from pathlib import Path

import pytest

from simulator.demo.story import Story
from tests.engine import clinical

pytestmark = pytest.mark.engine


def test_what_was_built_is_proven_apart_from_the_engine(gcp_clinic: Story) -> None:
    gcp_clinic.prove()


def test_a_second_update_changes_nothing(gcp_clinic: Story) -> None:
    clinical.unchanged_by_a_second_update(gcp_clinic)


def test_a_refresh_reads_back_what_was_written_and_it_is_still_proven(gcp_clinic: Story, tmp_path: Path) -> None:
    clinical.read_back_the_same_and_still_proven(gcp_clinic, tmp_path)


def test_no_output_of_the_state_is_a_filler(gcp_clinic: Story) -> None:
    assert clinical.fillers(gcp_clinic) == set()


def test_a_road_added_to_the_built_stack_is_refused_and_the_world_has_none(gcp_clinic: Story) -> None:
    gcp_clinic.leak()


def test_the_preview_of_the_first_update_is_proven(gcp_clinic: Story) -> None:
    clinical.proven_before_it_was_built(gcp_clinic)


def test_the_stack_for_development_is_built_under_every_pack_and_its_state_is_proven(tmp_path: Path) -> None:
    clinical.proven(clinical.built_under_every_pack("gcp-dev", tmp_path))


# The last one of this file: it ends the world that the others share.
def test_it_is_taken_down_only_when_told_that_the_data_may_go(gcp_clinic: Story) -> None:
    gcp_clinic.refuse_to_take_down()
    gcp_clinic.take_down()
