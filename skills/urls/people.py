"""Addresses of people, their growth, corrections and rosters."""

from django.urls import path

from skills.views import corrections, growth, imports, matches, people_list, what_if, worker_page

urlpatterns = [
    path("me/", growth.MyGrowth.as_view(), name="my_growth"),
    path("what-if/", what_if.WhatIf.as_view(), name="what_if"),
    path("people/", people_list.PeopleList.as_view(), name="people"),
    path("people/export/", imports.RosterExport.as_view(), name="roster_export"),
    path("people/<str:employee_no>/", worker_page.WorkerPage.as_view(), name="worker"),
    path("people/<str:employee_no>/ladder/", growth.WorkerLadder.as_view(), name="worker_ladder"),
    path("people/<str:employee_no>/matches/", matches.Matches.as_view(), name="worker_matches"),
    path(
        "people/<str:employee_no>/id-number/", worker_page.WorkerIdNumber.as_view(), name="worker_id_number"
    ),
    path("corrections/", corrections.CorrectionList.as_view(), name="corrections"),
    path("corrections/ask/", corrections.AskCorrection.as_view(), name="ask_correction"),
    path("corrections/<int:pk>/", corrections.CorrectionPage.as_view(), name="correction"),
    path(
        "corrections/<int:pk>/withdraw/", corrections.WithdrawCorrection.as_view(), name="withdraw_correction"
    ),
    path(
        "corrections/<int:pk>/<str:answer>/", corrections.DecideCorrection.as_view(), name="decide_correction"
    ),
    path("imports/", imports.ImportList.as_view(), name="imports"),
    path("imports/<int:pk>/", imports.ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/progress/", imports.ImportProgress.as_view(), name="import_progress"),
    path("imports/<int:pk>/rejected/", imports.RejectedWorkbook.as_view(), name="import_rejected"),
    path("imports/<int:pk>/rows/<int:sheet_row>/", imports.RepairRow.as_view(), name="repair_row"),
    path("imports/<int:pk>/<str:act>/", imports.ActOnImport.as_view(), name="act_on_import"),
]
