"""Uploads are held in memory and bounded, so that no temporary file ever holds one in clear."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload


class BoundedMemoryUpload(MemoryFileUploadHandler):
    """Keeps each file in memory and stops reading at the first byte too many."""

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_: Any) -> None:
        self.activated = True  # Whatever the size: the alternative is a file on disk.
        if content_length > settings.BANYAN_MAX_FILE_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise StopUpload(connection_reset=False)

    def new_file(self, *words: Any, **named: Any) -> None:
        self.total = 0
        super().new_file(*words, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.total += len(raw_data)
        if self.total > settings.BANYAN_MAX_FILE_BYTES:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
