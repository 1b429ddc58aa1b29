"""Tables of the skills app, a file per noun."""

from skills.models.correction import CorrectionRequest
from skills.models.document import Document
from skills.models.duplicate import LikelyDuplicate
from skills.models.eligibility import Eligibility, Standing
from skills.models.fact import (
    ApprenticeshipCompletion,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    Fact,
    Match,
    MonthlyWage,
    Title,
    TitleMatch,
)
from skills.models.grade import GradeRecord
from skills.models.level_total import WorkerOnLevel
from skills.models.match_to_judge import MatchToJudge
from skills.models.occupation import Major, Occupation, OccupationAlias, OccupationMajor, RelatedOccupation
from skills.models.past_figure import (
    FigureCount,
    LevelsOnDay,
    PromotionsInYear,
    TargetCount,
    WagesInYear,
)
from skills.models.policy import Clause, Route, RuleSet, RuleSetVersion, Standard
from skills.models.policy_change import PolicyChange, PolicyDrafter, PolicyImpact
from skills.models.target import Target, TargetReading

__all__ = [
    "ApprenticeshipCompletion",
    "Clause",
    "CorrectionRequest",
    "Diploma",
    "DiplomaMatch",
    "Document",
    "Eligibility",
    "EmploymentSpell",
    "Fact",
    "FigureCount",
    "GradeRecord",
    "LevelsOnDay",
    "LikelyDuplicate",
    "Major",
    "Match",
    "MatchToJudge",
    "MonthlyWage",
    "Occupation",
    "OccupationAlias",
    "OccupationMajor",
    "PolicyChange",
    "PolicyDrafter",
    "PolicyImpact",
    "PromotionsInYear",
    "RelatedOccupation",
    "Route",
    "RuleSet",
    "RuleSetVersion",
    "Standard",
    "Standing",
    "Target",
    "TargetCount",
    "TargetReading",
    "Title",
    "TitleMatch",
    "WagesInYear",
    "WorkerOnLevel",
]
