"""Levels, kinds and states of the skills app, each with its label and colour."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """The eight levels in rising order (人社部发〔2022〕14号); the value is the order used for comparison.

    The national five-level numbers run the other way (5 is the lowest) and exist for orders 2 to 6 only.
    """

    APPRENTICE = 1, _("Apprentice")
    JUNIOR = 2, _("Junior worker")
    INTERMEDIATE = 3, _("Intermediate worker")
    SENIOR = 4, _("Senior worker")
    TECHNICIAN = 5, _("Technician")
    SENIOR_TECHNICIAN = 6, _("Senior technician")
    MASTER_TECHNICIAN = 7, _("Master technician")
    CHIEF_TECHNICIAN = 8, _("Chief technician")

    @property
    def national_no(self) -> int | None:
        """The national number 5…1 printed in certificate codes, or None outside the certificate levels."""
        return 7 - self.value if 2 <= self.value <= 6 else None

    @property
    def colour(self) -> str:
        """The semantic colour of the badge; the word always stands beside it."""
        return {
            1: "secondary",
            2: "azure",
            3: "blue",
            4: "teal",
            5: "green",
            6: "orange",
            7: "red",
            8: "purple",
        }[self.value]

    @classmethod
    def from_national_no(cls, number: int) -> Level:
        """The level with the national number 5…1. Raises ValueError for another number."""
        if not 1 <= number <= 5:
            raise ValueError(f"no level has the national number {number}")
        return cls(7 - number)


#: Levels a certificate is issued for, in rising order.
CERTIFICATE_LEVELS = (
    Level.JUNIOR,
    Level.INTERMEDIATE,
    Level.SENIOR,
    Level.TECHNICIAN,
    Level.SENIOR_TECHNICIAN,
)
#: From this level upward a worker counts as high-skilled (高技能人才).
HIGH_SKILLED_FROM = Level.SENIOR


class Mark(models.TextChoices):
    """How far a policy row is vouched for."""

    ATTESTED = "attested", _("Seen in a published text")
    RECALLED = "recalled", _("Recalled, to be checked")
    DESIGN = "design", _("Our choice")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"attested": "green", "recalled": "yellow", "design": "azure"}[self.value]


class AliasKind(models.TextChoices):
    """What another name of an occupation is."""

    ALIAS = "alias", _("Other name")
    TRADE = "trade", _("Trade within the occupation")


class ClauseKind(models.TextChoices):
    """What a clause of an application route asks for."""

    AGE = "age", _("Age")
    WORK = "work", _("Years of work")
    CERT = "cert", _("Certificate")
    TITLE = "title", _("Professional title")
    DIPLOMA = "diploma", _("Diploma")
    APPRENTICESHIP = "apprenticeship", _("Completed apprenticeship")
    UNRECORDED = "unrecorded", _("A fact that cannot be recorded yet")


class UnrecordedFact(models.TextChoices):
    """Facts some routes ask for that no record can prove yet; a route needing one yields no date."""

    EVALUATED_PROGRAMME = "evaluated_programme", _("graduate of a programme evaluated for this occupation")
    TECHNICIAN_CLASS = "technician_class", _("student of a technician class of a technician college")
    PRE_TECHNICIAN_CERTIFICATE = (
        "pre_technician_certificate",
        _("pre-technician certificate of a technician college"),
    )


class TitleRank(models.IntegerChoices):
    """Ranks of professional titles (职称) in rising order."""

    JUNIOR = 1, _("Junior title")
    MIDDLE = 2, _("Middle title")
    SENIOR = 3, _("Senior title")


class DiplomaKind(models.TextChoices):
    """Schooling, named as on the diploma; stored in Chinese because rules and rosters use these words."""

    PRIMARY = "小学", _("Primary school")
    JUNIOR_HIGH = "初中", _("Junior high school")
    HIGH = "高中", _("Senior high school")
    SECONDARY_SPECIALISED = "中专", _("Secondary specialised school")
    VOCATIONAL_HIGH = "职业高中", _("Vocational high school")
    TECHNICAL = "技工学校", _("Technical school")
    SENIOR_TECHNICAL = "高级技工学校", _("Senior technical school")
    TECHNICIAN_COLLEGE = "技师学院", _("Technician college")
    JUNIOR_COLLEGE = "大专", _("Junior college")
    BACHELOR = "本科", _("Bachelor")
    POSTGRADUATE = "研究生", _("Postgraduate")


class GradeBasis(models.TextChoices):
    """On what ground a grade was recorded."""

    ASSESSMENT = "assessment", _("Assessment")
    COMPETITION = "competition", _("Competition")
    DIRECT = "direct", _("Direct recognition")
    EXCEPTION = "exception", _("Exceptional promotion")
    APPOINTMENT = "appointment", _("Appointment")
    IMPORT = "import", _("Imported record")


class GradeKind(models.TextChoices):
    """A row of the grade record either states a grade or takes an earlier statement back."""

    GRANT = "grant", _("Grade")
    ANNULMENT = "annulment", _("Annulment")


class FactKind(models.TextChoices):
    """The kinds of career facts, as correction requests and histories name them."""

    SPELL = "spell", _("Employment spell")
    TITLE = "title", _("Professional title")
    DIPLOMA = "diploma", _("Diploma")
    APPRENTICESHIP = "apprenticeship", _("Completed apprenticeship")
    WAGE = "wage", _("Monthly wage")
    GRADE = "grade", _("Grade")
    PERSONAL = "personal", _("Personal data")


class CorrectionState(models.TextChoices):
    """Where a correction request stands."""

    WAITING = "waiting", _("Waiting for HR")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"waiting": "yellow", "accepted": "green", "declined": "red", "withdrawn": "secondary"}[
            self.value
        ]


class PolicyChangeKind(models.TextChoices):
    """What a drafted change of policy does."""

    VERSION = "version", _("New version of a rule set")
    STANDARD = "standard", _("New edition of a standard")
    ALIAS_ADD = "alias_add", _("Add another name")
    ALIAS_END = "alias_end", _("End another name")
    MAJOR_ADD = "major_add", _("Add a matching major")
    MAJOR_END = "major_end", _("End a matching major")
    RELATED_ADD = "related_add", _("Add a related occupation")
    RELATED_END = "related_end", _("End a related occupation")


class PolicyState(models.TextChoices):
    """Where a drafted change of policy stands."""

    DRAFT = "draft", _("Being drafted")
    SUBMITTED = "submitted", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {
            "draft": "azure",
            "submitted": "yellow",
            "confirmed": "green",
            "declined": "red",
            "withdrawn": "secondary",
        }[self.value]


class ImpactEffect(models.TextChoices):
    """What a drafted change would do to the day on which a level opens to a worker."""

    EARLIER = "earlier", _("Earlier")
    LATER = "later", _("Later")
    GAINED = "gained", _("Gains a date")
    LOST = "lost", _("Loses its date")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"earlier": "green", "later": "orange", "gained": "teal", "lost": "red"}[self.value]


class Validity(models.TextChoices):
    """How a row of policy stands to a day."""

    IN_FORCE = "in_force", _("In force")
    COMING = "coming", _("Coming")
    PAST = "past", _("Past")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"in_force": "green", "coming": "azure", "past": "secondary"}[self.value]


class TargetMeasure(models.TextChoices):
    """What a target counts among the people employed of its unit and everything below."""

    LEVEL_PEOPLE = "level_people", _("People who hold a level or a higher one")
    HIGH_SHARE = "high_share", _("High-skilled of skilled, per cent")
    PROMOTIONS = "promotions", _("People promoted to a level or a higher one since the target began")
    TITLE_PEOPLE = "title_people", _("People with a professional title of a rank or a higher one")
    REPORTED = "reported", _("Reported by hand")
