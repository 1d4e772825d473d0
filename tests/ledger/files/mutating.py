"""MT-102 messages and lists, changed at random but mostly still whole: what the fuzzer feeds.

A change keeps the structure (people, fields, sub-fields) and most of the time the numbering and
the total are made right again, so that it gets past the envelope and into the people's lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.ledger.files.files import HEAD, PERSON, text

_WORDS = (
    "", "Қасымов", "ІЛИЯС", "ё", "O'Нил", "Анна-Мария", "Ким  Ли", "/", "//", "/FM/", ":21:", "{4:",
    "-}", "а" * 200, "a\tb", "Їжак", "€", "\u2028", "\x85", "\ufeff", "😀", "0", "{0}", "%s",
)  # fmt: skip
_NUMBERS = ("850317400123", "85031740012", "000000000000", "1234567890123", "٨٥٠٣١٧٤٠٠١٢٣", "")
_DAYS = ("19850317", "20240229", "20230229", "1978924", "1985-03-17", "00000000", "")
_MONTHS = ("012026", "122025", "132025", "202601", "002025", "0120260", "")
_AMOUNTS = ("1,00", "0,01", "4250", "4250,", "4250,5", "007,50", "9999999999999,99")
_BAD_AMOUNTS = ("0,00", "-1,00", "1.00", "1,000", "", "99999999999999999,00", "1 000,00", "USD")
_TAGS = (":52B:X", ":77B:Y", ":71F:KZT1,", "::", ":2:", "/XX/1", "//LA/KZ1", "text", "/OPV/S", " ")

Lines = list[str]


def message(random: Random) -> bytes:
    """A file of one message or two."""
    data = b"".join(_one(random) for _ in range(random.choice((1, 1, 1, 2))))
    if random.random() < 0.05:
        data = torn(random, data)
    return data


def changed(random: Random, data: bytes) -> bytes:
    """The first message of a file changed further; whole again most of the time."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("kz1048", "replace")
    begin, end = text.find("{1:"), text.find("\n-}")
    rows = text[max(begin, 0) : end + 3 if end >= 0 else len(text)].replace("\r\n", "\n")
    return _finish(random, _change(random, rows.split("\n")))


def torn(random: Random, data: bytes) -> bytes:
    """Bytes changed, dropped or doubled anywhere."""
    raw = bytearray(data)
    for _ in range(random.randint(1, 4)):
        begin = random.randrange(len(raw) + 1)
        end = min(len(raw), begin + random.choice((0, 1, 1, 5, 200)))
        piece = random.choice((b"", raw[begin:end] * 2, random.randbytes(end - begin)))
        raw[begin:end] = piece
    return bytes(raw)


def _one(random: Random) -> bytes:
    people = "".join(
        PERSON.format(n=n, amount=random.choice(_AMOUNTS))
        for n in range(1, random.choice((2, 3, 4, 20)))
    )
    rows = f"{HEAD}{people}:32A:260210KZT1,00\n-}}".split("\n")
    return _finish(random, _change(random, rows))


def _change(random: Random, rows: Lines) -> Lines:
    for _ in range(random.choice((0, 1, 2, 5))):
        random.choice(_CHANGES)(random, rows)
    return rows


def _finish(random: Random, rows: Lines) -> bytes:
    if random.random() < 0.97:
        rows = _whole(rows)
    newline = random.choice(("\n", "\r\n", "\r\n"))
    encoding = random.choice(("utf-8", "utf-8", "kz1048", "cp1251"))
    after = random.choice(("", "\n", "\r\n\r\n", "{5:{MAC:1}}\n", "\n\x1a"))
    before = "\ufeff" if encoding == "utf-8" and random.random() < 0.1 else ""
    return (before + newline.join(rows) + after).encode(encoding, "ignore")


def _whole(rows: Lines) -> Lines:
    """Blocks, numbering and the total made right again."""
    count, total, done = 0, 0, []
    for row in rows:
        if row.startswith(":21:"):
            count += 1
            row = f":21:{count}"
        if match := re.fullmatch(r":32B:KZT([0-9]{1,16})(?:,([0-9]{0,2}))?", row, re.ASCII):
            total += int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
        if not row.startswith(("-}", ":32A:")):
            done.append(row.replace("\n", ""))
    done += [f":32A:260210KZT{total // 100},{total % 100:02d}", "-}"]
    return done


