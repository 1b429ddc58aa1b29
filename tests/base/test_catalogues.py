import gettext
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from pytest_django import Settings

from base.catalogues import build_catalogue, extract_messages, faults_of, placeholders, po_path

SOURCE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy, gettext_lazy
A = _("Accept")
B = ngettext("%(count)s row", "%(count)s rows", 2)
C = pgettext_lazy("month", "May")
D = gettext_lazy(
    "Two "
    "pieces"
)
E = _(A)
"""
TEMPLATE = """{% load i18n %}
    <p>{% translate "Welcome" %} {{ name|default:_("nobody") }}</p>
        {% blocktranslate trimmed %}
            Hello {{ name }},
            (you) "there"
        {% endblocktranslate %}
  {% blocktranslate count n=rows %}one{% plural %}many {{ n }}{% endblocktranslate %}
  {% comment %}it's a "comment" ({% endcomment %}
  {% translate "May" context "verb" %}
"""
CHINESE = {
    "Accept": "接受",
    "%(count)s row": "%(count)s 行",
    "month\x04May": "五月",
    "verb\x04May": "可以",
    "Two pieces": "两段",
    "Welcome": "欢迎",
    "nobody": "无人",
    'Hello %(name)s, (you) "there"': "您好 %(name)s",
    "one": "%(n)s 个",
}


@pytest.fixture
def app(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an app with one Python file and one template, the only app of its project."""
    folder = tmp_path / "shop"
    (folder / "templates" / "shop").mkdir(parents=True)
    (folder / "migrations").mkdir()
    (folder / "models.py").write_text(SOURCE, encoding="utf-8")
    (folder / "migrations" / "0001.py").write_text('_("never shown")', encoding="utf-8")
    (folder / "templates" / "shop" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(apps, "get_app_configs", lambda: [SimpleNamespace(label="shop", path=str(folder))])
    return folder


def sync(*arguments: str) -> str:
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command("sync_translations", *arguments, stdout=out, stderr=errors)
    except CommandError as error:
        return f"{errors.getvalue()}{error}"
    return f"{errors.getvalue()}{out.getvalue()}"


@pytest.fixture
def pairs(tmp_path: Path) -> str:
    file = tmp_path / "pairs.json"
    file.write_text(json.dumps(CHINESE), encoding="utf-8")
    return str(file)


def test_python_and_templates_are_read(app: Path) -> None:
    assert {(message.context, message.id) for message in extract_messages(app)} == {
        (None, "Accept"),
        (None, ("%(count)s row", "%(count)s rows")),
        ("month", "May"),
        ("verb", "May"),
        (None, "Two pieces"),
        (None, "Welcome"),
        (None, "nobody"),
        (None, 'Hello %(name)s, (you) "there"'),
        (None, ("one", "many %(n)s")),
    }


def test_what_is_not_translated_fails_the_check(app: Path) -> None:
    sync()
    assert "not translated: 'Accept'" in sync("--check")


def test_merged_pairs_are_compiled_and_pass_the_check(app: Path, pairs: str) -> None:
    assert sync("--merge", pairs) == "The Chinese catalogues are complete.\n"
    assert sync("--check") == "The Chinese catalogues are complete.\n"
    with po_path(app).with_suffix(".mo").open("rb") as compiled:
        chinese = gettext.GNUTranslations(compiled)
    assert chinese.gettext("Accept") == "接受"
    assert chinese.ngettext("%(count)s row", "%(count)s rows", 5) == "%(count)s 行"
    assert chinese.pgettext("month", "May") == "五月"


def test_running_twice_changes_no_byte(app: Path, pairs: str) -> None:
    sync("--merge", pairs)
    files = sorted((app / "locale").rglob("django.*"))
    before = [file.read_bytes() for file in files]
    sync()
    assert [file.read_bytes() for file in files] == before
    assert len(files) == 2


def test_a_message_no_longer_used_is_dropped(app: Path, pairs: str) -> None:
    sync("--merge", pairs)
    (app / "models.py").write_text("", encoding="utf-8")
    assert "run sync_translations" in sync("--check")
    sync()
    assert "Accept" not in po_path(app).read_text(encoding="utf-8")
    assert "Welcome" in po_path(app).read_text(encoding="utf-8")


def test_a_stale_compiled_file_fails_the_check(app: Path, pairs: str) -> None:
    sync("--merge", pairs)
    po_path(app).with_suffix(".mo").write_bytes(b"")
    assert "django.mo is not what django.po gives" in sync("--check")


def test_a_fuzzy_translation_fails_the_check(app: Path, pairs: str) -> None:
    sync("--merge", pairs)
    po = po_path(app)
    po.write_text(
        po.read_text("utf-8").replace('msgid "Accept"', '#, fuzzy\nmsgid "Accept"'), encoding="utf-8"
    )
    assert "fuzzy: 'Accept'" in sync("--check")


def test_other_placeholders_fail_the_check(app: Path, pairs: str, tmp_path: Path) -> None:
    sync("--merge", pairs)
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({'Hello %(name)s, (you) "there"': "您好 %(nmae)s"}), encoding="utf-8")
    sync("--merge", str(wrong))
    assert "placeholders differ" in sync("--check")


def test_a_pair_no_app_uses_is_named(app: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra.json"
    extra.write_text(json.dumps({"Acept": "接受"}), encoding="utf-8")
    assert "no app uses: 'Acept'" in sync("--merge", str(extra))


def test_a_broken_file_of_pairs_is_refused(app: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('["a"]', encoding="utf-8")
    assert "expected an object of pairs" in sync("--merge", str(broken))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("100 %% of %(name)s and {count}", ["%(name)s", "{count}"]),
        ("%s of %d", ["%()d", "%()s"]),
        ("5% of all", []),
        ("{0:>5} {}", ["{0}", "{}"]),
    ],
)
def test_placeholders_of_a_message(text: str, fields: list[str]) -> None:
    assert placeholders(text) == fields


def test_an_empty_catalogue_has_no_faults() -> None:
    assert faults_of(build_catalogue([], {}, {})) == []
