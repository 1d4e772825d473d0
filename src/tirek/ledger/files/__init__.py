"""Payment files: MT-102 messages and employers' lists, from bytes to columns and back.

Reading tells what is wrong as values (:class:`FileProblem`) and never raises for what stands in a
file; it uses bounded memory and time. No database, no framework, no judgement of people here.

:mod:`mt102` reads and writes messages, :mod:`building` makes new ones, :mod:`lists` reads tables
(CSV, XLSX) and :mod:`list_writing` writes them.
"""

from tirek.ledger.files.building import build
from tirek.ledger.files.header import Header, Party
from tirek.ledger.files.limits import LIMITS, Limits
from tirek.ledger.files.lines import Lines
from tirek.ledger.files.list_writing import write_csv, write_xlsx
from tirek.ledger.files.lists import PeopleList, read_csv, read_list, read_xlsx
from tirek.ledger.files.mt102 import Message, Unwritable, as_bytes, messages, write
from tirek.ledger.files.problems import FileProblem, Severity

__all__ = [
    "LIMITS", "FileProblem", "Header", "Limits", "Lines", "Message", "Party", "PeopleList",
    "Severity", "Unwritable", "as_bytes", "build", "messages", "read_csv", "read_list",
    "read_xlsx", "write", "write_csv", "write_xlsx",
]  # fmt: skip
