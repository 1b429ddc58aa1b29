"""``manage.py api_schema``: the committed OpenAPI document, docs/openapi.yaml."""

from argparse import ArgumentParser
from difflib import unified_diff
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from config.runner.layout import ROOT

TARGET = ROOT / "docs" / "openapi.yaml"
LINES_SHOWN = 60


class Command(BaseCommand):
    """Writes the document, or checks that the committed one is what the code offers."""

    help = "Write docs/openapi.yaml; with --check fail when the API is no longer what it says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read `--check`."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail on a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare. Raises CommandError on a warning, an invalid document or a difference."""
        document = api_document()
        if not options["check"]:
            TARGET.write_text(document, encoding="utf-8")
            self.stdout.write(f"docs/openapi.yaml: {len(document.splitlines())} lines")
            return
        committed = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if committed != document:
            changes = unified_diff(
                committed.splitlines(), document.splitlines(), "committed", "as the code offers", lineterm=""
            )
            self.stdout.write("\n".join(list(changes)[:LINES_SHOWN]))
            raise CommandError("The API changed: run ./dev schema, look at the difference and commit it.")


def api_document() -> str:
    """The OpenAPI document in YAML, in English. Raises CommandError when it cannot be drawn cleanly."""
    with translation.override("en"):
        GENERATOR_STATS.reset()
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        if GENERATOR_STATS:
            GENERATOR_STATS.emit_summary()
            raise CommandError("The OpenAPI document is drawn with warnings (above).")
        validate_schema(schema)  # type: ignore[no-untyped-call]
        drawn: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})  # type: ignore[no-untyped-call]
        return drawn.decode()
