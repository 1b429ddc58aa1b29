"""Answers of the API kept so that a repeated request is not done twice."""

from django.db import models


class IdempotentAnswer(models.Model):
    """What a POST with an idempotency key was answered; written in the transaction of its effect.

    `asker` names the account or the token, `fingerprint` is a keyed digest of what was asked, `body` is the
    answer, encrypted. `has_body` is False where the answer held a secret and was not kept. `status` is empty
    only inside the transaction that is still working on the request.
    """

    asker = models.CharField(max_length=150)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    location = models.CharField(max_length=500, blank=True)
    body = models.BinaryField(null=True)
    has_body = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_index=True)  # read by the nightly purge

    class Meta:
        constraints = [models.UniqueConstraint(fields=("asker", "key"), name="idempotent_answer_once_a_key")]

    def __str__(self) -> str:
        return f"{self.asker} {self.key}"
