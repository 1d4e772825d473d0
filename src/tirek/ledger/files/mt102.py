"""MT-102: payments of social contributions (КНП 012, 017) and medical insurance (121 to 124).

A file holds one or more messages. :func:`messages` reads them one at a time::

    {1:F01K054700000000001000001}
    {2:I102SGROSS000000U3003}
    {4:
    :20:REF1
    :50:/D/KZ…            sender: account, then /NAME/ /IDN/ /IRS/ /SECO/
    :52B:… :57B:GCVPKZ2A  banks
    :59:KZ…               beneficiary, with the same sub-fields
    :70:                  /NUM/ /DATE/ /SEND/ /VO/ /PSO/ /PRT/ /KNP/ /OPV/ /PERIOD/ /ASSIGN/
    :21:1                 a person: :32B:KZT4250,00, then :70: /FM/ /NM/ /FT/ /DT/ /IDN/ /PERIOD/
    :32A:260115KZT4250,00 value date and total, before the first person or after the last one
    -}

What is known of the format, and how well (`docs`: no public specification was found):

* blocks, :20: :50: :57B: :59: :70: :32B: :32A:, /PERIOD/ once in sequence A for social
  contributions: a bank's validator (read in public code).
* /FM/ /NM/ /FT/, /DT/ as YYYYMMDD, /IDN/, /PERIOD/ as MMYYYY in sequence B, :32A: as YYMMDD after
  the last person, CRLF: a bank's tests with a message of Государственная корпорация (read in
  public code); ``:70:/NUM/`` on one line and ``//FM/``: another bank's (read in public code).
* /PERIOD/ per person for medical insurance; КНП 121 and 122 as contributions and dues: memory
  (123 and 124 were read in public code).
* /CHIEF/ and /MAINBK/ are the head and the accountant: memory.

What is no known field is kept and written back. What is wrong is told, never raised; judging the
people (is the ИИН known, is the period allowed) is not done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from tirek.ledger.files.chunks import Chunk, chunks
from tirek.ledger.files.encodings import BOM, Encoding, decode, first_control
from tirek.ledger.files.header import Header, read_header
from tirek.ledger.files.limits import LIMITS, Limits
from tirek.ledger.files.lines import Growing, Lines
from tirek.ledger.files.people import VERBATIM, People, read_people
from tirek.ledger.files.problems import FileProblem, Problems


@dataclass(frozen=True, slots=True)
class Frame:
    """What is needed beside header and lines to write a message byte for byte."""

    before: bytes
    head: str
    people: People
    tail: str
    after: bytes
    newline: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its header once, its people as columns, and what is wrong with it.

    Two messages are equal that say the same, however their lines are laid out.
    """

    header: Header
    lines: Lines
    problems: tuple[FileProblem, ...]
    line: int = field(compare=False)  #: where it begins in the file
    encoding: Encoding = field(compare=False)
    frame: Frame | None = field(compare=False, repr=False)

    @property
    def taken(self) -> bool:
        """Whether the message as a whole can be taken; single lines may still be wrong."""
        return all(problem.severity == "line" for problem in self.problems)


class Unwritable(ValueError):
    """A message that cannot be written: it was not read without errors, or a text has no place."""


def messages(
    source: BinaryIO,
    *,
    encoding: Encoding | None = None,
    limits: Limits = LIMITS,
    careful: bool = False,
) -> Iterator[Message]:
    """The messages of a file, one at a time in memory; a file without any gives one with a problem.

    ``encoding``: what the sender says; else it is found for each message. ``careful``: without
    the fast reader, for the tests. Reading ends at the first breach of ``limits``.
    """
    bom = False
    for chunk in chunks(source, limits):
        bom = bom or chunk.before.startswith(BOM)
        yield _read(chunk, "utf-8" if bom else encoding, limits, careful)


def write(messages: Iterable[Message], sink: BinaryIO) -> None:
    """Writes messages; those that were read, byte for byte as they stood."""
    for message in messages:
        sink.write(as_bytes(message))


