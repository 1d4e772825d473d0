"""Tables of refunds: a payer's application, its lines, what the check says of each, the decision
of two people, and the messages by which the money goes out. What happened is rows that only grow;
the last of an application's events is its state."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tirek.ledger.models import Batch, Suspense
from tirek.ledger.models_settling import FourEyes
from tirek.registry.models import Payer


class Refund(models.Model):
    """A payer's application: one reason (seed 002: what is returned most), one fund."""

    class Reason(models.TextChoices):
        NOT_CONTRIBUTIONS = "not_contributions"
        PAID_TWICE = "paid_twice"
        WRONG_PERIOD = "wrong_period"
        WRONG_PURPOSE = "wrong_purpose"
        NOT_REGISTERED = "not_registered"
        OTHER = "other"

    payer_number = models.CharField(max_length=12)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="refunds")
    fund = models.SmallIntegerField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    reference = models.CharField(max_length=60)  # the payer's own number of the application
    told = models.CharField(max_length=1000, default="")
    applied_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["payer_number", "reference"], name="refund_once"),
        )


class RefundLine(models.Model):
    """A sum asked back: of a posted entry (or a part of it), or of a line in suspense, whole."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines")
    number = models.IntegerField()
    entry_batch = models.BigIntegerField(null=True)
    entry_line = models.IntegerField(null=True)
    suspense = models.ForeignKey(Suspense, models.PROTECT, null=True, related_name="refund_lines")
    amount_tiyn = models.BigIntegerField()
    whole_tiyn = models.BigIntegerField()
    person_id = models.BigIntegerField()  # 0: not known
    payer_id = models.BigIntegerField()
    period = models.IntegerField()
    purpose = models.SmallIntegerField()
    kind = models.SmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["refund", "number"], name="refund_line_once"),
            models.CheckConstraint(
                condition=Q(entry_batch__isnull=False, entry_line__isnull=False, suspense=None)
                | Q(entry_batch=None, entry_line=None, suspense__isnull=False,
                    amount_tiyn=models.F("whole_tiyn")),
                name="refund_line_of_one",
            ),
            models.CheckConstraint(
                condition=Q(amount_tiyn__gt=0, amount_tiyn__lte=models.F("whole_tiyn")),
                name="refund_line_amount",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["entry_batch", "entry_line"], name="refund_line_entry"),)


class RefundVerdict(models.Model):
    """What a check (the ``round``) says of a line: may it be returned, to what sum, and why.
    ``due_tiyn``: what the law asks for the person, month and payer, where it is known."""

    class Verdict(models.TextChoices):
        MAY = "may"
        PART = "part"  # a part of what is asked
        NOT = "not"  # the law forbids it
        ASK = "ask"  # what Tirek holds does not tell; a person decides, with documents

    line = models.ForeignKey(RefundLine, models.PROTECT, related_name="verdicts")
    round = models.IntegerField()
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    code = models.CharField(max_length=30)
    may_tiyn = models.BigIntegerField()
    due_tiyn = models.BigIntegerField(null=True)
    paid_tiyn = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["line", "round"], name="verdict_once"),
            models.CheckConstraint(condition=Q(may_tiyn__gte=0), name="verdict_amount"),
        )


class RefundDecision(FourEyes):
    """What is returned, as the first of two people signs it; the second one approves it."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="decisions")
    round = models.IntegerField()

    class Meta(FourEyes.Meta):
        constraints = (
            *FourEyes.Meta.constraints,
            models.UniqueConstraint(
                fields=["refund"], condition=Q(answer=None), name="decision_one_open"
            ),
            models.UniqueConstraint(
                fields=["refund"], condition=Q(answer="approved"), name="decided_once"
            ),
        )


class RefundGrant(models.Model):
    """The sum of a line that a decision returns; 0: none of it."""

    decision = models.ForeignKey(RefundDecision, models.PROTECT, related_name="grants")
    line = models.ForeignKey(RefundLine, models.PROTECT, related_name="grants")
    amount_tiyn = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "line"], name="grant_once"),
            models.CheckConstraint(condition=Q(amount_tiyn__gte=0), name="grant_amount"),
        )


class RefundEvent(models.Model):
    """A step of an application, in the order of their ids."""

    class Step(models.TextChoices):
        APPLIED = "applied"
        CHECKED = "checked"  # may come again
        DECIDED = "decided"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        SENT = "sent"
        SETTLED = "settled"

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="events")
    step = models.CharField(max_length=9, choices=Step.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["refund", "step"], condition=~Q(step="checked"), name="step_once"
            ),
            models.UniqueConstraint(
                fields=["refund"], condition=Q(step__in=["decided", "refused", "withdrawn"]),
                name="one_outcome",
            ),
            models.CheckConstraint(
                condition=Q(step="decided", batch__isnull=False)
                | (~Q(step="decided") & Q(batch=None)),
                name="decided_in_the_journal",
            ),
        )  # fmt: skip


class OutgoingFile(models.Model):
    """A file of payment messages that went out: the refunds of one fund, whole."""

    fund = models.SmallIntegerField()
    day = models.DateField()
    number = models.IntegerField()  # of the day
    name = models.CharField(max_length=100, unique=True)
    digest = models.BinaryField(unique=True)
    content = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["fund", "day", "number"], name="outgoing_once"),
        )


class OutgoingMessage(models.Model):
    """A message of an outgoing file: one refund, one purpose. The bank's statement shows it paid:
    then ``batch`` moves the money from what is owed to the bank."""

    file = models.ForeignKey(OutgoingFile, models.PROTECT, related_name="messages")
    refund = models.ForeignKey(Refund, models.PROTECT, related_name="messages")
    reference = models.CharField(max_length=16, unique=True)
    purpose = models.SmallIntegerField()
    account = models.CharField(max_length=34)  # where it goes
    sender_number = models.CharField(max_length=12)
    amount_tiyn = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["refund", "purpose"], name="sent_once"),
            models.CheckConstraint(
                condition=Q(paid_on=None, batch=None)
                | Q(paid_on__isnull=False, batch__isnull=False),
                name="outgoing_paid",
            ),
        )
