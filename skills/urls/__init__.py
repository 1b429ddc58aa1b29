"""Addresses of the skills pages, a file per area."""

from skills.urls import facts, figures, history, merging, people, policies, privacy

app_name = "skills"

urlpatterns = [
    # literal addresses below people/ come before those with an employee number
    *facts.urlpatterns,
    *merging.urlpatterns,
    *history.urlpatterns,
    *people.urlpatterns,
    *policies.urlpatterns,
    *privacy.urlpatterns,
    *figures.urlpatterns,
]