def as_bytes(message: Message) -> bytes:
    """One message as it stands in a file; raises :class:`Unwritable`."""
    frame = message.frame
    if frame is None or not message.taken:
        raise Unwritable("the message has errors of its envelope")
    text = "".join((frame.head, *_people_text(frame.people), frame.tail))
    if frame.newline != "\n":
        text = text.replace("\n", frame.newline)
    try:
        return frame.before + text.encode(message.encoding) + frame.after
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise Unwritable(f"{message.encoding} has no letter {letter!r}") from None


def _people_text(people: People) -> Iterator[str]:
    lines = people.lines
    for place, mark in enumerate(people.marks):
        if mark == VERBATIM:
            yield people.verbatim[place]
            continue
        amount, month = int(lines.amount_tiyn[place]), int(lines.period[place])
        yield people.shapes[mark].template.format(
            lines.number[place],
            f"{amount // 100},{amount % 100:02d}",
            lines.surname[place],
            lines.name[place],
            lines.patronymic[place],
            lines.birth_date[place],
            lines.iin[place],
            f"{month % 100:02d}{month // 100:04d}",
        )


def _read(chunk: Chunk, encoding: Encoding | None, limits: Limits, careful: bool) -> Message:
    found = Problems(limits.most_problems)
    if chunk.fault is not None:
        found.add(chunk.fault)
    if chunk.fault is not None or not chunk.body:
        return _unread(chunk.line, found)
    read = decode(chunk.body, encoding, bom=encoding == "utf-8")
    if read.bad_at >= 0:
        found.envelope("bad_encoding", _line_at(chunk, read.bad_at), "{4:}")
        return _unread(chunk.line, found)
    if read.encoding == "cp866":
        found.envelope("dos_encoding", _line_at(chunk, _first_letter(chunk.body)), "{4:}")
    control = first_control(chunk.body)
    if control >= 0:
        found.envelope("control_character", _line_at(chunk, control), "{4:}")
    text, newline = read.text, "\n"
    returns = text.count("\r")
    if returns and returns == text.count("\r\n") == text.count("\n"):
        text, newline = text.replace("\r\n", "\n"), "\r\n"
    return _message(chunk, text, newline, read.encoding, found, careful)


def _message(
    chunk: Chunk, text: str, newline: str, encoding: Encoding, found: Problems, careful: bool
) -> Message:
    begin = text.find("\n:21:") + 1
    end = _tail(text, begin)
    begin = begin or end
    first = chunk.line + text.count("\n", 0, begin)
    after = chunk.line + text.count("\n", 0, end)
    head, tail = text[:begin], text[end:]
    header = read_header(head, chunk.line, tail, after, found)
    people = read_people(text, begin, end, first, header.period, found, careful=careful)
    if not len(people.lines):
        found.envelope("no_lines", after, ":21:")
    else:
        _check_total(header, people.lines, head, chunk.line, after, found)
    frame = Frame(chunk.before, head, people, tail, chunk.after, newline)
    return Message(header, people.lines, found.in_order(), chunk.line, encoding, frame)


def _tail(text: str, begin: int) -> int:
    """Where the people end: at the total after the last one, or at the end of the message."""
    last = text.rfind("\n:21:") if begin else len(text)
    total = text.find("\n:32A:", max(last, 0)) + 1
    return total or text.rfind("\n-}") + 1


def _check_total(
    header: Header, lines: Lines, head: str, line: int, after: int, found: Problems
) -> None:
    if header.total_tiyn is None or not lines.amount_tiyn.all():
        return  # what cannot be read has been told: there is nothing to compare
    amount = sum(lines.amount_tiyn.tolist())
    if amount != header.total_tiyn:
        total = head.find("\n:32A:") + 1
        at = line + head.count("\n", 0, total) if total else after
        found.envelope("sum_differs", at, ":32A:", _tenge(header.total_tiyn), _tenge(amount))


def _tenge(tiyn: int) -> str:
    return f"{tiyn // 100},{tiyn % 100:02d}"


def _line_at(chunk: Chunk, place: int) -> int:
    return chunk.line + chunk.body.count(b"\n", 0, place)


def _first_letter(body: bytes) -> int:
    """Where the first letter stands whose byte another encoding has for another one."""
    return next(place for place, byte in enumerate(body) if byte > 127)


def _unread(line: int, found: Problems) -> Message:
    return Message(Header(), Growing().done(), found.in_order(), line, "utf-8", None)
