"""The cleaned copy for reading of a file that someone attached: photo, PDF, audio or video.

    clean(data, name=...) -> Cleaned      or raises NoCopy(reason)

What is promised
    The kind is decided by the content. Photos are decoded and encoded again from pixels. PDF pages become pictures in
    a new PDF. Sound and video containers are rebuilt or blanked from a list of what may stay, so tags, places, times,
    device names, pictures of covers, attachments, subtitle and measurement tracks (where a drone or an action camera
    keeps its GPS) and anything before, between or after the media are gone. Every file is opened in a child process
    that can open no file and no connection, has bounded memory and time, and ends afterwards; nothing touches a disk.

What can't be promised
    Sound and video streams are not decoded, so what is inside them stays: voices, faces, what a camera burns into the
    picture, watermarks, and bytes hidden within a frame of sound. Whoever shares a copy must look and listen first.
    A decoder on the reader's machine gets the stream as it was sent: a copy is no proof against a flaw in a player.
"""

from banyan.base.cleaning.cleaner import clean
from banyan.base.cleaning.contract import MAX_BYTES, Cleaned, Kind, NoCopy, Note, Reason
from banyan.base.cleaning.headers import RESPONSE_HEADERS
from banyan.base.cleaning.names import original_name, safe_name

__all__ = [
    "MAX_BYTES",
    "RESPONSE_HEADERS",
    "Cleaned",
    "Kind",
    "NoCopy",
    "Note",
    "Reason",
    "clean",
    "original_name",
    "safe_name",
]
