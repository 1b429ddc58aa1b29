"""Keep the Chinese catalogues in step with the sources."""

import json
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from base.catalogues import (
    CONTEXT_MARK,
    build_catalogue,
    disagreements,
    extract_messages,
    faults_of,
    mo_bytes,
    po_bytes,
    po_path,
    read_translations,
)


class Command(BaseCommand):
    """Extracts, merges, drops what is no longer used, compiles; with --check it only compares."""

    help = "Bring each app's Chinese message catalogue in step with its sources, and compile it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("apps", nargs="*", help="labels of apps (default: all of the project)")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when anything is missing"
        )
        parser.add_argument(
            "--merge",
            action="append",
            default=[],
            type=Path,
            metavar="FILE.json",
            help='pairs {"message id": "中文"}',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the catalogues in step, or only compare."""
        additions = self._read_pairs(options["merge"])
        catalogues: dict[str, Catalog] = {}
        faults: list[str] = []
        for label, folder in self._folders(options["apps"]).items():
            catalogue = build_catalogue(
                extract_messages(folder), read_translations(po_path(folder)), additions
            )
            catalogues[label] = catalogue
            faults += [f"{label}: {fault}" for fault in faults_of(catalogue)]
            if options["check"]:
                faults += [f"{label}: {fault}" for fault in self._stale_files(folder, catalogue)]
            else:
                self._write(folder, catalogue)
        faults += disagreements(catalogues)
        self._report(faults, self._unused(additions, catalogues), check=options["check"])

    def _folders(self, labels: list[str]) -> dict[str, Path]:
        """The project's own apps, or those named."""
        own = {
            config.label: Path(config.path)
            for config in apps.get_app_configs()
            if Path(config.path).parent == Path(settings.BASE_DIR)
        }
        if unknown := set(labels) - set(own):
            raise CommandError(f"No such app: {', '.join(sorted(unknown))}. Known: {', '.join(own)}")
        return {label: folder for label, folder in own.items() if not labels or label in labels}

    def _read_pairs(self, files: list[Path]) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for file in files:
            try:
                read = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"{file}: {error}") from error
            if not isinstance(read, dict) or not all(isinstance(text, str) for text in read.values()):
                raise CommandError(f'{file}: expected an object of pairs {{"message id": "中文"}}.')
            pairs |= read
        return pairs

    def _stale_files(self, folder: Path, catalogue: Catalog) -> list[str]:
        source = po_path(folder)
        compiled = source.with_suffix(".mo")
        if not source.exists() and not len(catalogue):
            return []
        stale = []
        if not source.exists() or source.read_bytes() != po_bytes(catalogue):
            stale.append("django.po is not what the sources give; run sync_translations")
        if not compiled.exists() or compiled.read_bytes() != mo_bytes(catalogue):
            stale.append("django.mo is not what django.po gives; run sync_translations")
        return stale

    def _write(self, folder: Path, catalogue: Catalog) -> None:
        source = po_path(folder)
        if not len(catalogue) and not source.exists():
            return
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(po_bytes(catalogue))
        source.with_suffix(".mo").write_bytes(mo_bytes(catalogue))

    def _unused(self, additions: dict[str, str], catalogues: dict[str, Catalog]) -> list[str]:
        """Pairs whose message no app uses: a typing error, or a message that changed since."""
        used = {
            (f"{message.context}{CONTEXT_MARK}" if message.context else "")
            + (message.id if isinstance(message.id, str) else message.id[0])
            for catalogue in catalogues.values()
            for message in catalogue
            if message.id
        }
        return sorted(set(additions) - used)

    def _report(self, faults: list[str], unused: list[str], *, check: bool) -> None:
        for message_id in unused:
            self.stderr.write(f"no app uses: {message_id!r}")
        for fault in faults:
            self.stderr.write(fault)
        if check and faults:
            raise CommandError(f"{len(faults)} faults in the Chinese catalogues.")
        self.stdout.write(f"{len(faults)} faults left." if faults else "The Chinese catalogues are complete.")
