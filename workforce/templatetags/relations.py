"""The way from a worker's page to the ties with other people."""

from __future__ import annotations

from django import template
from django.urls import reverse

from base.scoping import AnyUser
from workforce.models import User, Worker
from workforce.worker_links import WorkerLink, links_for

register = template.Library()


@register.simple_tag
def relations_url(worker: Worker, viewer: AnyUser) -> str:
    """The page of the worker's relations for HR, auditors and the worker; empty for others. No statement."""
    if not isinstance(viewer, User):
        return ""
    may = viewer.worker_id == worker.pk or viewer.has_perm("workforce.view_audit", worker)
    return reverse("workforce:worker_relations", args=[worker.employee_no]) if may else ""


@register.simple_tag
def worker_links(worker: Worker, viewer: AnyUser) -> list[tuple[WorkerLink, str]]:
    """What other apps know of the worker, as far as the viewer may follow it: links with their addresses."""
    if not isinstance(viewer, User):
        return []
    return [(link, link.url(worker)) for link in links_for(viewer, worker)]
