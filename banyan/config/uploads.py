"""Uploads are held in memory and bounded, so that no temporary file ever holds one in clear."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedMemoryUpload(MemoryFileUploadHandler):
    """Keeps the files of a request in memory, up to the size of one.

    What comes beyond it is read and dropped, so that whoever sent a film that is too long still gets their words back
    with a sentence that says so; only a body that nobody could mean isn't read at all.
    """

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_: Any) -> None:
        self.activated = True  # Whatever the size: the alternative is a file on disk.
        self.held = 0
        if content_length > settings.BANYAN_MAX_BODY_BYTES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.held += len(raw_data)
        if self.held > settings.BANYAN_MAX_FILE_BYTES:
            self.file.seek(0)
            self.file.truncate()  # The form refuses it by its size; none of it is of use.
            return None
        return super().receive_data_chunk(raw_data, start)
