"""A few questions, a page after another. The answers so far stand in the address: nothing is kept,
the browser's back button works, each page can be bookmarked, and a printed answer leads back to
its question.

A :class:`Flow` is a list of :class:`Step`; each is a page with the few fields that belong
together, asked only ``when`` the answers before call for it. After the last one comes the result,
with the answers read back under it and a link to change each; where the answers cannot be taken
together, they are read back with what is wrong. An address with an answer that is none simply has
no such answer: the question is asked.

Addresses of a flow mounted at ``base``: ``base`` (its first words), ``base + STEP + "/"``,
``base + "check/"``, ``base + "result/"``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from tirek.contract.problems import Problem
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Given, answer_page
from tirek.portal.pages import show
from tirek.portal.steps import (
    AGAIN,
    BACK,
    LONGEST,
    READ,
    RESULT,
    SENT,
    UNFIT,
    Answers,
    Fields,
    Question,
    Step,
    as_field,
    from_address,
    needless,
    short,
    shown,
    to_address,
)
from tirek.portal.texts import text
from tirek.portal.told import capital


@dataclass(frozen=True)
class Flow:
    """``title``: name of the text of its title. ``result`` answers when nothing is missing.
    ``places``: which answer a problem of the contract is at, by the start of its pointer."""

    title: str
    steps: Sequence[Step]
    result: Callable[[HttpRequest, Answers], Answer]
    at: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def begin(self, request: HttpRequest, base: str) -> HttpResponse:
        """To the first question that is open; what the address knows already comes along."""
        return HttpResponseRedirect(_Place(self, request, base)._next())

    def page(self, request: HttpRequest, name: str, base: str) -> HttpResponse:
        """The page of a flow that an address names."""
        place = _Place(self, request, base)
        if name == "check":
            return place.check()
        if name == RESULT:
            return place.result()
        for step in self.steps:
            if step.name == name:
                return place.ask(step)
        raise Http404


class _Place:
    """A flow with the answers of one request."""

    def __init__(
        self, flow: Flow, request: HttpRequest, base: str, given: Mapping[str, str] | None = None
    ) -> None:
        self.flow, self.request, self.base = flow, request, base
        held: Mapping[str, str] = request.GET if given is None else given
        self.made: dict[str, Fields] = {}
        self.answers: dict[str, Any] = {}
        #: What an address knows of pages whose answers are wrong together.
        self.wrong: dict[str, Any] = {}
        #: Answers that are as they are assumed to be.
        self.assumed: set[str] = set()
        self.missing: Step | None = None
        for step in flow.steps:
            if not step.when(self.answers):
                continue
            self.made[step.name] = step.fields(self.answers)
            if not self._read(step, held) and self.missing is None:
                self.missing = step

    @property
    def known(self) -> dict[str, Any]:
        """The answers, and those that are wrong together."""
        return self.wrong | self.answers

    def _read(self, step: Step, given: Mapping[str, str]) -> bool:
        """Takes the answers of a step from an address; whether all of them were there."""
        found: dict[str, Any] = {}
        made, assumed = self.made[step.name], step.assumed(self.answers)
        for name, one in made.items():
            if name not in given or len(given[name]) > LONGEST:
                continue
            try:
                found[name] = from_address(one, given[name])
            except ValidationError:
                continue
        found |= {name: one for name, one in assumed.items() if name not in given}
        idle = needless(made, found)
        found = {name: value for name, value in found.items() if name not in idle}
        whole = not set(made) - idle - set(found)
        if whole and step.wrong(found):
            self.wrong |= found
            return False
        self.answers |= found
        self.assumed |= {
            name
            for name, one in assumed.items()
            if name in found and to_address(made[name], found[name]) == to_address(made[name], one)
        }
        return whole

    # ------------------------------------------------------------------ addresses

    def address(self, name: str, answers: Answers | None = None, **more: str) -> str:
        """Where a page of this flow is, with answers in it."""
        held = self.known if answers is None else answers
        pairs = [
            (key, to_address(one, held[key]))
            for made in self.made.values() for key, one in made.items() if key in held
        ]  # fmt: skip
        words = urlencode([*pairs, *more.items()])
        return f"{self.base}{name}/" + (f"?{words}" if words else "")

    def _before(self, step: Step) -> str:
        """The page before a step."""
        if self._changes():
            return self.address(RESULT)
        asked = [one for one in self.flow.steps if one.name in self.made and not self._idle(one)]
        before = [one for one in asked if self._comes_before(one, step)]
        return self.address(before[-1].name) if before else self.base

    def _idle(self, step: Step) -> bool:
        """Whether a step is not asked: all its answers are as they are assumed to be."""
        return set(self.made[step.name]) <= self.assumed

    # ------------------------------------------------------------------ pages

    def ask(self, step: Step) -> HttpResponse:
        if step.name not in self.made:  # not asked of somebody with these answers
            return HttpResponseRedirect(self._next())
        waiting = self.missing
        if waiting is not None and self._comes_before(waiting, step):
            return HttpResponseRedirect(self.address(waiting.name))
        made, sent = self.made[step.name], self._sent(step)
        if sent is None:
            held = {name: self.known[name] for name in made if name in self.known}
            form = Question(made, step=step, initial=held)
        else:
            form = Question(made, sent, step=step)
            if form.is_valid() and step.stay(self.request):
                self.answers |= form.cleaned_data
                return HttpResponseRedirect(self.address(step.name, None, **self._back(), read="1"))
            if form.is_valid():
                return HttpResponseRedirect(self._taken(step, form.cleaned_data))
        return self._shown(step, form)

    def _sent(self, step: Step) -> Mapping[str, Any] | None:
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        if SENT not in given or AGAIN in given:
            return None
        return given if step.taken is None else step.taken(self.answers, self.request)

    def _comes_before(self, one: Step, other: Step) -> bool:
        return self.flow.steps.index(one) < self.flow.steps.index(other)

    def _taken(self, step: Step, cleaned: Mapping[str, Any]) -> str:
        """Where to go with the answers of a step."""
        known = self.known
        given = {
            name: to_address(one, known[name])
            for made in self.made.values() for name, one in made.items() if name in known
        }  # fmt: skip
        for name, one in self.made[step.name].items():
            given.pop(name, None)
            if name in cleaned:
                given[name] = to_address(one, cleaned[name])
        found = _Place(self.flow, self.request, self.base, given)
        open_ = found.missing
        if not self._changes() or open_ is None or open_ is step:
            return found._next()
        unfit = [
            name for name in found.made[open_.name] if name in given and name not in found.known
        ]
        return found._next(**({UNFIT: ".".join(unfit)} if unfit else {}))

    def _next(self, **more: str) -> str:
        """The first question that is not answered, or what comes after all of them."""
        if self.missing is not None:
            return self.address(self.missing.name, None, **more)
        return self.address(RESULT)

    def _shown(self, step: Step, form: Question) -> HttpResponse:
        fields = [form[name] for name in form.fields]
        for one in form.fields.values():
            as_field(one).alone = len(fields) == 1
        shown = {
            "form": form, "fields": fields, "alone": len(fields) == 1,
            "title": text(self.flow.title), "question": self._question(step),
            "hidden": self._hidden(step), "before": self._before(step), "flow": self.flow.title,
            "errors": [
                (one.auto_id, error if len(fields) == 1 else f"{short(one)}: {error}")
                for one in fields for error in one.errors
            ],
            "action": f"{self.base}{step.name}/",
            "here": self.address(step.name, None, **self._back()),
            "unfit": [] if form.is_bound else [
                short(one) for one in fields
                if one.name in self.request.GET.get(UNFIT, "").split(".")
            ],
            "read": READ in self.request.GET and not form.is_bound, "next": self._next(),
            **step.more(self.answers, self.request),
        }  # fmt: skip
        status = 422 if form.errors else 200
        return show(self.request, step.template, shown, at=self.flow.at, status=status)

    def _question(self, step: Step) -> str:
        made = self.made[step.name]
        if len(made) == 1:
            return str(next(iter(made.values())).label)
        return step.title()

    def _hidden(self, step: Step) -> Iterator[tuple[str, str]]:
        """The other answers, to be carried through the form."""
        known = self.known
        for name, made in self.made.items():
            if name != step.name:
                for key, one in made.items():
                    if key in known:
                        yield key, to_address(one, known[key])
        yield from self._back().items()

    def _changes(self) -> bool:
        """Whether one came to change an answer."""
        return self.request.GET.get(BACK) == RESULT

    def _back(self) -> dict[str, str]:
        return {BACK: RESULT} if self._changes() else {}

    def rows(self) -> list[Given]:
        """All answers, read back."""
        return [
            Given(
                as_field(one).short, self._read_back(name, one),
                self.address(step, back=RESULT), name,
            )
            for step, made in self.made.items() for name, one in made.items()
            if name in self.answers
        ]  # fmt: skip

    def _read_back(self, name: str, one: forms.Field) -> str:
        """An answer for people; of one that was not asked for it is said so."""
        value = shown(one, self.answers[name])
        return text("page.as_assumed", value=value) if name in self.assumed else value

    def check(self, problem: Problem | None = None) -> HttpResponse:
        if self.missing is not None:
            return HttpResponseRedirect(self.address(self.missing.name))
        wrong = None
        if problem is not None:
            wrong = problem_text(problem), self._place_of(problem)
        shown = {
            "title": text(self.flow.title), "rows": self.rows(), "wrong": wrong,
            "result": self.address(RESULT), "start": self.base,
            "before": self.address(list(self.made)[-1]),
        }  # fmt: skip
        status = 200 if problem is None else 422
        return show(self.request, "check", shown, at=self.flow.at, status=status)

    def _place_of(self, problem: Problem) -> str:
        """Which row a problem of the contract is about; "" where none is."""
        for start, name in self.flow.places.items():
            if problem.at.startswith(start):
                return name
        return ""

    def result(self) -> HttpResponse:
        if self.missing is not None:
            return HttpResponseRedirect(self.address(self.missing.name))
        try:
            answer = self.flow.result(self.request, self.answers)
        except Problem as problem:
            return self.check(problem)
        return answer_page(
            self.request, answer, at=self.flow.at, change="#given",
            given=self.rows(), start=self.base,
        )  # fmt: skip


def same_but(request: HttpRequest, **answers: str) -> str:
    """The address of this page with some answers changed, as addresses write them."""
    address = request.GET.copy()
    for name, value in answers.items():
        address[name] = value
    return f"{request.path}?{address.urlencode()}"


def problem_text(problem: Problem) -> str:
    """What a problem of the contract says, in the page's language, without its JSON pointer."""
    said: Any = problem.as_dict()["error"]
    words = str(said["message"][language()]).removeprefix(f"{problem.at or '/'}: ")
    return capital(words)
