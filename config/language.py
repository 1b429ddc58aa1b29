"""Which language a page speaks: the one chosen, else Chinese. The browser's own preference is not asked."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Activates the language of the cookie, else the signed-in user's own, else the default."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for this request."""
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()


def chosen_language(request: HttpRequest) -> str:
    """The request's language. Looks the user up only when a session cookie came with the request."""
    offered = dict(settings.LANGUAGES)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in offered:
        return cookie
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        own = getattr(request.user, "language", "")
        if own in offered:
            return str(own)
    return settings.LANGUAGE_CODE
