"""Options of connectors that map names to names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.actuals.name_mapping import name_mapping

NAMES = st.text(st.characters(exclude_characters=":,", exclude_categories=["Cs"]), min_size=1).map(str.strip)


@given(st.dictionaries(NAMES.filter(bool), NAMES.filter(bool)))
def test_a_mapping_and_its_text_are_one(mapping):
    """What is written as `name:other,name:other` is read as the mapping that it is, in its order."""
    text = " ,".join(f"{name}: {other}" for name, other in mapping.items())
    assert list(name_mapping(text).items()) == list(name_mapping(mapping).items()) == list(mapping.items())


@pytest.mark.parametrize("text", ["metric", "metric:", ":a", "a:b,a:c", "a:b,c"])
def test_a_text_that_is_no_mapping_is_a_wrong_call(text):
    """It is refused, not read in part."""
    with pytest.raises(gt.UsageError):
        name_mapping(text)
