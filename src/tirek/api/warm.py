"""Answers the API's own examples once, so that the first person does not wait for the law to be
read and its plans to be made."""

from __future__ import annotations

import orjson

from tirek.api import batch
from tirek.api.examples import batches, questions
from tirek.contract.commands import COMMANDS
from tirek.contract.messages import LANGUAGES


def warm() -> None:
    """Every example, the questions in every language; loops for batches are compiled where the
    machine has not kept them."""
    for command, examples in questions().items():
        chosen = COMMANDS[command]
        for example in examples.values():
            for lang in LANGUAGES:
                chosen.answers([chosen.read(example)], lang, False)
    for example in batches().values():
        batch.answers(batch.read(orjson.dumps(example)))
