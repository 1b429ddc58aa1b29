"""The standard parts' own addresses; include them under namespace `base`."""

from django.urls import path

from base.exports import pages as exports
from base.file_view import download_file
from base.saved_view_pages import ActOnView, KeptViews, SaveView
from base.schedule_pages import RunSchedulePage, ScheduleRunList, SchedulesPage

app_name = "base"

urlpatterns = [
    path("files/<uuid:key>/", download_file, name="file"),
    path("exports/", exports.ExportList.as_view(), name="exports"),
    path("exports/make/", exports.MakeExport.as_view(), name="make_export"),
    path("exports/<int:pk>/", exports.ExportPage.as_view(), name="export"),
    path("exports/<int:pk>/progress/", exports.ExportProgress.as_view(), name="export_progress"),
    path("schedules/", SchedulesPage.as_view(), name="schedules"),
    path("schedules/runs/", ScheduleRunList.as_view(), name="schedule_runs"),
    path("schedules/<int:pk>/run/", RunSchedulePage.as_view(), name="run_schedule"),
    path("views/save/", SaveView.as_view(), name="save_view"),
    path("views/of/<str:kind>/", KeptViews.as_view(), name="views"),
    path("views/<int:pk>/<str:act>/", ActOnView.as_view(), name="act_on_view"),
]
