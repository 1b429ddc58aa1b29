from django.db import models


class Note(models.Model):
    """Points at a table of the snapshot."""

    author = models.ForeignKey("workforce.User", on_delete=models.PROTECT)

    def __str__(self) -> str:
        return str(self.pk)
