"""A few kills; ``./run kills`` does hundreds."""

from tests.ledger.kills import check


def test_what_is_killed_comes_out_as_if_it_had_not_been() -> None:
    assert check(times=4, seed=11, people=200, least_open=0.5, months=2)
