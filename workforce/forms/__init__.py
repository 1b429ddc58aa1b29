"""What people type on the pages of the workforce, a file per noun."""

from workforce.forms.sign_in import LoginForm, PasswordForm

__all__ = ["LoginForm", "PasswordForm"]
