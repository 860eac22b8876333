"""A tree as plain data and back."""

import json
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tree import Block, CodeSpan, Inline, Link, Listing, Paragraph, Text, Tree
from bot.domain.tree_data import KINDS, from_data, to_data
from tests.domain.trees import trees

DATA: Any = [
    {
        "type": "list",
        "items": [
            [
                {
                    "type": "paragraph",
                    "parts": [
                        {"type": "code", "text": "refund"},
                        {
                            "type": "link",
                            "href": "https://shop.example/7",
                            "parts": [{"type": "text", "text": "order"}],
                        },
                    ],
                }
            ],
            [],
        ],
        "ordered": True,
    }
]
TREE = Tree(
    Listing(
        (
            (Paragraph((CodeSpan("refund"), Link("https://shop.example/7", (Text("order"),)))),),
            (),
        ),
        ordered=True,
    )
)


def test_every_part_names_what_it_is() -> None:
    """By names that stay, whatever the classes are called."""
    assert to_data(TREE) == DATA
    assert from_data(Tree, DATA) == TREE


def test_every_kind_has_a_name() -> None:
    """And none has two."""
    assert set(KINDS.values()) == {*get_args(Block), *get_args(Inline)}
    assert len(set(KINDS.values())) == len(KINDS)


@given(trees(st.text(max_size=12)))
def test_any_tree_comes_back_equal(tree: Tree) -> None:
    """By way of JSON."""
    assert from_data(Tree, json.loads(json.dumps(to_data(tree)))) == tree


def test_what_is_not_known_is_passed_over_and_what_may_be_left_out_has_its_value() -> None:
    """Newer data is read, and older."""
    assert from_data(Tree, [{"type": "list", "items": [], "colour": "red"}]) == Tree(Listing(()))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "secret",
        {},
        {"type": "paragraph", "parts": []},
        ["secret"],
        [{}],
        [{"type": "secret"}],
        [{"type": ["secret"]}],
        [{"type": "text", "text": "secret"}],
        [{"type": "paragraph"}],
        [{"type": "paragraph", "parts": "secret"}],
        [{"type": "paragraph", "parts": [{"type": "rule"}]}],
        [{"type": "paragraph", "parts": [{"type": "text", "text": 7}]}],
        [{"type": "heading", "level": True, "parts": []}],
        [{"type": "list", "items": [{"type": "rule"}]}],
    ],
)
def test_what_is_no_tree_is_refused_without_a_word_of_it(wrong: object) -> None:
    """The error may be logged; the data is somebody's."""
    with pytest.raises(ValueError, match=r"\Anot a tree\Z"):
        from_data(Tree, wrong)


def test_values_of_another_kind_are_left_to_others() -> None:
    """An encoder that asks is told so, a decoder keeps what it has."""
    with pytest.raises(TypeError, match="set"):
        to_data({"x"})
    assert from_data(object, "x") == "x"


def test_trees_are_equal_by_their_blocks() -> None:
    """And may stand in sets; none is equal to something else."""
    assert Tree(*TREE.blocks) == TREE
    assert len({TREE, Tree(*TREE.blocks), Tree()}) == 2
    assert Tree() != ()
    assert fields(Listing)[0].name in repr(TREE)
