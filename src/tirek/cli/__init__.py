"""The command line: reads files, asks :mod:`tirek.contract`, prints. No rules of law here."""
