"""The career facts of a row compared with those stored: spells, grades, diplomas, titles.

- a changed 从事本工种时间 corrects that spell; a changed 职业（工种） begins a new one at the row's
  date and ends the old one that day, which must lie after its start;
- the same certificate number with another level or date voids and replaces that grade, another number
  adds one;
- a diploma of the same schooling, or a title of the same rank, is corrected; another is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from skills.enums import Level
from skills.roster.cell_values import LEVEL_TEXTS
from skills.roster.plan import DiplomaPlan, GradePlan, JudgedRow, SpellPlan, TitlePlan
from skills.roster.stored import StoredGrade, StoredSpell, StoredWorker


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def compare_spell(judged: JudgedRow, occupation_id: int | None, names: Mapping[int, str]) -> None:
    """Compare 职业（工种） and 从事本工种时间. `occupation_id` is None for a blank cell."""
    row, stored = judged.row, judged.known
    since = row.occupation_since
    spells = stored.open_spells if stored else []
    if occupation_id is None:
        if since is None:
            return
        if not spells:
            row.reject("occupation", "occupation_missing")
            return
        occupation_id = spells[0].occupation_id
    going_on = [spell for spell in spells if spell.occupation_id == occupation_id]
    if going_on:
        if since is not None and all(spell.since != since for spell in going_on):
            _correct_spell(judged, going_on[0], since)
    elif since is None:
        if spells or not _has_worked_in(stored, occupation_id):
            row.reject("occupation_since", "occupation_start_missing")
    else:
        _compare_new_occupation(judged, occupation_id, since, names)


def _compare_new_occupation(
    judged: JudgedRow, occupation_id: int, since: date, names: Mapping[int, str]
) -> None:
    """The row names an occupation in which no work goes on."""
    row, stored = judged.row, judged.known
    spells = stored.open_spells if stored else []
    if spells:
        if since <= spells[0].since:
            row.reject("occupation_since", "occupation_start_not_after", since=_day(spells[0].since))
        else:
            _begin_spell(judged, occupation_id, since, ends=spells[0], names=names)
    elif stored is None or all((s.occupation_id, s.since) != (occupation_id, since) for s in stored.spells):
        _begin_spell(judged, occupation_id, since, ends=None, names=names)


def _has_worked_in(stored: StoredWorker | None, occupation_id: int) -> bool:
    if stored is None:
        return False
    known = {spell.occupation_id for spell in stored.spells} | {
        grade.occupation_id for grade in stored.grades
    }
    return occupation_id in known


def _correct_spell(judged: JudgedRow, spell: StoredSpell, since: date) -> None:
    judged.plan.spell = SpellPlan(spell.occupation_id, since, corrects=spell)
    judged.change("occupation_since", _day(spell.since), _day(since))
    _notice_overlap(judged, since, besides=spell)


def _begin_spell(
    judged: JudgedRow, occupation_id: int, since: date, *, ends: StoredSpell | None, names: Mapping[int, str]
) -> None:
    judged.plan.spell = SpellPlan(occupation_id, since, ends=ends)
    judged.change("occupation", names[ends.occupation_id] if ends else "", names[occupation_id])
    judged.change("occupation_since", _day(ends.since) if ends else "", _day(since))
    _notice_overlap(judged, since, besides=ends)


def _notice_overlap(judged: JudgedRow, since: date, *, besides: StoredSpell | None) -> None:
    if judged.known is None:
        return
    others = (spell for spell in judged.known.spells if spell is not besides)
    if any(spell.until is None or spell.until > since for spell in others):
        judged.row.notice("occupation_since", "spells_overlap")


def compare_grade(judged: JudgedRow, occupation_id: int | None, names: Mapping[int, str]) -> None:
    """Compare 现技能等级, 证书编号 and 发证日期."""
    row, stored = judged.row, judged.known
    number = row.certificate.text if row.certificate else ""
    grades = stored.grades if stored else []
    if not number and row.issued_on is None and row.level in (None, Level.APPRENTICE):
        if row.level is not None and any(grade.occupation_id == occupation_id for grade in grades):
            row.notice("level", "level_below_stored")
        return
    same = next((grade for grade in grades if grade.certificate_no == number), None) if number else None
    if same is not None:
        _restate(judged, same, row.level or same.level, row.issued_on or same.issued_on)
    elif number:
        _add_grade(judged, occupation_id, names)
    else:
        _compare_without_number(judged, occupation_id, grades, names)


def _compare_without_number(
    judged: JudgedRow, occupation_id: int | None, grades: list[StoredGrade], names: Mapping[int, str]
) -> None:
    """A blank number keeps the number stored with the level that the row or the roster shows."""
    row, stored = judged.row, judged.known
    shown = stored.shown_grade if stored else None
    level = row.level or (shown.level if shown else None)
    if level is None or level == Level.APPRENTICE:
        row.reject("level", "level_missing")
        return
    occupation_id = occupation_id or (stored.shown_occupation_id if stored else None)
    alike = [grade for grade in grades if grade.level == level and grade.occupation_id == occupation_id]
    if alike:
        if row.issued_on is not None and all(grade.issued_on != row.issued_on for grade in alike):
            _restate(judged, max(alike, key=lambda grade: (grade.issued_on, grade.id)), level, row.issued_on)
    elif row.issued_on is not None:
        row.notice("certificate_no", "certificate_without_number")
        _add_grade(judged, occupation_id, names)
    elif any(grade.occupation_id == occupation_id and grade.level > level for grade in grades):
        row.notice("level", "level_below_stored")
    else:
        row.reject("certificate_no", "certificate_incomplete")


def _restate(judged: JudgedRow, grade: StoredGrade, level: int, issued_on: date) -> None:
    """The same certificate with another level or date: the earlier statement is voided and replaced."""
    if (level, issued_on) == (grade.level, grade.issued_on):
        return
    judged.plan.grade = GradePlan(grade.occupation_id, level, issued_on, grade.certificate_no, replaces=grade)
    judged.change("level", LEVEL_TEXTS[Level(grade.level)], LEVEL_TEXTS[Level(level)])
    judged.change("issued_on", _day(grade.issued_on), _day(issued_on))


def _add_grade(judged: JudgedRow, occupation_id: int | None, names: Mapping[int, str]) -> None:
    row, stored = judged.row, judged.known
    occupation_id = occupation_id or (stored.shown_occupation_id if stored else None)
    if occupation_id is None:
        row.reject("occupation", "occupation_missing")
        return
    if row.level is None:
        row.reject("level", "level_missing")
        return
    if row.issued_on is None:
        row.reject("issued_on", "certificate_date_missing")
        return
    number = row.certificate.text if row.certificate else ""
    shown = stored.shown_grade if stored else None
    judged.plan.grade = GradePlan(occupation_id, row.level, row.issued_on, number)
    judged.change("level", LEVEL_TEXTS[Level(shown.level)] if shown else "", LEVEL_TEXTS[row.level])
    judged.change("certificate_no", shown.certificate_no if shown else "", number)
    judged.change("issued_on", _day(shown.issued_on) if shown else "", _day(row.issued_on))
    if shown is not None and shown.level > row.level:
        row.notice("level", "level_below_stored")


def compare_diploma(judged: JudgedRow) -> None:
    """Compare 学历, 专业 and 毕业时间."""
    row, stored = judged.row, judged.known
    major, graduated_on = row.texts["major"], row.graduated_on
    if row.diploma_kind is None and not major and graduated_on is None:
        return
    shown = stored.shown_diploma if stored else None
    if row.diploma_kind is None and shown is None:
        row.reject("diploma_kind", "diploma_kind_missing")
        return
    kind = row.diploma_kind.value if row.diploma_kind else shown.kind if shown else ""
    alike = [diploma for diploma in stored.diplomas if diploma.kind == kind] if stored else []
    if any(
        (not major or major == diploma.major_name) and graduated_on in (None, diploma.graduated_on)
        for diploma in alike
    ):
        return
    corrected = max(alike, key=lambda diploma: (diploma.graduated_on or date.min, diploma.id), default=None)
    before = corrected or shown
    if corrected is not None:
        major, graduated_on = major or corrected.major_name, graduated_on or corrected.graduated_on
    judged.plan.diploma = DiplomaPlan(kind, major, graduated_on, corrects=corrected)
    for column, old, new in (
        ("diploma_kind", before.kind if before else "", kind),
        ("major", before.major_name if before else "", major),
        ("graduated_on", _day(before.graduated_on) if before else "", _day(graduated_on)),
    ):
        judged.change(column, old, new)


def compare_title(judged: JudgedRow) -> None:
    """Compare 职称 and 职称取得时间."""
    row, stored = judged.row, judged.known
    name, awarded_on = row.texts["title"], row.title_on
    if not name and awarded_on is None:
        return
    shown = stored.shown_title if stored else None
    if not name and shown is None:
        row.reject("title", "title_missing")
        return
    rank = row.title_rank.value if row.title_rank else shown.rank if shown else 0
    alike = [title for title in stored.titles if title.rank == rank] if stored else []
    if any(name in ("", title.name) and awarded_on in (None, title.awarded_on) for title in alike):
        return
    corrected = max(alike, key=lambda title: (title.awarded_on, title.id), default=None)
    before = corrected or shown
    if corrected is not None:
        name, awarded_on = name or corrected.name, awarded_on or corrected.awarded_on
    if awarded_on is None:
        row.reject("title_on", "title_date_missing")
        return
    judged.plan.title = TitlePlan(rank, name, awarded_on, corrects=corrected)
    for column, old, new in (
        ("title", before.name if before else "", name),
        ("title_on", _day(before.awarded_on) if before else "", _day(awarded_on)),
    ):
        judged.change(column, old, new)
