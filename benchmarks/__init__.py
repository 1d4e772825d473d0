"""Figures of Tirek, measured by one command: `./run bench`. Never part of the tests.

Seconds differ from machine to machine: each table says how long a fixed loop of plain Python took
beside it, and single calls are given as a ratio to that loop.
"""
