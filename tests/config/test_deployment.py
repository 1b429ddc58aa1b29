"""`check --deploy` in processes of its own, as it is run on a server: what it refuses, and what passes."""

import base64
import os
import subprocess
import sys

import pytest

from config.runner.layout import ROOT, RUN, TEST

KEY = base64.b64encode(bytes(range(32))).decode()
FIT = {
    "JIANGJIE_MODE": "production",
    "SECRET_KEY": "k" + base64.b64encode(bytes(range(64))).decode(),
    "ENCRYPTION_KEYS": f"2026:{KEY}",
    "BLIND_INDEX_KEY": KEY,
    "ALLOWED_HOSTS": "grades.example",
    "DATABASE_URL": "postgresql://jiangjie@database.example/jiangjie",
    "REDIS_URL": "redis://broker.example/0",
}


def run_python(arguments: list[str], changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, **FIT, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


def check(changes: dict[str, str], *options: str) -> tuple[int, str]:
    done = run_python(["manage.py", "check", "--deploy", "--fail-level", "WARNING", *options], changes)
    return done.returncode, done.stderr


def test_fit_environment_passes() -> None:
    assert check({}) == (0, "")


@pytest.mark.parametrize(
    ("changes", "code", "variable"),
    [
        ({"JIANGJIE_MODE": ""}, "config.E001", "JIANGJIE_MODE"),
        ({"JIANGJIE_MODE": "demo"}, "config.E001", "JIANGJIE_MODE"),
        ({"DEBUG": "true"}, "config.E002", "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "config.E003", "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "config.E003", "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ".example"}, "config.E003", "ALLOWED_HOSTS"),
        ({"SECRET_KEY": ""}, "config.E004", "SECRET_KEY"),
        ({"ENCRYPTION_KEYS": ""}, "config.E005", "ENCRYPTION_KEYS"),
        ({"BLIND_INDEX_KEY": ""}, "config.E006", "BLIND_INDEX_KEY"),
        ({"DATABASE_URL": ""}, "config.E007", "DATABASE_URL"),
        ({"DATABASE_URL": TEST.database_url}, "config.E007", "DATABASE_URL"),
        ({"REDIS_URL": ""}, "config.E008", "REDIS_URL"),
        ({"MFA_REQUIRED": "false"}, "config.E009", "MFA_REQUIRED"),
        ({"MFA_REQUIRED_ROLES": "hr_officer, finance"}, "config.E009", "MFA_REQUIRED_ROLES"),
        ({"OIDC_ISSUER": "http://sso.example", "OIDC_CLIENT_ID": "x"}, "config.E010", "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://sso.example"}, "config.E010", "OIDC_CLIENT_ID"),
        ({"REDIS_URL": RUN.redis_url}, "config.E008", "REDIS_URL"),
    ],
)
def test_default_is_refused(changes: dict[str, str], code: str, variable: str) -> None:
    status, said = check(changes, "--tag", "security")
    assert status == 1
    assert f"({code}) {variable}" in said


def test_web_process_does_not_start_with_a_default_in_production() -> None:
    done = run_python(["-c", "import config.wsgi"], {"SECRET_KEY": "", "ALLOWED_HOSTS": "*"})
    assert done.returncode == 1
    assert "Not fit for production" in done.stderr
    assert "SECRET_KEY is not set" in done.stderr
    assert "ALLOWED_HOSTS is empty or has a wildcard" in done.stderr


def test_defaults_run_without_any_variable() -> None:
    done = run_python(
        ["-c", "import config.wsgi; from django.conf import settings as s; print(s.DEBUG, s.DEMO_MODE)"],
        dict.fromkeys(FIT, ""),
    )
    assert (done.returncode, done.stdout) == (0, "False False\n")
