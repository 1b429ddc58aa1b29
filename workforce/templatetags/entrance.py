"""What the sign-in page asks about the other ways in."""

from django import template

from workforce import directory_login
from workforce.views import entrance

register = template.Library()


@register.simple_tag
def demo_url() -> str:
    """The address of the demo accounts in demo mode, else nothing."""
    return entrance.demo_url()


@register.simple_tag
def directory_name() -> str:
    """What the enterprise's directory is called, nothing while it is switched off."""
    return directory_login.directory_name()
