"""Tirek (тірек, "support"): Kazakhstan's compulsory social and medical insurance.

The floors of the house; a floor imports only floors below it (import-linter holds this):

    faces       cli       what people and programs touch; no rules here
    contract    contract  the shared JSON: checks what comes in, asks the law, words the answer
    law         law       the law as pure functions and dated parameters: no I/O, no clock
    ground      engine    how law is run: exact numbers, rules, parameters, the graph, explanations

A caller of the law uses one door: `assess(target, facts, on)`.
"""

__version__ = "0.1.0"
