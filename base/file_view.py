"""Downloading a kept file, for those whom its guard lets through."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from base.errors import Missing
from base.files import open_file, readable_file


@require_GET
@login_required
def download_file(request: HttpRequest, key: uuid.UUID) -> StreamingHttpResponse:
    """Send the file as an attachment; 404 when it is not there or not for this person."""
    try:
        stored = readable_file(key, user=request.user)
        content = open_file(stored)
    except Missing as error:
        raise Http404(str(error)) from error
    response = StreamingHttpResponse(content, content_type=stored.content_type)
    response["Content-Length"] = str(stored.size)
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
