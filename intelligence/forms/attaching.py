"""Files to attach to a note, and why one is taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from intelligence.forms.fields import text_field

# The two media types besides have a phone offer its camera, and hand over what it took as a JPEG.
ENDINGS = ".pdf,.docx,.xlsx,.odt,.ods,.png,.jpg,.jpeg,.txt,.csv,.eml,image/jpeg,image/png"
AGAIN = "Choose the files again: a page that comes back does not keep them. What you typed is kept"


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"class": "govuk-file-upload", "accept": ENDINGS, "multiple": True})


class FilesField(forms.FileField):
    """Several uploaded files, as a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Files")
        kwargs.setdefault("widget", FilesInput())
        kwargs.setdefault("help_text", hint())
        kwargs.setdefault("max_length", 400)
        kwargs.setdefault(
            "error_messages",
            {
                "required": "Choose a file",
                "missing": "Choose a file",
                "invalid": "Choose a file",
                "empty": "The file is empty. Choose another",
                "max_length": "The file’s name is too long. Give it a shorter one",
            },
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of them, as a single file would be."""
        several = data if isinstance(data, list | tuple) and data else [data or None]
        cleaned = [super(FilesField, self).clean(one, initial) for one in several]
        return [one for one in cleaned if one]


def hint() -> str:
    """What is taken, in a sentence."""
    megabytes = settings.ATTACHMENT_MOST_BYTES // 1024**2
    return (
        "PDF, Word, Excel, OpenDocument, PNG, JPEG, text or e-mail (.eml); "
        f"{settings.ATTACHMENTS_MOST} files at most, {megabytes} MB each. What a file says of its makers is "
        "taken out of it."
    )


class WithFiles(forms.Form):
    """A form with files beside its words: where it comes back, the words do and the files do not."""

    attached = FilesField(label="Files, such as a letter or a photograph", required=False)

    def say_again(self) -> None:
        """Say that files which were sent are to be chosen again, once the form has something to put right."""
        if self.errors and self.files and AGAIN not in self.errors.get("attached", []):
            self.add_error("attached", AGAIN)


class AttachForm(forms.Form):
    """Files for a note that stands."""

    attached = FilesField()


class TakeAwayForm(forms.Form):
    """Why a file no longer stands with its note."""

    reason = text_field("Why is it taken away?", most=300, required="Enter why the file is taken away")
