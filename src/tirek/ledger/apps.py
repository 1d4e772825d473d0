"""The app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tirek.ledger"
    label = "ledger"
