"""Addresses of records of facts kept by hand."""

from __future__ import annotations

from django.urls import URLPattern, path

from skills.views import facts, matches_to_judge, wage_imports

_FACTS = "people/<str:employee_no>/facts/"

urlpatterns: list[URLPattern] = [
    path("matches/", matches_to_judge.MatchesToJudge.as_view(), name="matches_to_judge"),
    path("matches/judge/", matches_to_judge.JudgeMatches.as_view(), name="matches_judge"),
    path("matches/<int:pk>/judge/", matches_to_judge.JudgeMatch.as_view(), name="match_judge"),
    path(_FACTS, facts.FactsPage.as_view(), name="facts"),
    path(f"{_FACTS}scans/<int:pk>/take-back/", facts.TakeScanBack.as_view(), name="scan_take_back"),
    path(f"{_FACTS}<str:kind>/record/", facts.RecordFact.as_view(), name="fact_record"),
    path(f"{_FACTS}<str:kind>/<int:pk>/correct/", facts.CorrectFact.as_view(), name="fact_correct"),
    path(f"{_FACTS}<str:kind>/<int:pk>/take-back/", facts.TakeFactBack.as_view(), name="fact_take_back"),
    path(f"{_FACTS}<str:kind>/<int:pk>/scans/", facts.AddScans.as_view(), name="fact_scans"),
    path("wages/", wage_imports.WageImports.as_view(), name="wage_imports"),
    path("wages/template/", wage_imports.WageTemplate.as_view(), name="wage_template"),
    path("wages/<int:pk>/", wage_imports.WageImportPage.as_view(), name="wage_import"),
    path("wages/<int:pk>/progress/", wage_imports.WageImportProgress.as_view(), name="wage_import_progress"),
    path("wages/<int:pk>/rejected/", wage_imports.RejectedWages.as_view(), name="wage_import_rejected"),
    path("wages/<int:pk>/<str:act>/", wage_imports.ActOnWageImport.as_view(), name="act_on_wage_import"),
]
