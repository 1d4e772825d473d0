"""Answers the API's own examples once, so that the first person does not wait for the law to be
read and its plans to be made."""

from __future__ import annotations

from tirek.api.examples import questions
from tirek.contract.commands import COMMANDS
from tirek.contract.messages import LANGUAGES


def warm() -> None:
    """Every example, in every language."""
    for command, examples in questions().items():
        chosen = COMMANDS[command]
        for example in examples.values():
            for lang in LANGUAGES:
                chosen.answers([chosen.read(example)], lang, False)
