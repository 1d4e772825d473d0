"""Problems over HTTP: the contract's object, with a status."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import orjson
import yaml
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from tirek.contract.messages import Words
from tirek.contract.problems import Problem

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
#: What is wrong with a question.
QUESTION = 422
#: What HTTP itself can have against a request: code -> status.
STATUS = {
    "bad_request": 400, "not_found": 404, "method_not_allowed": 405, "request_timeout": 408,
    "too_large": 413, "unsupported_media_type": 415, "bad_parameter": QUESTION,
    "too_many_requests": 429, "internal": 500, "busy": 503,
}  # fmt: skip
_BY_STATUS = {status: code for code, status in STATUS.items() if status != QUESTION}


class HttpProblem(Problem):
    """What HTTP has against a request; ``headers`` go with the answer."""

    def __init__(
        self, key: str, at: str = "", /, headers: Mapping[str, str] | None = None, **details: object
    ) -> None:
        super().__init__(key, at, **details)
        self.headers = dict(headers or {})

    def texts(self) -> Words:
        return _texts()[self.key]


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Words]:
    file = resources.files("tirek.api").joinpath("texts.yaml")
    found: Mapping[str, Words] = yaml.safe_load(file.read_text("utf-8"))
    return found


def told(problem: Problem, status: int | None = None) -> Response:
    """The answer that says a problem."""
    headers = problem.headers if isinstance(problem, HttpProblem) else {}
    return Response(
        orjson.dumps(problem.as_dict()),
        status_code=status or STATUS.get(problem.code, QUESTION),
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **headers},
    )


async def of_question(request: Request, error: Exception) -> Response:
    """A question, or a request, that cannot be answered as it stands."""
    assert isinstance(error, Problem)
    return told(error)


async def of_http(request: Request, error: Exception) -> Response:
    """What the router refuses: an address or a method."""
    assert isinstance(error, HTTPException)
    code = _BY_STATUS.get(error.status_code, "bad_request")
    headers = dict(error.headers or {})
    if code == "method_not_allowed":
        headers["Allow"] = ", ".join(sorted(headers.get("Allow", "").split(", ")))
    allowed = headers.get("Allow", "").split(", ")
    problem = HttpProblem(code, headers=headers, value=request.method, allowed=allowed)
    return told(problem, STATUS[code])


async def of_ours(request: Request, error: Exception) -> Response:
    """What nobody foresaw: told without a word of what was asked, in the log neither."""
    log.error("%s", _place(error))
    return told(HttpProblem("internal"))


async def of_nobody(request: Request, error: Exception) -> Response:
    """The client went away: nobody reads this."""
    assert isinstance(error, ClientDisconnect)
    return told(HttpProblem("bad_request"))


def _place(error: BaseException) -> str:
    """The type of an error and where it arose: its text may repeat what a person has sent."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    file = f" of {frames[-1].filename.rpartition('site-packages/')[2]}" if frames else ""
    return f"{type(error).__name__}{where}{file}"


class PlacesOnly(logging.Filter):
    """Takes an error's text and traceback out of a record: its type and place remain."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"{record.getMessage().strip()} %s", (_place(error),)
            record.exc_info = record.exc_text = None
        return True
