"""The ledger's tables.

``Entry`` is the journal: one row moves one amount from an account to another, so that the sum
over all accounts is zero whatever happens. It has no foreign keys (a hundred million rows come
with ids looked up a moment before; ``verify`` checks them) and takes no change: triggers of the
first migration refuse UPDATE, DELETE and TRUNCATE.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from tirek.registry.models import Payer, Person


class PaymentFile(models.Model):
    """A file as it came, whole, and what became of it. The same bytes are the same file."""

    class Status(models.TextChoices):
        POSTED = "posted"
        REJECTED = "rejected"

    digest = models.BinaryField(unique=True)  # sha256 of the bytes
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    content = models.BinaryField()  # zstd
    status = models.CharField(max_length=8, choices=Status.choices)
    problems = models.JSONField(default=list)  # of a rejected file: where and why
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=100)


class Batch(models.Model):
    """Entries that one command wrote together, sealed into the chain: ``digest`` over their
    bytes, ``seal`` over the seal before, this row and the digest. Numbers have no gap."""

    class Kind(models.TextChoices):
        FILE = "file"
        OPENING = "opening"
        SUSPENSE = "suspense"
        REFUND = "refund"
        CORRECTION = "correction"

    id = models.BigIntegerField(primary_key=True)
    command = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    entries = models.IntegerField()
    digest = models.BinaryField()
    seal = models.BinaryField()
    file = models.OneToOneField(PaymentFile, models.PROTECT, null=True, related_name="batch")


class Message(models.Model):
    """A payment message of a file: one payer, one purpose, one sum; its lines are those of the
    batch from ``first_line`` on."""

    file = models.ForeignKey(PaymentFile, models.PROTECT, related_name="messages")
    number = models.IntegerField()
    reference = models.CharField(max_length=35)
    payer_number = models.CharField(max_length=12)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="messages")
    sender_account = models.CharField(max_length=34)
    fund = models.SmallIntegerField()
    purpose = models.SmallIntegerField()
    value_date = models.DateField(db_index=True)
    total_tiyn = models.BigIntegerField()
    first_line = models.IntegerField()
    lines = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "number"], name="message_once"),)


#: Entries whose money did not just come in: not debited to a fund's bank account.
_MOVED = ~Q(debit__in=[101, 201])


class Entry(models.Model):
    """A line of the journal. ``person_id`` and ``payer_id`` are 0 where there is none,
    ``period`` is YYYYMM or 0, ``kind`` a number of :data:`tirek.ledger.chart.KINDS`."""

    pk = models.CompositePrimaryKey("batch_id", "line")
    batch_id = models.BigIntegerField()
    line = models.IntegerField()
    debit = models.SmallIntegerField()
    credit = models.SmallIntegerField()
    purpose = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    period = models.IntegerField()
    value_date = models.DateField()
    person_id = models.BigIntegerField()
    payer_id = models.BigIntegerField()
    amount_tiyn = models.BigIntegerField()
    income_tiyn = models.BigIntegerField()  # what the contribution stands for, by the law

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_tiyn__gt=0), name="entry_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_two_accounts"),
            models.CheckConstraint(
                condition=Q(debit__range=(101, 199), credit__range=(101, 199))
                | Q(debit__range=(201, 299), credit__range=(201, 299)),
                name="entry_one_fund",
            ),
        )
        indexes = (
            models.Index(fields=["person_id", "period"], name="entry_person"),
            # What did not come from the bank is little: what was taken back, or found its place.
            models.Index(fields=["person_id"], name="entry_moved_person", condition=_MOVED),
            models.Index(fields=["payer_id"], name="entry_moved_payer", condition=_MOVED),
        )


class Suspense(models.Model):
    """A line that came in and is not known where to: as it stood, with the reasons (the first is
    the one told). ``state`` says what became of it; ``settled_by`` in which batch."""

    class State(models.TextChoices):
        OPEN = "open"
        POSTED = "posted"
        REFUNDED = "refunded"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="suspense")
    line = models.IntegerField()
    message = models.ForeignKey(Message, models.PROTECT, related_name="suspense")
    number = models.IntegerField()  # of :21: in its message
    reasons = ArrayField(models.CharField(max_length=30))
    iin = models.CharField(max_length=40)
    surname = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    patronymic = models.CharField(max_length=120)
    birth_date = models.CharField(max_length=20)
    period = models.IntegerField()
    purpose = models.SmallIntegerField()
    fund = models.SmallIntegerField()
    amount_tiyn = models.BigIntegerField()
    value_date = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="suspense")
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="suspense")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled_by = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="settles")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "line"], name="suspense_once"),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(settled_by__isnull=False), name="suspense_settled"
            ),
        )
        indexes = (
            models.Index(fields=["state", "value_date"], name="suspense_open"),
            models.Index(fields=["iin"], name="suspense_iin"),
        )


class PersonMonth(models.Model):
    """What is in force: a person, month, payer, purpose and kind, and the sum of what was posted;
    zero where all of it was taken back. A projection: it can be dropped and made anew from the
    journal."""

    pk = models.CompositePrimaryKey("person_id", "period", "payer_id", "purpose", "kind")
    person_id = models.BigIntegerField()
    period = models.IntegerField()
    payer_id = models.BigIntegerField()
    purpose = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    contribution_tiyn = models.BigIntegerField()
    income_tiyn = models.BigIntegerField()
    entries = models.IntegerField()
    paid_on = models.DateField()  # the last value date
    known_at = models.DateTimeField()  # when the last of it became known

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(contribution_tiyn__gte=0, income_tiyn__gte=0, entries__gte=0),
                name="person_month_not_negative",
            ),
        )
        # Months come in by time: a few pages of index find some of them among decades.
        indexes = (BrinIndex(fields=["period"], name="person_month_period", autosummarize=True),)
