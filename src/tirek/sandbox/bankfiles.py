"""Bank files of a month: messages gathered into files, and the statement of each day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import orjson

from tirek.engine.parameters import day_of
from tirek.sandbox import dues, messages
from tirek.sandbox.chunks import Chunk, Mark
from tirek.sandbox.lines import REASONS, rendered
from tirek.sandbox.messages import Format, Sender
from tirek.sandbox.month import Country, Extra, Month
from tirek.sandbox.senders import Habits, date_path, sender, working_days
from tirek.sandbox.settings import Int

#: Lines worked on at once; a message of so many has a file of its own; messages in a file.
_CHUNK, _OWN, _TOGETHER = 200_000, 60, 150
_NOT_AMOUNTS = ("KZT12.345,6", "KZT0,00", "KZT-4250,00", "KZT42O0,00", "USD100,00", "KZT")


@dataclass
class File:
    """A file being filled: its messages and what is planted in them."""

    key: tuple[int, str, int]
    parts: list[bytes] = field(default_factory=list)
    planted: list[dict[str, object]] = field(default_factory=list)
    damaged: bool = False


@dataclass
class Totals:
    """What was written: messages, lines, and the sums of lines by contribution, in tiyn."""

    files: int = 0
    messages: int = 0
    lines: int = 0
    planted: int = 0
    sums: list[int] = field(default_factory=lambda: [0, 0, 0])


class Writer:
    """Writes months one after another into a country's folder."""

    def __init__(self, out: Path, country: Country, habits: Habits, planted: TextIO) -> None:
        self.out, self.country, self.habits = out, country, habits
        self.totals = Totals()
        self._planted = planted
        self._month = 0
        self._number = 0
        self._file_number = 0
        self._statements: dict[int, list[tuple[str, str, str, int]]] = {}

    def write(self, month: Month, days: Int) -> None:
        """A month's files, then the rows of statements that they bring."""
        self._month, self._number, self._file_number = month.number, 0, 0
        self._chance = self.country.settings.chance("files", month.number)
        self._purposes = dues.purposes(month.number)
        by_payer: dict[int, list[Extra]] = {}
        later: list[Extra] = []
        for extra in month.extras:
            if extra.alone:
                later.append(extra)
            else:
                by_payer.setdefault(extra.payer, []).append(extra)
        held = np.zeros(len(self.country.payers), np.bool_)
        for stream in month.streams:
            held[stream.payer] = True
        held[list(by_payer)] = True
        payers = np.flatnonzero(held)
        banks = self.country.payers.bank[payers]
        order = np.lexsort((payers, self.habits.format[payers], banks, days[payers]))
        blocks = self.country.blocks.all()
        file: File | None = None
        for payer, made in self._messages(month, payers[order], days, blocks, by_payer):
            key = (int(days[payer]), sender(self.country.payers, payer).bank,
                   int(self.habits.format[payer]))  # fmt: skip
            own = sum(size for _, _, size in made) >= _OWN
            if file and (own or file.key != key or len(file.parts) >= _TOGETHER):
                self._close(file)
                file = None
            file = file or File(key)
            for text, marks, _ in made:
                self._enter(file, text, marks)
            if own:
                self._close(file)
                file = None
        if file:
            self._close(file)
        for extra in later:
            self._alone(extra, month, days, blocks)
        self._write_statements(month.number)

    # ------------------------------------------------------------------ messages

    def _messages(
        self, month: Month, payers: Int, days: Int, blocks: Any, extras: dict[int, list[Extra]]
    ) -> Iterator[tuple[int, list[tuple[bytes, list[Mark], int]]]]:
        """For each payer the messages as (text, what is planted, lines), some payers' lines
        rendered together."""
        starts = [np.searchsorted(stream.payer, payers) for stream in month.streams]
        ends = [np.searchsorted(stream.payer, payers, "right") for stream in month.streams]
        sizes = np.cumsum(sum(end - start for start, end in zip(starts, ends, strict=True)))
        at = 0
        while at < len(payers):
            base = int(sizes[at - 1]) if at else 0
            end = max(at + 1, int(np.searchsorted(sizes, base + _CHUNK, "right")))
            some = slice(at, end)
            texts = [
                Chunk(stream, low[some], high[some], blocks, month.periods if number else None)
                for number, (stream, low, high) in enumerate(
                    zip(month.streams, starts, ends, strict=True)
                )
            ]
            for place, payer in enumerate(payers[some].tolist()):
                made = []
                who = sender(self.country.payers, payer)
                form = self.habits.formats[self.habits.format[payer]]
                for number, chunk in enumerate(texts):
                    size = chunk.size(place)
                    if size:
                        total = chunk.total(place)
                        text = self._message(
                            who, form, number, "", month.periods[0], int(days[payer]),
                            chunk.body(place), total, size,
                        )  # fmt: skip
                        made.append((text, chunk.marks(place), size))
                for extra in extras.get(payer, ()):
                    made.append(self._extra(extra, month, who, form, int(days[payer]), blocks))
                yield payer, made
            at = end

    def _message(
        self, who: Sender, form: Format, stream: int, purpose: str, period: str, on: int,
        body: bytes, total: int, size: int,
    ) -> bytes:  # fmt: skip
        """A message's bytes; its row of the statement is kept."""
        self._number += 1
        reference = f"{day_of(on):%y%m}{self._month % 1000:03d}{self._number:08d}"
        self._statements.setdefault(on, []).append(
            (reference, messages.ACCOUNTS[stream], who.number, total)
        )
        self.totals.messages += 1
        self.totals.lines += size
        self.totals.sums[stream] += total
        when = day_of(on)
        head = messages.head(
            who, stream, purpose or self._purposes[stream], period, reference, self._number, when
        )
        return form.encoded(head, body, messages.tail(when, total))

    def _extra(
        self, extra: Extra, month: Month, who: Sender, form: Format, on: int, blocks: Any
    ) -> tuple[bytes, list[Mark], int]:
        lines = extra.lines
        size = len(lines)
        periods = [extra.period, *month.periods[1:]] if extra.stream else None
        text = rendered(lines, np.arange(1, size + 1), blocks, periods).between(0, size)
        total = int(lines.amount.sum())
        marks = [(n + 1, int(lines.block[n]), REASONS[lines.mark[n]])
                 for n in np.flatnonzero(lines.mark > 0).tolist()]  # fmt: skip
        if extra.damage == "bad_amount":
            text = self._spoilt(text, marks)
        paid = total
        if extra.damage == "sum_differs":
            paid = total + int(self._chance.integers(1, 500_000))
        made = self._message(
            who, form, extra.stream, extra.purpose, extra.period, on, text, paid, size
        )
        if extra.damage == "broken_envelope":
            made = self._broken(made)
        return made, marks, size

    def _spoilt(self, text: bytes, marks: list[Mark]) -> bytes:
        wrong = _NOT_AMOUNTS[int(self._chance.integers(len(_NOT_AMOUNTS)))].encode()
        number = next(n for n, _, reason in marks if reason == "bad_amount")
        before, _, rest = text.partition(b":21:%d\n:32B:" % number)
        return before + b":21:%d\n:32B:" % number + wrong + rest[rest.index(b"\n") :]

    def _broken(self, text: bytes) -> bytes:
        """Cut short, without its second block, or without its end."""
        how = int(self._chance.integers(3))
        if how == 0:
            return text[: max(200, len(text) * 2 // 3)]
        if how == 1:
            start = text.index(b"{2:")
            return text[:start] + text[text.index(b"{4:") :]
        return text[: text.rindex(b":32A:")]

    # ------------------------------------------------------------------ files

    def _alone(self, extra: Extra, month: Month, days: Int, blocks: Any) -> None:
        """A message in a file of its own."""
        payers, habits = self.country.payers, self.habits
        if extra.payer < 0 or extra.sender is not None:
            assert extra.sender is not None
            who, form = extra.sender, habits.formats[0]
            on = int(np.median(days))
        else:
            who = sender(payers, extra.payer)
            form, on = habits.formats[habits.format[extra.payer]], int(days[extra.payer])
        on += extra.days_later
        on = int(working_days(np.array([on]), np.array([extra.days_later > 0]))[0])
        file = File((on, who.bank, 0), damaged=bool(extra.damage))
        text, marks, _ = self._extra(extra, month, who, form, on, blocks)
        self._enter(file, text, marks)
        if extra.damage and extra.damage != "bad_amount":
            file.planted.append({"message": 1, "line": None, "iin": None, "reason": extra.damage})
        self._close(file)

    def _enter(self, file: File, text: bytes, marks: list[Mark]) -> None:
        file.parts.append(text)
        for number, block, reason in marks:
            file.planted.append(
                {"message": len(file.parts), "line": number, "iin": self._iin(block),
                 "reason": reason}
            )  # fmt: skip

    def _iin(self, block: int) -> str:
        held = self.country.blocks
        if block >= held.base:
            return held.added_iin[block - held.base]
        text: str = held.texts[block].as_py()
        return text[-13:-1]

    def _close(self, file: File) -> None:
        """Writes a file; some of them once more, under another name."""
        path = self._path(*file.key[:2])
        content = b"".join(file.parts)
        self._save(path, content)
        for row in file.planted:
            self._tell({"file": path, **row})
        settings = self.country.settings
        few = 4 / settings.months / (20 + len(self.country.payers) / 8)
        if settings.faults and not file.damaged and self._chance.random() < max(0.002, few):
            on = file.key[0] + int(self._chance.integers(0, 6))
            on = int(working_days(np.array([on]), np.array([True]))[0])
            again = self._path(on, file.key[1])
            self._save(again, content)
            self._tell({"file": again, "message": None, "line": None, "iin": None,
                        "reason": "same_file", "of": path})  # fmt: skip

    def _path(self, on: int, bank: str) -> str:
        self._file_number += 1
        month = f"{self._month // 12}{self._month % 12 + 1:02d}"
        return f"files/{date_path(on)}/{bank}-{month}-{self._file_number:06d}.mt102"

    def _save(self, path: str, content: bytes) -> None:
        target = self.out / path
        try:
            target.write_bytes(content)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self.totals.files += 1

    def _tell(self, row: dict[str, object]) -> None:
        self.totals.planted += 1
        self._planted.write(orjson.dumps(row).decode() + "\n")

    # ------------------------------------------------------------------ statements

    def _write_statements(self, month: int) -> None:
        """Adds a month's rows to the statements of its days, some of them made wrong."""
        rows = [(on, row) for on in sorted(self._statements) for row in self._statements[on]]
        self._statements.clear()
        wrong = self._wrong_rows(len(rows))
        folder = self.out / "statements"
        folder.mkdir(exist_ok=True)
        texts: dict[int, list[str]] = {}
        for number, (on, (reference, account, payer, total)) in enumerate(rows):
            reason = wrong.get(number)
            text = texts.setdefault(on, [])
            if reason == "payment_sum_differs":
                total += 100 * int(self._chance.integers(1, 5000))
            if reason != "file_without_payment":
                text.append(f"{reference},{account},{payer},{total // 100}.{total % 100:02d}\n")
            if reason == "payment_without_file":
                reference = f"{reference[:7]}9{reference[8:]}"
                text.append(f"{reference},{account},{payer},{total // 100}.{total % 100:02d}\n")
            if reason:
                self._tell({"statement": f"statements/{day_of(on)}.csv", "reference": reference,
                            "reason": reason})  # fmt: skip
        for on, lines in texts.items():
            path = folder / f"{day_of(on)}.csv"
            new = not path.exists()
            with path.open("a", encoding="utf-8", newline="") as file:
                file.write(("reference,account,payer,amount\n" if new else "") + "".join(lines))

    def _wrong_rows(self, rows: int) -> dict[int, str]:
        settings = self.country.settings
        if not settings.faults or not rows:
            return {}
        reasons = ("payment_without_file", "file_without_payment", "payment_sum_differs")
        count = max(math.ceil(3 / settings.months), round(settings.faults * rows / 100))
        chosen = self._chance.choice(rows, min(rows, count * len(reasons)), replace=False)
        return {int(row): reasons[at % len(reasons)] for at, row in enumerate(chosen)}
