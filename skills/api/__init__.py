"""The API of the skills app: thin doors to the services, queries, filters and rules the pages use."""

from skills.api.urls import register, urlpatterns

__all__ = ["register", "urlpatterns"]
