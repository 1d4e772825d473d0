"""The app."""

from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tirek.ledger"
    label = "ledger"

    def import_models(self) -> None:
        """The tables, and those of rooms that lean on them."""
        super().import_models()
        for room in ("settling", "refunds", "reconciling"):
            import_module(f"tirek.ledger.models_{room}")
