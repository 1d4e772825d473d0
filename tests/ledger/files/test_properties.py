"""What holds for every message: it writes back as it stood, and both readers see the same."""

import random
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.files import mutating
from tests.ledger.files.files import ANY_TEXT, KAZAKH_TEXT, contents, read_all, text
from tirek.ledger.files import Unwritable, as_bytes, build, messages, write
from tirek.ledger.files.mt102 import Message


def written(several: list[Message]) -> bytes:
    sink = BytesIO()
    write(several, sink)
    return sink.getvalue()


@given(contents(KAZAKH_TEXT), st.sampled_from(["\n", "\r\n"]))
def test_a_message_built_reads_back(content, newline):
    header, lines = content
    try:
        built = build(header, lines, newline=newline)
    except Unwritable as error:  # a name such as "/AB/ x" would be read as a sub-field
        assert "would be read" in str(error)
        return
    [back] = messages(BytesIO(as_bytes(built)))
    assert back == built
    assert back.header.total_tiyn == int(lines.amount_tiyn.sum())
    assert back.lines == lines and back.lines.line.tolist() == built.lines.line.tolist()


@given(contents(KAZAKH_TEXT))
def test_in_kz_1048_too(content):
    header, lines = content
    lines = replace(lines, surname=["Ғабдуллина Үміт", *lines.surname[1:]])
    try:
        built = build(header, lines, encoding="kz1048")
    except Unwritable:
        return
    [back] = messages(BytesIO(as_bytes(built)))
    assert back == built and back.encoding == "kz1048"


@given(contents(ANY_TEXT))
def test_any_text_at_all(content):
    try:
        built = build(*content)
    except Unwritable:
        return
    assert read_all(as_bytes(built)) == [built]


def test_what_the_format_cannot_hold_is_refused():
    [one] = read_all(text())
    header, lines = one.header, one.lines
    for bad in (
        replace(lines, surname=["a\nb", "c"]),
        replace(lines, surname=["", "c"]),
        replace(lines, surname=[" a", "c"]),
        replace(lines, iin=["1", "2"]),
        replace(lines, amount_tiyn=lines.amount_tiyn * 0),
        replace(lines, period=lines.period + 1),
    ):
        with pytest.raises(Unwritable):
            build(header, bad)
    with pytest.raises(Unwritable):
        build(replace(header, reference=""), lines)
    with pytest.raises(Unwritable, match="no letter"):
        build(replace(header, assignment="日本"), lines, encoding="kz1048")


def holds(data: bytes) -> None:
    """Both readers agree; what reads without envelope errors writes back byte for byte."""
    fast = read_all(data)
    slow = list(messages(BytesIO(data), careful=True))
    assert fast == slow and fast
    assert all(one.line >= 1 for one in fast)
    for one in fast:
        assert all(p.line >= 1 and p.field for p in one.problems)
    if all(one.taken for one in fast):
        assert written(fast) == data


@given(st.integers(0, 2**32))
def test_changed_messages(seed):
    holds(mutating.message(random.Random(seed)))


@given(st.binary(max_size=300))
def test_random_bytes(data):
    holds(data)
    holds(text().encode() + data)


@given(st.data(), st.sampled_from(["utf-8", "kz1048", "utf-8-sig"]))
def test_random_cuts(data, encoding):
    whole = (text() * 2).replace("\n", data.draw(st.sampled_from(["\n", "\r\n"]))).encode(encoding)
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, len(whole)))
    holds(whole[:begin] + whole[end:])


class Trickle(BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(7)


@given(st.integers(0, 2**32))
def test_the_pieces_in_which_a_stream_comes_do_not_matter(seed):
    data = mutating.message(random.Random(seed))
    assert list(messages(Trickle(data))) == read_all(data)
