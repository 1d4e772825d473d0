"""A made-up country, the same for the same seed: people, payers, bank files and known faults.

Nothing here reads a real person's data, and nothing here knows how the ledger finds faults: what
is planted tests it. Numbers of the law come from :mod:`tirek.law`; figures of the population from
``data/``, those of the fund's report of 2022 from ``calibration.py``. Arrays hold one value a
person (payer, job); months are numbers (year * 12 + month - 1), days since 1970-01-01, money tiyn.
"""
