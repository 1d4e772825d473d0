"""“Check a payment file”: letters of another encoding are told, and no name loses a letter."""

from __future__ import annotations

import pytest

from tests.ledger.files.files import HEAD
from tests.portal.checking import ADDRESS, GOOD, ROWS, A, checked, corrected, message, people_list
from tests.portal.uploading import LANGUAGES, said, seen, sent
from tirek.ledger.files.encodings import decode
from tirek.ledger.files.garbled import garbled

_NEIGHBOURS = str.maketrans("ҚӘІҢҒҮҰӨқәіңғүұө–«»", "КАИНГУУОкаингууо-''")


def _russian() -> str:
    """A message that DOS can hold; its names have н, whose byte Windows does not show."""
    found = message(GOOD, "34000,00", HEAD)
    return found.translate(_NEIGHBOURS).replace("Айгул", "Анна")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_message_of_dos_is_told_and_becomes_utf_8_with_every_letter(lang: str) -> None:
    text = _russian()
    page = checked(text.encode("cp866"), lang)
    assert said("check.not_taken", lang) in page and "DOS (cp866)" in page
    assert said("check.right", lang) not in page and said("fixed.unseen", lang) not in page
    assert said("fixed.to_utf_8", lang) in page
    assert corrected(text.encode("cp866")) == text


@pytest.mark.parametrize("read_as", ["cp1251", "kz1048", "latin-1"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_encoded_twice_are_told_by_line(lang: str, read_as: str) -> None:
    text = message(GOOD, "34000,00").replace("Айгүл", "Айгүл".encode().decode(read_as))
    page = checked(text, lang)
    assert said("check.garbled", lang) in page and said("check.right", lang) not in page
    line = HEAD.count("\n") + 5
    assert f"{line}, {line + 7} 1 1–2 {said('tags./NM/', lang)} (/NM/)" in page
    assert said("fixed.nothing", lang) in page  # what seems a space there is a letter


def test_a_list_with_names_encoded_twice_becomes_no_message() -> None:
    name = "Айгуль".encode().decode("cp1251")
    page = checked(people_list("Сумма", [(A, "Касымова", name, *ROWS[0][3:])]), purpose="012")
    assert said("check.garbled") in page and said("check.list_wrong") in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_a_table_in_another_encoding_the_encoding_is_told(lang: str) -> None:
    table = people_list("Сумма").decode("utf-8-sig")
    twice = table.encode().decode("cp1251", "replace").encode()
    assert said("check.is_garbled", lang) in seen(sent(ADDRESS, twice, lang, do="check"))
    page = checked(table.encode("cp866"), lang)
    assert "DOS (cp866)" in page and said("check.is_list", lang) in page


@pytest.mark.parametrize("word", [
    "ТҰРҒАНБЕК", "ТІРІБАЕВ", "Сёмин", "РІСІ", "О’Нил", "Müller", "«ТОО» – № 1", "СУ-1", "Сүлеймен",
    "ТОО «Бренд®»", "п. § 5",
])  # fmt: skip
def test_a_name_that_can_be_read_is_not_called_unreadable(word: str) -> None:
    assert not garbled(word)


@pytest.mark.parametrize("word", ["Ахметов", "Ким", "Айгерим", "Жумабаев", "Ерлан Бердиев"])
def test_a_name_of_dos_in_the_letters_of_windows_cannot_be_read(word: str) -> None:
    for read_as in ("cp1251", "kz1048"):
        assert garbled(word.encode("cp866").decode(read_as)), read_as
        assert garbled(word.encode(read_as).decode("cp866")), read_as


@pytest.mark.parametrize("word", ["Ким", "Ахметов Ерлан", "ТОО «Нан» № 7", "ЖУМАБАЕВ"])
def test_an_encoding_is_known_by_its_letters(word: str) -> None:
    assert decode(word.replace("«", '"').replace("»", '"').encode("cp866")).encoding == "cp866"
    assert decode(word.encode("cp1251")).encoding == "cp1251"


@pytest.mark.parametrize("word", ["қыз", "Әлімұлы", "ҰЛТ", "ЖҰМАБАЕВ", "Өтеген Ғ.", "ӨМІР"])
def test_kazakh_letters_are_not_taken_for_those_of_dos(word: str) -> None:
    assert decode(word.encode("kz1048")).encoding == "kz1048"
