"""Adding one file, and why one can't be taken, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.base.cleaning import Reason

ACCEPTED = "image/*,audio/*,video/*,application/pdf"
REFUSALS: Mapping[Reason, Callable[[], str]] = {
    Reason.EMPTY: lambda: _("This file is empty. Please choose it once more."),
    Reason.TOO_LARGE: lambda: _("This file is larger than 20 MB. A shorter recording or a smaller photo will fit."),
    Reason.NOT_RECOGNISED: lambda: _("We cannot read this kind of file. Photos, PDFs, sound and video work."),
    Reason.NOT_ALLOWED: lambda: _("We cannot take this kind of file. Photos, PDFs, sound and video work."),
    Reason.DAMAGED: lambda: _("This file seems to be damaged. Please try a copy of it, or a photo of the screen."),
    Reason.ENCRYPTED_PDF: lambda: _("This PDF asks for a password. Please send one without, or a photo of it."),
    Reason.TOO_MANY_PAGES: lambda: _("This PDF has more than 30 pages. Please send the pages that matter most."),
    Reason.TOO_MANY_PIXELS: lambda: _("This picture is too large for us to open. A photo of the screen will do."),
    Reason.TOO_COMPLEX: lambda: _("We could not open this file safely. A photo of the screen will do."),
    Reason.TOOK_TOO_LONG: lambda: _("This file took too long to open. A shorter or smaller one will fit."),
    Reason.PROTECTED: lambda: _("This file is protected by its maker, so we cannot open it."),
    Reason.HEIC_NOT_READABLE: lambda: _(
        "We cannot read this kind of photo (HEIC). Please send a screenshot of it, or choose JPEG in your camera."
    ),
    Reason.COULD_NOT_OPEN: lambda: _("We could not open this file safely. A photo of the screen will do."),
    Reason.BUSY: lambda: _("Many files are coming in just now. Please try again in a minute. What you wrote is kept."),
}


class FileForm(forms.Form):
    """One photo, PDF, sound or video. It is never shown again once chosen: browsers don't allow it."""

    use_required_attribute = False  # Nobody has to add one: it may stand below words that are to be sent.

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = forms.FileField(
            label=_("A photo, a PDF, a voice message or a video"),
            allow_empty_file=True,
            max_length=None,
            error_messages={
                "required": _("Choose a file first."),
                "missing": _("Choose a file first."),
                "invalid": _("Choose a file first."),
            },
            widget=forms.FileInput({"accept": ACCEPTED}),
        )
        self.fields["keep_original"] = forms.BooleanField(
            label=pgettext("consent", "Also keep the file exactly as it is, as evidence"),
            help_text=pgettext("safety", "It may hold hidden details, such as where and when a photo was taken."),
            required=False,
        )

    def clean_file(self) -> "UploadedFile[Any]":
        """A file of a size that we take; what it really is, the cleaner finds out."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > settings.BANYAN_MAX_FILE_BYTES:
            raise forms.ValidationError(REFUSALS[Reason.TOO_LARGE]())
        return upload

    def refuse(self, reason: Reason) -> None:
        """Say why there can be no copy for reading."""
        self.add_error("file", REFUSALS[reason]())
