"""The canonical JSON whose digest stands in the ledger is that of RFC 8785, whichever way it is written."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ledger.rules.leaf import canonical

plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
values = st.recursive(
    plain | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_it_is_that_of_the_standard(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(st.text("abz_AZ09", max_size=3), st.text() | st.lists(plain, max_size=3)))
def test_it_is_so_for_contents_too(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, {1: "one"}, float("nan"), object(), [b"bytes"], "\ud800"])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
        canonical(value)
