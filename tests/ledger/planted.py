"""The made-up country taken in, and what was found beside what was planted.

``python -m tests.ledger.planted FOLDER`` does it for any country; the tests for a small one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

#: Whole files, and reasons under the parser's own codes.
OF_FILES = {
    "sum_differs": {"sum_differs"},
    "broken_envelope": None,  # any problem of the envelope
    "bad_amount": {"bad_amount", "amount_not_positive", "not_tenge", "sum_differs"},
}
OF_STATEMENTS = ("payment_sum_differs", "payment_without_file", "file_without_payment")

Place = tuple[str, int, int]  # file, message, number of :21:


@dataclass
class Report:
    """Planted and found by reason; what was missed, misnamed, or good and yet in suspense."""

    lines: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[Place, str]] = field(default_factory=list)
    misnamed: list[tuple[Place, str, str]] = field(default_factory=list)
    good_in_suspense: list[tuple[Place, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the planted faults, how many were found and named rightly."""
        return sum(self.found.values()) / max(sum(self.planted.values()), 1)


def compare(folder: Path) -> Report:
    """Takes the country in (its registry first) and compares line by line."""
    from tirek.ledger import intake
    from tirek.ledger.models import PaymentFile, Suspense
    from tirek.registry.load import load

    for _ in load(folder / "registry"):
        pass
    report = Report()
    group: list[intake.Parsed] = []
    names: dict[str, str] = {}
    again: set[str] = set()
    paths = sorted((folder / "files").rglob("*.mt102"))
    for number, path in enumerate(paths, 1):
        name = str(path.relative_to(folder))
        parsed = intake.parse(name, path.read_bytes())
        report.lines += parsed.size
        group.append(parsed)
        if sum(one.size for one in group) > 20_000 or number == len(paths):
            for one, taken in zip(group, intake.take_in(group, "test"), strict=True):
                names[one.name] = taken.file.name
                if taken.again:
                    again.add(one.name)
            group = []
    waits: dict[Place, str] = {}
    query = Suspense.objects.select_related("message__file").only(
        "number", "reasons", "message__number", "message__file__name"
    )
    for one in query.iterator(5000):
        waits[one.message.file.name, one.message.number, one.number] = one.reasons[0]
    rejected = {
        file.name: {problem["code"] for problem in file.problems}
        for file in PaymentFile.objects.filter(status="rejected").defer("content")
    }
    rest = dict(waits)
    for planted in map(json.loads, (folder / "planted/planted.jsonl").read_text().splitlines()):
        reason, file = planted["reason"], planted.get("file", "")
        if reason in OF_STATEMENTS:
            continue
        report.planted[reason] += 1
        if reason == "same_file":
            report.found[reason] += file in again
            continue
        if reason in OF_FILES:
            codes = rejected.get(file, set())
            allowed = OF_FILES[reason]
            if codes and (allowed is None or codes & allowed):
                report.found[reason] += 1
            else:
                report.missed.append(((file, 0, 0), reason))
            continue
        place = (file, planted["message"], planted["line"])
        if names.get(file) in rejected:
            report.found[reason] += 1  # the whole file came back
            continue
        said = rest.pop(place, None)
        if said == reason:
            report.found[reason] += 1
        elif said is None:
            report.missed.append((place, reason))
        else:
            report.misnamed.append((place, reason, said))
    report.good_in_suspense = sorted(rest.items())
    return report


def main(folder: Path) -> int:
    from tirek.project.database import ready

    ready()
    report = compare(folder)
    print(f"{report.lines} lines, {sum(report.planted.values())} planted, {report.share:.4%} found")
    for reason, count in report.planted.most_common():
        print(f"  {reason}: {report.found[reason]} of {count}")
    for title in ("missed", "misnamed", "good_in_suspense"):
        places = getattr(report, title)
        print(f"{title}: {len(places)}")
        for place in places[:10]:
            print("  ", *place)
    return int(bool(report.missed or report.misnamed or report.good_in_suspense))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