def _people(rows: Lines) -> list[int]:
    return [place for place, row in enumerate(rows) if row.startswith(":21:")] or [len(rows) - 1]


def _block(random: Random, rows: Lines) -> tuple[int, int]:
    starts = _people(rows)
    place = random.randrange(len(starts))
    end = starts[place + 1] if place + 1 < len(starts) else max(starts[place], len(rows) - 2)
    return starts[place], end


def _value(prefix: str, values: tuple[str, ...]) -> Callable[[Random, Lines], None]:
    def change(random: Random, rows: Lines) -> None:
        places = [place for place, row in enumerate(rows) if prefix in row]
        if places:
            place = random.choice(places)
            begin = rows[place].split(prefix)[0]
            rows[place] = begin + prefix + random.choice(values)

    return change


def _insert(random: Random, rows: Lines) -> None:
    begin, end = _block(random, rows)
    rows.insert(random.randint(min(begin + 1, end), end), random.choice(_TAGS))


def _insert_in_header(random: Random, rows: Lines) -> None:
    rows.insert(random.randint(5, max(5, _people(rows)[0])), random.choice(_TAGS[:2] + _TAGS[5:]))


def _drop(random: Random, rows: Lines) -> None:
    begin, end = _block(random, rows)
    if end - begin > 3:
        del rows[random.randint(begin + 3, end - 1)]


def _swap(random: Random, rows: Lines) -> None:
    begin, end = _block(random, rows)
    if end - begin > 5:
        one, two = random.sample(range(begin + 3, end), 2)
        rows[one], rows[two] = rows[two], rows[one]


def _double_person(random: Random, rows: Lines) -> None:
    begin, end = _block(random, rows)
    rows[end:end] = rows[begin:end] * random.choice((1, 1, 3))


def _drop_person(random: Random, rows: Lines) -> None:
    begin, end = _block(random, rows)
    if len(_people(rows)) > 1:
        del rows[begin:end]


def _spaces(random: Random, rows: Lines) -> None:
    place = random.randrange(len(rows))
    rows[place] = rows[place] + random.choice((" ", "\t", "\r", "\u00a0"))


def _join(random: Random, rows: Lines) -> None:
    place = random.choice([0, 1, *(at for at, row in enumerate(rows) if row == ":70:")])
    if place + 1 < len(rows):
        rows[place : place + 2] = [rows[place] + rows[place + 1]]


def _anything(random: Random, rows: Lines) -> None:
    place = random.randrange(len(rows))
    row = rows[place]
    at = random.randrange(len(row) + 1)
    rows[place] = row[:at] + random.choice((*_WORDS, "\0", "\x1f", chr(random.randrange(1, 0x500))))


def _period_of_a_person(random: Random, rows: Lines) -> None:
    _, end = _block(random, rows)
    rows.insert(end, "/PERIOD/" + random.choice(_MONTHS))


def _no_period(random: Random, rows: Lines) -> None:
    rows[:] = [row for row in rows if not row.startswith("/PERIOD/")]


def _no_patronymics(random: Random, rows: Lines) -> None:
    rows[:] = [row for row in rows if not row.startswith("/FT/") or random.random() < 0.5]


_CHANGES: tuple[Callable[[Random, Lines], None], ...] = (
    *(_value(f"/{name}/", _WORDS) for name in ("FM", "NM", "FT", "FM", "NAME", "ASSIGN")),
    *(_value("/DT/", _DAYS), ) * 2, *(_value("/IDN/", _NUMBERS), ) * 2,
    *(_value(":32B:KZT", _AMOUNTS), ) * 3, _value(":32B:KZT", _BAD_AMOUNTS),
    _insert, _insert, _insert_in_header, _drop, _drop, _swap, _swap, _double_person,
    _double_person, _drop_person, _spaces, _spaces, _join, _anything, _period_of_a_person,
    _period_of_a_person, _no_period, _no_patronymics, _no_patronymics,
)  # fmt: skip

SEEDS = (text().encode(), text().replace("\n", "\r\n").encode("kz1048"))
