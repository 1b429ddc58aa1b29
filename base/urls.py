"""The standard parts' own addresses; include them under namespace `base`."""

from django.urls import path

from base.file_view import download_file

app_name = "base"

urlpatterns = [path("files/<uuid:key>/", download_file, name="file")]
