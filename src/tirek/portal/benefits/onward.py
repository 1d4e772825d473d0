"""Where to go from a benefit's answer: to apply, to the benefit that follows, to what the state
pays besides, to the insurance of the time."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from tirek.portal.answers import Link, Part
from tirek.portal.benefits.incomes import months_of
from tirek.portal.fields.numbers import bare
from tirek.portal.pages import jobs
from tirek.portal.periods import months_before, written
from tirek.portal.steps import Answers
from tirek.portal.texts import maybe, text


def refused(kind: str) -> Part:
    """What is left to whoever has no right; for the care of a child the state pays an allowance."""
    points = [*_of_state(kind), text("benefits.refused_next")]
    links = [Link(job.title, job.href) for job in jobs(("insured",))]
    if kind == "childcare":
        points.insert(0, text("benefits.allowance"))
        href = reverse("portal:law_entry", args=["childcare_allowance"])
        links.append(Link(text("benefits.allowance_link"), href))
    return Part(text("benefits.next"), points=points, links=links)


def _of_state(kind: str) -> list[str]:
    """What the state pays for the same event, of which these benefits are easily taken."""
    return list(filter(None, [maybe(f"benefits.state_{kind}")]))


#: What insures whoever receives a benefit, as “Am I insured?” asks for it.
_INSURES = {
    "job_loss": "unemployed", "maternity": "on_maternity_leave", "disability": "disabled",
}  # fmt: skip


def onward(kind: str, answers: Answers) -> Part:
    """What to do next for whoever has a right, and what comes with it."""
    links = []
    if kind in ("maternity", "adoption"):
        known: dict[str, str] = {"how": answers["how"], "exempt": answers["exempt"]}
        if kind == "adoption":  # the day of the decision is that of this right too
            known |= {"so": "earlier", "on": answers["on"].isoformat(),
                      "child": answers["child"].isoformat()}  # fmt: skip
        if answers["how"] == "same":
            known |= {"income": bare(answers["income"]), "kind": answers["kind"],
                      "till": written(answers["till"])}  # fmt: skip
            # Its average looks back further: a first month that may have been told for the
            # shorter time only is asked again.
            window = months_before(answers["on"], months_of("childcare", answers["on"]))
            if answers["since"] <= window[-1]:
                known["since"] = written(answers["since"])
        childcare = reverse("portal:benefit", args=["childcare"])
        links.append(Link(text("benefits.to_childcare"), f"{childcare}?{urlencode(known)}"))
    if kind in _INSURES:
        code = _INSURES[kind]
        who = {"who": code, f"{code}_from": answers["on"].isoformat()}
        if "birth" in answers:
            who["birth"] = answers["birth"].isoformat()
        insured = f"{reverse('portal:insured')}?{urlencode(who)}"
        links.append(Link(text("benefits.to_insured"), insured))
    else:
        links += [Link(job.title, job.href) for job in jobs(("insured",))]
    event = "decision" if "earlier" in answers.get("so", ()) else kind
    points = [text(f"benefits.{event}_next"), *_of_state(kind)]
    return Part(text("benefits.next"), points=points, links=links)
