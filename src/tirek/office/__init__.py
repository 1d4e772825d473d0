"""Pages for a specialist of the fund. They read the ledger and change nothing in it.

A view finds what is asked for, asks the ledger, and renders; words stand in texts.yaml. An ИИН
never stands in an address, a title or a log: who is asked about comes by POST. No models here.
"""
