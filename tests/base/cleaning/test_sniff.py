"""Content decides what a file is; its name never does."""

import pytest

from banyan.base.cleaning import NoCopy, Reason, clean
from banyan.base.cleaning.child import handler_for
from banyan.base.cleaning.sniff import sniff
from tests.base.cleaning.samples import recordings
from tests.base.cleaning.samples.films import box


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (box(b"ftyp", b"heic", bytes(4), b"mif1"), "HEIF"),
        (box(b"ftyp", b"mif1", bytes(4), b"heic"), "HEIF"),
        (box(b"ftyp", b"mif1", bytes(4), b"avif"), "AVIF"),
        (box(b"ftyp", b"avif", bytes(4)), "AVIF"),
        (box(b"ftyp", b"isom", bytes(4)), "mp4"),
        (b"\xff\xf1\x50\x80", "adts"),
        (b"\xff\xfb\x90\x00", "mpeg"),
        (b"RIFF\x00\x00\x00\x00WEBP", "WEBP"),
    ],
)
def test_kinds_are_told_by_their_first_bytes(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"PK\x03\x04",
        b"MZ\x90",
        b"\x7fELF",
        b"  <svg>",
        b"<!doctype html>",
        b"\xd0\xcf\x11\xe0",
        b"#!/bin/sh",
        b"fLaC",
        b"RIFF1234AVI ",
    ],
)
def test_known_kinds_that_are_not_taken_say_so(head: bytes) -> None:
    with pytest.raises(NoCopy) as caught:
        sniff(head)
    assert caught.value.reason is Reason.NOT_ALLOWED


@pytest.mark.parametrize("head", [b"hello", b"\x00" * 30, b"\xff", b"\xff\x00"])
def test_the_unknown_is_refused(head: bytes) -> None:
    with pytest.raises(NoCopy) as caught:
        sniff(head)
    assert caught.value.reason is Reason.NOT_RECOGNISED


def test_the_name_is_never_believed() -> None:
    copy = clean(recordings.wav(), name="photo.jpg")
    assert copy.media_type == "audio/wav"
    assert copy.safe_name == "photo.wav"


@pytest.mark.parametrize(
    "head", [b"\xff\xd8\xff", b"%PDF-", b"OggS", b"\x1aE\xdf\xa3", b"ID3", b"#!AMR", b"RIFF1234WAVE"]
)
def test_every_kind_has_a_handler(head: bytes) -> None:
    assert callable(handler_for(head))
