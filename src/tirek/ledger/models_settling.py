"""Tables of the work on money that was posted or waits: what somebody proposes and another one
approves, what takes an entry back, what used a person's month and has to be looked at again.

Triggers of migration 0005 hold what stands here: an answered row takes no change, and what only
grows takes none at all.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tirek.ledger.models import Batch, Suspense
from tirek.registry.models import Payer, Person


class FourEyes(models.Model):
    """Something that one proposes and another one answers, once; until then it is open."""

    class Answer(models.TextChoices):
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # by who proposed it

    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    why = models.CharField(max_length=1000)
    answer = models.CharField(max_length=9, choices=Answer.choices, null=True)
    answered_by = models.CharField(max_length=100, null=True)
    answered_at = models.DateTimeField(null=True)
    answer_why = models.CharField(max_length=1000, default="")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(answer=None, answered_by=None, answered_at=None, batch=None)
                | Q(answer__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="%(class)s_answered",
            ),
            models.CheckConstraint(
                condition=Q(answer=None)
                | Q(answer="withdrawn", answered_by=F("proposed_by"))
                | (Q(answer__in=["approved", "declined"])
                   & ~Q(answered_by=F("proposed_by"))),
                name="%(class)s_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(batch=None) | Q(answer="approved"), name="%(class)s_batch"
            ),
        )  # fmt: skip


class Proposal(FourEyes):
    """What is to become of a line in suspense: posted to a place, or given back by a refund.
    ``overruled``: checks that would stop it and that ``why`` answers; ``rule`` and ``evidence``:
    what proposed it, where that was a rule."""

    class Does(models.TextChoices):
        POST = "post"
        REFUND = "refund"

    suspense = models.ForeignKey(Suspense, models.PROTECT, related_name="proposals")
    does = models.CharField(max_length=6, choices=Does.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="+")
    period = models.IntegerField(default=0)
    purpose = models.SmallIntegerField(default=0)
    kind = models.SmallIntegerField(null=True)  # null: as the registry says
    overruled = ArrayField(models.CharField(max_length=30), default=list)
    refund_reason = models.CharField(max_length=20, default="")
    rule = models.CharField(max_length=30, default="")
    evidence = models.JSONField(default=dict)

    class Meta(FourEyes.Meta):
        constraints = (
            *FourEyes.Meta.constraints,
            models.CheckConstraint(
                condition=Q(does="refund")
                | Q(does="post", person__isnull=False, payer__isnull=False),
                name="proposal_place",
            ),
            models.UniqueConstraint(
                fields=["suspense"], condition=Q(answer=None), name="proposal_one_open"
            ),
        )


class RulePosting(models.Model):
    """A line in suspense that a rule posted, since it passes all checks now: which rule, and what
    had stopped the line before."""

    suspense = models.OneToOneField(Suspense, models.PROTECT, related_name="by_rule")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30)
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField()


class Correction(FourEyes):
    """An entry to be taken back whole: to a right place, or to suspense where none is given."""

    entry_batch = models.BigIntegerField()
    entry_line = models.IntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="+")
    period = models.IntegerField(default=0)
    purpose = models.SmallIntegerField(default=0)
    kind = models.SmallIntegerField(null=True)
    overruled = ArrayField(models.CharField(max_length=30), default=list)

    class Meta(FourEyes.Meta):
        constraints = (
            *FourEyes.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person=None, payer=None)
                | Q(person__isnull=False, payer__isnull=False),
                name="correction_place",
            ),
            models.UniqueConstraint(
                fields=["entry_batch", "entry_line"], condition=Q(answer=None),
                name="correction_one_open",
            ),
        )  # fmt: skip


class Reversal(models.Model):
    """The entry that took another one back, whole; an entry is taken back once."""

    entry_batch = models.BigIntegerField()
    entry_line = models.IntegerField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="reversals")
    line = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry_batch", "entry_line"], name="reversed_once"),
            models.UniqueConstraint(fields=["batch", "line"], name="reversal_of_one"),
        )


class Used(models.Model):
    """A person's month (of one payer, or of all: 0) that something was worked out from, such as
    a benefit: ``what`` and ``reference`` name it. ``left_out``: the month's excess was left out
    of the amount (SC 78(4), 85(4), 118(4), 181(2), 240(3)). ``released_at``: it does not rest on
    the month any more."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="used_months")
    period = models.IntegerField()
    payer_id = models.BigIntegerField(default=0)
    fund = models.SmallIntegerField()
    what = models.CharField(max_length=30)
    reference = models.CharField(max_length=100)
    left_out = models.BooleanField(default=False)
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["what", "reference", "person", "period", "payer_id", "fund"],
                name="used_once",
            ),
        )
        indexes = (models.Index(fields=["person", "period"], name="used_month"),)


class Flag(models.Model):
    """A person's month that a batch changed after it was posted, and what had used it (one row
    each; none where nothing had). Somebody looks at it and says so."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="flags")
    person_id = models.BigIntegerField()
    period = models.IntegerField()
    payer_id = models.BigIntegerField()
    purpose = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    used = models.ForeignKey(Used, models.PROTECT, null=True, related_name="flags")
    at = models.DateTimeField()
    seen_by = models.CharField(max_length=100, null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["batch", "person_id", "period", "payer_id", "purpose", "kind", "used"],
                name="flag_once", nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(seen_by=None, seen_at=None)
                | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="flag_seen",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["person_id", "period"], name="flag_month"),
            models.Index(fields=["used"], name="flag_of_used", condition=Q(seen_at=None)),
        )
