"""Names: what two documents agree on, and the order of the Kazakh alphabet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.registry.names import (
    ALPHABET,
    name_key,
    name_keys,
    same_name,
    same_names,
    sort_key,
    sort_keys,
)

words = st.text(alphabet=ALPHABET + ALPHABET.lower() + "- ABCaßi̇\n|'.", max_size=12)
people = st.lists(st.tuples(words, words, words), max_size=8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Әбдіғаппарқызы", "АБДИГАППАРКЫЗЫ"),
        ("Нұрғожаұлы", "Нургожаулы"),
        ("Үмітжан", "Умитжан"),
        ("Өміртай", "омиртай"),
        ("Шаңырақ", "ШАНЫРАК"),
        ("Жиһангер", "Жихангер"),
        ("Фёдоров", "ФЕДОРОВ"),
        ("Петров-Водкин", "Петров Водкин"),
        ("O'Нил", "О’НИЛ"),
        ("KACEHOBA", "КАСЕНОВА"),  # Latin letters throughout
        ("Iскаков", "Іскаков"),  # Latin I
        ("Ǝли".replace("Ǝ", "Ə"), "Әли"),  # the Latin schwa
        (unicodedata.normalize("NFD", "Андрей"), "Андрей"),
    ],
)
def test_the_same_name_in_two_documents_has_one_key(one: str, other: str) -> None:
    assert name_key(one, "Айгүл") == name_key(other, "АЙГУЛ")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Иванов", "Иванова"), ("Сериков", "Серыков"), ("Андрей", "Андреи"), ("Қали", "Ғали")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one, "") != name_key(other, "")


def test_a_key_is_three_parts() -> None:
    assert name_key("Қасымов", "Әли", "Ерікұлы") == "КАСЫМОВ|АЛИ|ЕРИКУЛЫ"
    assert name_key("Қасымов", "Әли") == "КАСЫМОВ|АЛИ|"
    assert name_key("a|b\nc", "1", "") == "АВС||"


@given(people)
def test_columns_give_what_one_at_a_time_gives(rows: list[tuple[str, str, str]]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    assert name_keys(*columns) == [name_key(*row) for row in rows]
    assert sort_keys(*columns) == [sort_key(*row) for row in rows]


@given(words, words, words)
def test_a_key_of_a_key_is_the_same(surname: str, name: str, patronymic: str) -> None:
    key = name_key(surname, name, patronymic)
    assert name_key(*key.split("|")) == key
    assert key.count("|") == 2


def test_a_patronymic_may_be_missing_in_one() -> None:
    full, short = name_key("Ахметов", "Ерлан", "Серікұлы"), name_key("Ахметов", "Ерлан")
    other = name_key("Ахметов", "Ерлан", "Болатұлы")
    assert same_name(full, short) and same_name(short, full) and same_name(full, full)
    assert not same_name(full, other)
    assert not same_name(full, name_key("Ахметов", "Нұрлан", "Серікұлы"))
    assert same_names([full, full], [short, other]).tolist() == [True, False]


def test_names_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    ordered = ["Абаев", "Азатов", "Айтбай", "Әбенов", "Әли", "Базаров", "Ғалиев", "Елеусіз",
               "Ёлкин", "Иса", "Йылмаз", "Камалов", "Қабылов", "Нұр", "Оспан", "Өмір", "Уали",
               "Ұлан", "Үсен", "Фазыл", "Харис", "Һарун", "Ыбырай", "Ілияс", "Эмир"]  # fmt: skip
    assert sorted(set(ordered), key=lambda name: sort_key(name, "").encode()) == ordered


def test_a_surname_stands_before_longer_ones_whatever_the_name() -> None:
    rows = [("Али", "Яна"), ("Али-Заде", "Аида"), ("Алиев", "Аида")]
    assert sorted(set(rows), key=lambda row: sort_key(*row)) == rows
