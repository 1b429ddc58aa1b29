"""The web process's entry. In production it does not start with a default that production must not have."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

if settings.PRODUCTION:
    from config.checks import deployment_faults  # after setup: the checks read the loaded settings

    faults = [f"{fault.msg} {fault.hint}" for fault in deployment_faults()]
    if faults:
        raise ImproperlyConfigured("Not fit for production:\n" + "\n".join(faults))
