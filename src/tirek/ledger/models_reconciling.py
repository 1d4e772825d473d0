"""Tables of the daily comparison of the bank's statement with the files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tirek.ledger.models import Message
from tirek.ledger.models_refunds import OutgoingMessage


class BankStatement(models.Model):
    """A day's statement as it came, whole; the last one that came for a day counts."""

    day = models.DateField(db_index=True)
    digest = models.BinaryField()
    size = models.BigIntegerField()
    content = models.BinaryField()  # zstd
    rows = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)


class BankTotal(models.Model):
    """What a day brought to an account by the bank and by the files, and how much of it agrees."""

    day = models.DateField()
    account = models.CharField(max_length=34)
    bank_rows = models.IntegerField()
    bank_tiyn = models.BigIntegerField()
    file_messages = models.IntegerField()
    file_tiyn = models.BigIntegerField()
    matched = models.IntegerField()
    matched_tiyn = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "account"], name="bank_total_once"),)


class BankDifference(models.Model):
    """A row of the statement without its message, a message without its row, or both with other
    amounts; ``gone_at``: a later comparison does not find it any more."""

    class Result(models.TextChoices):
        MISSING_FILE = "missing_file"
        MISSING_MONEY = "missing_money"
        OTHER_AMOUNT = "other_amount"

    day = models.DateField()
    result = models.CharField(max_length=13, choices=Result.choices)
    reference = models.CharField(max_length=35)
    account = models.CharField(max_length=34)
    payer_number = models.CharField(max_length=12)
    bank_tiyn = models.BigIntegerField(null=True)
    file_tiyn = models.BigIntegerField(null=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="differences")
    outgoing = models.ForeignKey(
        OutgoingMessage, models.PROTECT, null=True, related_name="differences"
    )
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["day"], name="difference_open", condition=Q(gone_at=None)),)
