import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.test.utils import isolate_apps

from base.models import Job, StoredFile
from base.scoping import ScopedManager, ScopedQuerySet
from tests.base.conftest import NOW
from workforce.models import User

with isolate_apps("base"):

    class UnscopedFile(StoredFile):
        """A model whose author forgot the rule."""

        objects = ScopedManager()

        class Meta:
            proxy = True
            app_label = "base"


@pytest.fixture
def job(alice: User) -> Job:
    return Job.objects.create(kind="k", owner=alice, language="en", created_at=NOW)


@pytest.mark.django_db
def test_a_model_without_a_rule_shows_nothing(alice: User) -> None:
    StoredFile.objects.create(
        kind="k", name="n", content_type="t", size=0, sha256="0" * 64, uploaded_by=alice, created_at=NOW
    )
    manager = UnscopedFile._default_manager
    assert isinstance(manager, ScopedManager)
    assert manager.count() == 1
    assert list(manager.visible_to(alice)) == []


def test_a_manager_made_from_a_queryset_keeps_its_rule(job: Job, alice: User, bob: User) -> None:
    manager = Job.objects
    assert isinstance(manager.get_queryset(), ScopedQuerySet)
    assert list(manager.visible_to(alice)) == [job]
    assert list(manager.visible_to(bob)) == []


def test_nobody_signed_in_sees_nothing(job: Job) -> None:
    assert list(Job.objects.visible_to(AnonymousUser())) == []


def test_a_closed_account_sees_nothing(job: Job, alice: User) -> None:
    alice.is_active = False
    assert list(Job.objects.visible_to(alice)) == []


def test_a_scoped_queryset_can_be_narrowed_first(job: Job, alice: User) -> None:
    assert list(Job.objects.filter(kind="other").visible_to(alice)) == []
    assert isinstance(Job.objects.filter(kind="k"), models.QuerySet)
