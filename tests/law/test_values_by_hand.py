"""Every value of the law's YAML files is the one that was typed by hand from the sources.

So a new value is typed twice, and a changed one does not pass unnoticed.
"""

from __future__ import annotations

from tests.law.by_hand import BESIDE, LAW, discrepancies, documents, held_values, typed_values
from tirek.engine.parameter_files import read_parameters
from tirek.law import LISTS, parameters

#: Files of sentences, titles, sources and open questions: they hold no value of the law.
WORDS = {"texts.yaml", "sources.yaml", "questions.yaml"}
#: Values that the law sets anew: by the budget law of each year, or by decision.
RENEWED = {
    "minimum_wage": "yearly",
    "monthly_calculation_index": "yearly",
    "monthly_calculation_index_for_payments": "yearly",
    "subsistence_minimum": "yearly",
    "state_medical_rate": "yearly",
    "state_medical_base_wage": "yearly",
    "benefit_indexation": "irregularly",
    "base_rate": "irregularly",
}


def test_every_value_and_list_is_as_it_was_typed_by_hand() -> None:
    assert discrepancies(documents()) == []


def test_no_file_of_the_law_is_left_out() -> None:
    found = {path.name for path in LAW.rglob("*.yaml")}
    assert found - WORDS == set(documents())


def test_the_values_compared_are_those_that_the_program_reads() -> None:
    files = documents()
    numbers = [content for name, content in files.items() if name not in (*LISTS, *BESIDE)]
    read = {
        (parameter.name, str(edition.since), str(edition.until or ""))
        for parameter in read_parameters(numbers).values()
        for edition in parameter.editions
    }
    assert read == {row[:3] for row in held_values(files)} == {row[:3] for row in typed_values()}


def test_after_the_last_value_only_those_that_the_law_renews_are_unknown() -> None:
    found = {name: p.renewed for name, p in parameters().items() if p.renewed}
    assert found == RENEWED
