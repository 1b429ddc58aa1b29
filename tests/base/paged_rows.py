"""A table that exists in tests only: values that may be empty or equal, a row beside that may be absent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from base.scoping import AnyUser, ScopedQuerySet


class PagedRowQuerySet(ScopedQuerySet["PagedRow"]):
    def scope_for(self, user: AnyUser) -> PagedRowQuerySet:
        return self.filter(owner=user.get_username())


class PagedRow(models.Model):  # noqa: DJ008
    name = models.CharField(max_length=40)
    opens_on = models.DateField(null=True)
    wage = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    kind = models.CharField(max_length=10, default="plain")
    owner = models.CharField(max_length=40, default="alice")

    objects = PagedRowQuerySet.as_manager()

    class Meta:
        app_label = "base"
        managed = False
        db_table = "test_paged_row"


class PagedDetail(models.Model):  # noqa: DJ008
    row = models.OneToOneField(PagedRow, models.CASCADE, related_name="detail")
    score = models.IntegerField()

    objects: models.Manager[PagedDetail]

    class Meta:
        app_label = "base"
        managed = False
        db_table = "test_paged_detail"


@contextmanager
def paged_tables() -> Iterator[None]:
    """Create both tables; the surrounding test transaction takes them away again."""
    with connection.schema_editor(atomic=False) as editor:
        for model in (PagedRow, PagedDetail):
            editor.create_model(model)
    yield
