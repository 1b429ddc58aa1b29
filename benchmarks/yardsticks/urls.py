"""The product's addresses and, below one more, the yardsticks: used by the benches alone."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from benchmarks.yardsticks.drf_list import OneWorker, WorkerList
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as product

#: Below skills/, whose scope the tokens have.
YARDSTICKS = "/api/v1/skills/yardsticks/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{YARDSTICKS[1:]}workers", WorkerList.as_view()),
    path(f"{YARDSTICKS[1:]}workers/<int:pk>", OneWorker.as_view()),
    *product,
]

__all__ = ["YARDSTICKS", "handler400", "handler403", "handler404", "handler500", "urlpatterns"]
