"""Wildcards against regular expressions, and what is claimed of two patterns against all short texts."""

import re
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from posture.iam.patterns import covers, glob, literal, meet, overlaps, relation, sample, within_segments
from posture.iam.values import Truth
from tests.posture.iam.naive import wildcard

PATTERNS = st.text("ab:*?", max_size=6)
TEXTS = ["".join(letters) for size in range(5) for letters in product("ab:", repeat=size)]
LONGER = [text for text in TEXTS if len(text) < 4]


@given(PATTERNS, st.text("ab:", max_size=7))
def test_a_wildcard_matches_as_its_regular_expression_does(pattern: str, text: str) -> None:
    assert (relation(glob(pattern), literal(text)) is Truth.TRUE) == wildcard(pattern, text)


@settings(max_examples=200, deadline=None)
@given(PATTERNS, PATTERNS)
def test_patterns_said_to_be_disjoint_share_no_text_and_overlapping_ones_share_one(one: str, other: str) -> None:
    shared = any(wildcard(one, text) and wildcard(other, text) for text in TEXTS)
    if shared:
        assert overlaps(glob(one), glob(other))
    if not overlaps(glob(one), glob(other)):
        assert not shared
    elif len(one) + len(other) <= 4:
        # Two short patterns that overlap do so on a text no longer than both together.
        assert shared


@settings(max_examples=200, deadline=None)
@given(PATTERNS, PATTERNS)
def test_a_pattern_said_to_cover_another_matches_all_its_texts(outer: str, inner: str) -> None:
    if covers(glob(outer), glob(inner)):
        assert all(wildcard(outer, text) for text in TEXTS if wildcard(inner, text))


@given(PATTERNS)
def test_every_pattern_covers_itself_and_overlaps_its_sample(pattern: str) -> None:
    assert covers(glob(pattern), glob(pattern))
    assert wildcard(pattern, sample(glob(pattern), "a", one="b"))


@settings(max_examples=200, deadline=None)
@given(PATTERNS, PATTERNS)
def test_what_two_patterns_have_in_common_is_not_lost(one: str, other: str) -> None:
    both = [text for text in LONGER if wildcard(one, text) and wildcard(other, text)]
    common = meet(glob(one), glob(other))
    if common is None:
        assert not both
    else:
        assert all(overlaps(common, literal(text)) for text in both)


@given(PATTERNS, st.text("ab:", max_size=6))
def test_the_narrow_reading_of_an_arn_never_matches_more(pattern: str, text: str) -> None:
    if covers(within_segments(glob(pattern)), literal(text)):
        assert wildcard(pattern, text)


def test_a_star_inside_a_segment_crosses_no_colon_for_certain() -> None:
    pattern = glob("arn:aws:s*x:::b")
    assert relation(pattern, literal("arn:aws:s:x:::b"), narrow=within_segments(pattern)) is Truth.UNKNOWN
    assert relation(pattern, literal("arn:aws:sax:::b"), narrow=within_segments(pattern)) is Truth.TRUE


@settings(max_examples=300, deadline=None)
@given(PATTERNS, PATTERNS)
def test_a_narrow_reading_said_to_cover_a_family_matches_all_its_texts_within_segments(outer: str, inner: str) -> None:
    if covers(within_segments(glob(outer)), glob(inner)):
        collapsed = re.sub(r"\*+", "*", outer)
        narrow = "".join(
            "[^:]*" if re.match(r"\*[^:]", collapsed[at:]) else ".*" if c == "*" else "." if c == "?" else re.escape(c)
            for at, c in enumerate(collapsed)
        )
        assert all(re.fullmatch(narrow, text) for text in TEXTS if wildcard(inner, text))


def test_a_star_of_a_family_may_cross_what_a_star_of_a_segment_may_not() -> None:
    assert not covers(within_segments(glob("a*b:c")), glob("a*b:c"))
