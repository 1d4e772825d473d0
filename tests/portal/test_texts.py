"""The portal's words: all three languages, the same places in each, each used, each its own."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from tirek import portal
from tirek.contract.messages import LANGUAGES
from tirek.portal.texts import catalogue

HERE = Path(portal.__file__).parent
ALL = [
    (f"{section}.{key}", said) for section, keys in catalogue().items()
    for key, said in keys.items()
]  # fmt: skip
KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
#: What other languages call by its own name: acts, places, how a list may be headed.
OWN_NAMES = re.compile(
    r"ИИН|БИН|КНП|КАТО|ОПВ|КоАП|ЖСН|Қазақша|Русский|Ұлытау|Жетісу|Қазақстан|Тірек|[«“][^»”]*[»”]"
)


@pytest.mark.parametrize(("name", "said"), ALL, ids=[name for name, _ in ALL])
def test_it_is_said_in_three_languages_with_the_same_places(
    name: str, said: dict[str, str]
) -> None:
    assert set(said) == set(LANGUAGES)
    places = [{part[1] for part in Formatter().parse(text) if part[1]} for text in said.values()]
    assert all(text.strip() for text in said.values())
    assert places[0] == places[1] == places[2]
    english = OWN_NAMES.sub("", said["en"])
    assert not CYRILLIC.search(english) and not KAZAKH.search(english), name
    assert not KAZAKH.search(OWN_NAMES.sub("", said["ru"])), name


def test_words_of_three_letters_and_more_differ_between_languages() -> None:
    """A text that was forgotten stands twice the same."""
    same = [
        name for name, said in ALL
        if len(said["kk"]) > 25 and (said["kk"] == said["ru"] or said["ru"] == said["en"])
    ]  # fmt: skip
    assert not same


def test_every_text_is_used() -> None:
    """By its whole name, or by a name that code puts together from a section or its beginning."""
    code = "".join(
        file.read_text("utf-8") for file in HERE.rglob("*")
        if file.suffix in (".py", ".html", ".typ") and "static" not in file.parts
    )  # fmt: skip
    made = set(re.findall(r"[\"']([a-z_]+\.(?:[a-z_]+(?=\{))?)(?=\{)", code))
    made |= {f"{section}." for section in re.findall(r"_options\(\s*\"([a-z_]+)\"", code)}
    hinted = re.compile("_(hint|short|empty)$")

    def used(name: str) -> bool:
        asked = hinted.sub("", name)
        return name in code or asked in code or any(name.startswith(start) for start in made)

    unused = [name for name, _ in ALL if not used(name)]
    assert not unused


def test_a_text_that_names_a_button_has_its_words() -> None:
    """Whatever is a button or the name of a section is typed once."""
    words, buttons = catalogue(), ("check.get", "make.title", "check.do", "check.doubles_out")
    told = {"check.get": "check.intro_list", "make.title": "check.purpose_needed",
            "check.do": "make.wrong_first", "check.doubles_out": "fixed.rows_stay"}  # fmt: skip
    for button in buttons:
        for lang in LANGUAGES:
            (section, key), (where, name) = button.split("."), told[button].split(".")
            assert words[section][key][lang] in words[where][name][lang]
    assert not [name for name, said in ALL if any("{=" in text for text in said.values())]


#: Russian words of the portal and of what explains its answers: contract, law, ledger.
TEXTS = [
    file for file in (HERE.parent).rglob("*.yaml")
    if file.parts[-3:-1] == ("portal", "texts") or file.name in (
        "messages.yaml", "texts.yaml", "words.yaml", "reasons.yaml", "questions.yaml")
]  # fmt: skip
#: Two words each: "всё" and "все", "на чём" and "чем", and the like.
OTHER_WORDS = {"всё", "чём", "всём", "ё", "сёстры", "моё", "узнаёт"}


def test_no_russian_word_is_written_both_with_and_without_its_dots() -> None:
    words = {
        word.casefold() for file in TEXTS for word in re.findall("[А-Яа-яЁё]+",
                                                                 file.read_text("utf-8"))
    }  # fmt: skip
    dotted = {word for word in words if "ё" in word} - OTHER_WORDS
    assert len(dotted) > 100
    assert not {word for word in dotted if word.replace("ё", "е") in words}
    assert not words & {"еще", "ее", "учтен", "платеж", "дается", "счет", "ребенок", "остается"}


@pytest.mark.parametrize(("lang", "clumsy"), [
    ("en", r"\b[Pp]arted by\b|running law|\bis no (amount|month|forecast|JSON)\b|How sure it is"),
    ("en", r"asks for (no )?(insurance|referral)|takes 12 off|a child of age\b"),
    ("ru", r"[сС] месяца \{|[пП]о месяц\b|их число|всего месяцев:|\(лет:|[Нн]езакрыт|чего-то нет"),
])  # fmt: skip
def test_no_text_says_what_readers_stumbled_over(lang: str, clumsy: str) -> None:
    texts = [
        words[lang] for section in catalogue().values() for words in section.values()
    ]  # fmt: skip
    assert len(texts) > 1000
    assert [one for one in texts if re.search(clumsy, one)] == []
