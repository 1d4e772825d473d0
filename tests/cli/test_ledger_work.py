"""``tirek suspense``, ``refund`` and ``reconcile`` as two people use them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from tests.ledger import world
from tests.ledger.world import Someone, changed, lines, message
from tirek.cli.main import app
from tirek.contract.messages import LANGUAGES
from tirek.ledger import work_words
from tirek.ledger.files import mt102
from tirek.ledger.models import PersonMonth, Suspense
from tirek.ledger.models_reconciling import BankDifference
from tirek.ledger.models_refunds import (
    OutgoingMessage,
    Refund,
    RefundEvent,
    RefundVerdict,
)
from tirek.registry.models import Payer

pytestmark = pytest.mark.django_db
AMOUNT, PERIOD = 500_000, 202501


@pytest.fixture
def payer(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Payer:
    settings.DATA = tmp_path
    monkeypatch.setenv("TIREK_SOCIAL_FUND_ACCOUNT", "KZ12009NPS0413609816")
    monkeypatch.setenv("TIREK_SOCIAL_FUND_NUMBER", "970740001013")
    world.register([someone()])
    return world.employer()


def someone() -> Someone:
    return world.people(1)[0]


def waits(payer: Payer) -> Suspense:
    given = changed(lines([someone()], AMOUNT, PERIOD), 0, iin="850314300124")
    world.take(world.as_file(message(payer.number, given)))
    return Suspense.objects.latest("pk")


def tirek(*words: object, status: int = 0) -> str:
    told = CliRunner().invoke(app, [str(word) for word in words])
    assert told.exit_code == status, (told.output, told.exception)
    return told.stdout if status != 2 else told.stderr


def refused(*words: object) -> str:
    told = orjson.loads(tirek(*words, status=2))["error"]
    assert set(told["message"]) == set(LANGUAGES)
    assert someone().iin not in str(told)
    return str(told["code"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_is_looked_at_proposed_and_approved(payer: Payer, lang: str) -> None:
    line = waits(payer)
    assert str(line.pk) in tirek("suspense", "list", "--lang", lang)
    [listed] = orjson.loads(tirek("suspense", "list", "--json", "--payer", payer.number))
    assert (listed["reasons"], listed["amount"]) == (["iin_invalid"], "5000.00")
    assert orjson.loads(tirek("suspense", "list", "--json", "--reason", "same_twice")) == []
    words = ("suspense", "propose", line.pk, "--person", someone().iin, "--why", "a slip")
    tirek(*words, "--by", "A", "--lang", lang)
    shown = orjson.loads(tirek("suspense", "show", line.pk, "--json"))
    [proposal] = shown["proposals"]
    assert (proposal["by"], proposal["answer"], shown["iin"]) == ("A", None, "850314300124")
    assert refused("suspense", "approve", proposal["id"], "--by", "a") == "four_eyes"
    tirek("suspense", "approve", proposal["id"], "--by", "B", "--lang", lang)
    assert "approved" in tirek("suspense", "show", line.pk, "--lang", lang)
    assert PersonMonth.objects.get().contribution_tiyn == AMOUNT
    assert refused(*words, "--by", "A") == "not_open"


def test_a_proposal_is_declined_with_a_reason(payer: Payer) -> None:
    line = waits(payer)
    tirek("suspense", "propose", line.pk, "--refund", "other", "--why", "x", "--by", "A")
    proposal = line.proposals.get().pk
    assert refused("suspense", "decline", proposal, "--by", "B", "--why", "") == "no_reason"
    tirek("suspense", "decline", proposal, "--by", "B", "--why", "it is theirs")
    assert refused("suspense", "approve", proposal, "--by", "B") == "answered"
    assert orjson.loads(tirek("suspense", "rules", "--json"))["looked_at"] == 1


def test_what_is_named_wrongly_is_refused(payer: Payer) -> None:
    line = waits(payer)
    propose = ("suspense", "propose", line.pk, "--why", "x", "--by", "A")
    assert refused(*propose) == "not_found"
    assert refused(*propose, "--person", "990101300001") == "not_found"
    assert refused(*propose, "--person", someone().iin, "--kind", "boss") == "bad_kind"
    assert refused("suspense", "show", 10**6) == "not_found"
    assert refused("refund", "show", 10**6) == "not_found"
    apply = ("refund", "apply", payer.number, "--by", "A", "--reason", "other", "--reference", "1")
    assert refused(*apply) == "no_lines"
    assert refused(*apply, "--entry", "1-2") == "not_found"
    assert refused(*apply, "--entry", "1/2=5.1") == "bad_amount"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refund_from_application_to_the_bank(payer: Payer, lang: str, tmp_path: Path) -> None:
    line = waits(payer)
    world.take(world.as_file(message(payer.number, lines([someone()], AMOUNT, PERIOD))))
    apply = ("refund", "apply", payer.number, "--by", "A", "--reason", "paid_twice")
    asked = ("--suspense", line.pk, "--entry", "2/1=100.50")
    words = (*apply, *asked, "--reference", "12", "--on", "2025-03-03")
    told = orjson.loads(tirek(*words, "--json"))
    assert [(one["asked"], one["verdict"]) for one in told["lines"]] == [
        ("100.50", "ask"), ("5000.00", "may"),
    ]  # fmt: skip
    key = told["id"]
    assert tirek("refund", "show", key, "--lang", lang) == tirek(*words, "--lang", lang)
    tirek("refund", "check", key, "--by", "A", "--lang", lang)
    decide = ("refund", "decide", key, "--lang", lang)
    assert refused(*decide, "--by", "A", "--why", "x") == "sum_needed"
    assert refused(*decide, "--by", "A", "--why", "x", "--grant", "1=x") == "bad_amount"
    tirek(*decide, "--by", "A", "--why", "by form 910", "--grant", "1=100.50")
    assert refused(*decide, "--by", "A") == "four_eyes"
    tirek(*decide, "--by", "B", "--why", "no", "--decline")
    tirek(*decide, "--by", "A", "--why", "by form 910", "--grant", "1=100")
    tirek(*decide, "--by", "B")
    out = tmp_path / "out"
    for _ in range(2):
        tirek("refund", "send", out, "--by", "A", "--on", "2025-03-04", "--lang", lang)
    [file] = out.iterdir()
    [said] = mt102.messages(BytesIO(file.read_bytes()))
    assert (said.problems, said.header.total_tiyn) == ((), 510_000)
    sent = OutgoingMessage.objects.get()
    statement = tmp_path / "2025-03-04.csv"
    row = f"{sent.reference},{sent.account},{sent.sender_number},5100.00\n"
    statement.write_text(f"reference,account,payer,amount\n{row}")
    tirek("reconcile", statement, "--lang", lang)
    assert orjson.loads(tirek("refund", "show", key, "--json"))["state"] == "settled"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_that_differs_says_what_to_do(payer: Payer, lang: str, tmp_path: Path) -> None:
    statement = tmp_path / "2025-02-20.csv"
    row = f"R7,{world.SOCIAL},{payer.number},12.00\n"
    statement.write_text(f"reference,account,payer,amount\n{row}")
    told = tirek("reconcile", statement, "--lang", lang, status=1)
    assert "R7" in told
    [day] = orjson.loads(tirek("reconcile", statement, "--json", status=1))
    assert day["differences"] == [
        {"result": "missing_file", "reference": "R7", "account": world.SOCIAL, "bank": "12.00",
         "file": None},
    ]  # fmt: skip
    assert refused("reconcile", tmp_path / "2025-02-21.csv") == "cannot_read"
    (tmp_path / "x.csv").write_text("")
    assert refused("reconcile", tmp_path / "x.csv") == "bad_statement"


def test_every_code_that_is_told_has_words() -> None:
    words = work_words.catalogue()
    assert set(words["steps"]) == set(RefundEvent.Step.values)
    assert set(words["verdicts"]) == set(RefundVerdict.Verdict.values)
    assert set(words["reasons"]) == set(Refund.Reason.values)
    assert set(words["results"]) == set(BankDifference.Result.values)
    texts = [text for name in ("steps", "verdicts", "codes", "reasons", "told")
             for text in words[name].values()]  # fmt: skip
    texts += [one[part] for one in words["results"].values() for part in ("title", "todo")]
    assert all(list(text) == list(LANGUAGES) and all(text.values()) for text in texts)
    source = Path(work_words.__file__).parent
    said = (source / "due.py").read_text() + (source / "refund_checks.py").read_text()
    assert all(f'"{code}"' in said for code in words["codes"])
