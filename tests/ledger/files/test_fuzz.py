"""A short run of the fuzzer (the long one: ``./run fuzz-files``)."""

from tests.ledger.files.fuzz import Tally, unguided


def test_a_few_hundred_inputs():
    tally = Tally()
    unguided(tally, seconds=60, seed=20260101, most=600)
    inputs, past, longest = tally.read()
    assert inputs == 600
    assert past / inputs >= 0.8
    assert longest < 2
