"""Tables of the skills app, a file per noun."""

from skills.models.correction import CorrectionRequest
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
from skills.models.occupation import Major, Occupation, OccupationAlias, OccupationMajor, RelatedOccupation
from skills.models.policy import Clause, Route, RuleSet, RuleSetVersion, Standard
from skills.models.policy_change import PolicyChange, PolicyDrafter, PolicyImpact

__all__ = [
    "ApprenticeshipCompletion",
    "Clause",
    "CorrectionRequest",
    "Diploma",
    "DiplomaMatch",
    "Eligibility",
    "EmploymentSpell",
    "Fact",
    "GradeRecord",
    "Major",
    "Match",
    "MonthlyWage",
    "Occupation",
    "OccupationAlias",
    "OccupationMajor",
    "RelatedOccupation",
    "PolicyChange",
    "PolicyDrafter",
    "PolicyImpact",
    "Route",
    "RuleSet",
    "RuleSetVersion",
    "Standard",
    "Standing",
    "Title",
    "TitleMatch",
]
