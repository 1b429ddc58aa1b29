"""Message catalogues without gettext's own tools: extraction, merging, checking, compiling (by Babel).

Message ids are English; each of the project's apps has `locale/zh_Hans/LC_MESSAGES/django.po` and `.mo`.
Files come out the same whenever the messages are the same: sorted, without dates, versions or line numbers.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LOCALE = "zh_Hans"
CONTEXT_MARK = "\x04"
"""Between context and message id, as gettext itself writes them."""

# How many leading arguments of each function are a context, and how many are message ids.
_ARGUMENTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (0, 1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1, 1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2)),
}
_TEMPLATE_ENDINGS = (".html", ".txt")
_PERCENT_FIELD = re.compile(r"%(?:\((\w+)\))?[#0\- +]?\d*(?:\.\d+)?([sdifrxe])")
_BRACE_FIELD = re.compile(r"\{(\w*)[^{}]*\}")

MessageId = str | tuple[str, str]
Key = tuple[str | None, MessageId]


@dataclass(frozen=True)
class Extracted:
    """One message as the sources use it, and the files that do."""

    context: str | None
    id: MessageId
    sources: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What makes the message one and the same in a catalogue."""
        return self.context, self.id


class _StableCatalog(Catalog):
    """A catalogue whose header says only what gettext needs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", LOCALE),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]


def po_path(app: Path) -> Path:
    """Where the catalogue of the app in a folder is."""
    return app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def extract_messages(app: Path) -> list[Extracted]:
    """Every message the app's Python and template files use, sorted."""
    found: dict[Key, set[str]] = {}
    for path in sorted(app.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
        elif path.suffix in _TEMPLATE_ENDINGS and "templates" in path.parts:
            text = _python_of_template(path)
        else:
            continue
        for key in _messages_of(text):
            found.setdefault(key, set()).add(path.relative_to(app.parent).as_posix())
    keys = sorted(found, key=lambda key: (key[1] if isinstance(key[1], str) else key[1][0], key[0] or ""))
    return [
        Extracted(context, message_id, tuple(sorted(found[context, message_id])))
        for context, message_id in keys
    ]


def _python_of_template(path: Path) -> str:
    """The template with everything but its messages blotted out, each line without its indentation."""
    python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in python.splitlines())


def _messages_of(text: str) -> Iterator[Key]:
    # Babel's stubs describe other shapes than its documented and actual ones: keywords as a list, one
    # argument as a bare string, several as a tuple with None for what is no literal.
    extract = cast("Callable[..., Iterator[tuple[int, str, Any, Any]]]", extract_python)
    calls = extract(BytesIO(text.encode()), list(_ARGUMENTS), [], {})
    for _line, function, arguments, _comments in calls:
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        has_context, ids = _ARGUMENTS[function]
        literals = given[: has_context + ids]
        if len(literals) == has_context + ids and all(literals):
            context = literals[0] if has_context else None
            yield context, literals[-1] if ids == 1 else (literals[-2], literals[-1])


def read_translations(path: Path) -> dict[Key, Message]:
    """The messages of a .po file by key; none when the file is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as source:
        catalogue = read_po(source, locale=LOCALE, ignore_obsolete=True)
    return {(message.context, _id_of(message)): message for message in catalogue if message.id}


def _id_of(message: Message) -> MessageId:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def translation_of(message: Message | None) -> str:
    """The Chinese text of a message, empty when it has none; Chinese has one plural form."""
    if message is None:
        return ""
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def build_catalogue(
    messages: Iterable[Extracted], known: Mapping[Key, Message], additions: Mapping[str, str]
) -> Catalog:
    """The catalogue of exactly these messages, with what is translated already and what is added.

    `additions` maps message ids (singular; with context: "context\\x04id") to Chinese and wins.
    """
    catalogue = _StableCatalog(locale=LOCALE, header_comment=f"# Chinese ({LOCALE}) messages.", fuzzy=False)
    for message in messages:
        singular = message.id if isinstance(message.id, str) else message.id[0]
        old = known.get(message.key)
        added = additions.get(f"{message.context}{CONTEXT_MARK}{singular}" if message.context else singular)
        text = added if added is not None else translation_of(old)
        catalogue.add(
            message.id,
            text if isinstance(message.id, str) else (text,),
            locations=[(source, 0) for source in message.sources],
            flags=["fuzzy"] if old is not None and old.fuzzy and added is None else [],
            context=message.context,
        )
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """The .po file of a catalogue."""
    target = BytesIO()
    write_po(target, catalogue, width=110, include_lineno=False, omit_header=False)
    return target.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The compiled file of a catalogue."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def faults_of(catalogue: Catalog) -> list[str]:
    """What keeps a catalogue from being shown: missing, fuzzy, other placeholders than the message's."""
    faults = []
    for message in catalogue:
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[1]
        text = translation_of(message)
        if not text:
            faults.append(f"not translated: {source!r}")
        elif message.fuzzy:
            faults.append(f"fuzzy: {source!r}")
        elif placeholders(source) != placeholders(text):
            faults.append(f"placeholders differ: {source!r} and {text!r}")
    return faults


def placeholders(text: str) -> list[str]:
    """The fields a message is filled with: %(name)s, %s and {name}, sorted."""
    plain = text.replace("%%", "")
    percent = [f"%({match[1] or ''}){match[2]}" for match in _PERCENT_FIELD.finditer(plain)]
    return sorted({*percent, *(f"{{{match[1]}}}" for match in _BRACE_FIELD.finditer(plain))})


def disagreements(catalogues: Mapping[str, Catalog]) -> list[str]:
    """Messages translated differently by two apps: at run time only one of them would be seen."""
    seen: dict[Key, tuple[str, str]] = {}
    faults = []
    for label, catalogue in catalogues.items():
        for message in catalogue:
            text = translation_of(message)
            if not message.id or not text:
                continue
            first_label, first_text = seen.setdefault((message.context, _id_of(message)), (label, text))
            if first_text != text:
                faults.append(
                    f"{_id_of(message)!r} is {first_text!r} in {first_label} and {text!r} in {label}"
                )
    return faults
