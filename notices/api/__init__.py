"""The API of the notices app: thin doors to the services, queries and rules the pages use."""

from notices.api.urls import register, urlpatterns

__all__ = ["register", "urlpatterns"]
