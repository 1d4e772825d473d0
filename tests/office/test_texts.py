"""Every word of the pages is there in three languages, and every key is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from tirek import office
from tirek.contract.messages import LANGUAGES
from tirek.office.texts import catalogue

HERE = Path(office.__file__).parent
ALL = [(f"{section}.{key}", said) for section, keys in catalogue().items()
       for key, said in keys.items()]  # fmt: skip
#: What English calls by its own name.
OWN_NAMES = re.compile("ИИН|БИН|КНП|КАТО|Қазақша|Русский")
#: Sections whose keys the code makes: a month, a code, a kind, an error.
MADE = re.compile(
    r"(months\.m|purposes\.p|funds\.f|accounts\.part|regions\.r|batch_kinds\.|who\.|menu\.|"
    r"errors\.e|languages\.|suspense\.|front\.|files\.|payers\.)"
)


@pytest.mark.parametrize(("name", "said"), ALL)
def test_it_is_said_in_three_languages_with_the_same_places(
    name: str, said: dict[str, str]
) -> None:
    assert set(said) == set(LANGUAGES)
    places = [{part[1] for part in Formatter().parse(text) if part[1]} for text in said.values()]
    assert all(text.strip() for text in said.values())
    assert places[0] == places[1] == places[2]
    assert not re.search("[а-яәғқңөұүһі]", OWN_NAMES.sub("", said["en"]), re.IGNORECASE)
    assert not re.search("[әғқңөұүһі]", said["ru"].replace("Қазақша", "").replace("Жетісу", "")
                         .replace("Ұлытау", ""), re.IGNORECASE)  # fmt: skip


def test_every_text_is_used() -> None:
    code = "".join(
        file.read_text("utf-8") for file in HERE.rglob("*") if file.suffix in (".py", ".html")
    )
    unused = [name for name, _ in ALL if name not in code and not MADE.match(name)]
    assert not unused


def test_every_key_that_a_template_names_is_there() -> None:
    named = set()
    for file in (HERE / "templates").rglob("*.html"):
        named |= set(re.findall(r"{%\s*t\s+[\"']([\w.]+)[\"']", file.read_text("utf-8")))
    assert named <= {name for name, _ in ALL}
