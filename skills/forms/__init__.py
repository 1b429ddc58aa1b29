"""The forms of the skills pages, a file per subject."""

from skills.forms.corrections import (
    AcceptCorrectionForm,
    CorrectionRequestForm,
    DeclineCorrectionForm,
    RecordValuesForm,
)
from skills.forms.roster import RepairRowForm, UploadRosterForm

__all__ = [
    "AcceptCorrectionForm",
    "CorrectionRequestForm",
    "DeclineCorrectionForm",
    "RecordValuesForm",
    "RepairRowForm",
    "UploadRosterForm",
]
