"""Adding files while a report is entered for somebody."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from banyan.base.cleaning import Reason
from banyan.reports.forms.files import ACCEPTED, REFUSALS
from banyan.reports.forms.typed import StepForm


class Several(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """As many files as one chooses at once."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        given = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFiles, self).clean(one, initial) for one in given if one]


class EntryFilesForm(StepForm):
    """Files that staff add while they enter a report for somebody."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["files"] = SeveralFiles(
            label=_("Photos, PDFs or recordings"),
            help_text=_("Up to five files, 20 MB together. Hidden details are removed from the copies that are read."),
            required=False,
            allow_empty_file=True,
            widget=Several({"accept": ACCEPTED, "multiple": True}),
        )
        self.fields["keep_original"] = forms.BooleanField(
            label=_("Also keep the files exactly as they are, as evidence"),
            help_text=_("Ask them. They may hold hidden details, such as where and when a photo was taken."),
            required=False,
        )

    def clean_files(self) -> "list[UploadedFile[Any]]":
        """No more, and together no larger, than we take; what they really are, the cleaner finds out."""
        uploads: list[UploadedFile[Any]] = self.cleaned_data["files"]
        if len(uploads) > settings.BANYAN_MAX_FILES:
            raise forms.ValidationError(_("Choose at most five files. More can be added with the receipt code."))
        if sum(one.size or 0 for one in uploads) > settings.BANYAN_MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("These files are larger than 20 MB together. Choose fewer; more can be added with the receipt code.")
            )
        return uploads

    def refuse(self, reason: Reason, name: str) -> None:
        """Say which file there can be no copy of, and why."""
        self.add_error("files", f"{name}: {REFUSALS[reason]()}")

    def ask_again(self) -> None:
        """No browser keeps what was chosen when a page is shown again: ask for what wasn't refused anyway."""
        if len(self.files.getlist("files")) > len(self.errors.get("files", ())):
            self.add_error("files", _("Please choose the files once more; everything else is kept."))
