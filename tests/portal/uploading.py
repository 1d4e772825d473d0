"""Forms with a file, as a browser sends them, and what comes back."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tirek.portal.texts import catalogue

LANGUAGES = ("kk", "ru", "en")


def browser(lang: str = "en") -> Client:
    return Client(headers={"accept-language": lang})


def sent(address: str, content: bytes, lang: str = "en", **fields: Any) -> HttpResponse:
    """The answer to a form with a file."""
    file = SimpleUploadedFile("list.bin", content)
    found: HttpResponse = browser(lang).post(address, {**fields, "file": file})
    return found


def seen(response: HttpResponse) -> str:
    """What stands on a page, in one line of text."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def said(name: str, lang: str = "en", **values: object) -> str:
    """A text of the portal, spaces as :func:`seen` has them."""
    section, key = name.split(".")
    return " ".join(catalogue()[section][key][lang].format(**values).split())


def line_said(line: int, lang: str = "en") -> str:
    """How a sentence names one line of a file."""
    return said("check.one_line", lang, lines=line)
