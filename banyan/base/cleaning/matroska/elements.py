"""The elements that may stay, by the element they stand in. Whatever isn't named here is voided."""

from typing import Final

SEGMENT: Final = 0x18538067
SEEK_HEAD: Final = 0x114D9B74
INFO: Final = 0x1549A966
TRACKS: Final = 0x1654AE6B
CLUSTER: Final = 0x1F43B675
CUES: Final = 0x1C53BB6B
HEADER: Final = 0x1A45DFA3
DOC_TYPE: Final = 0x4282
VOID: Final = 0xEC

TRACK_ENTRY: Final = 0xAE
TRACK_NUMBER: Final = 0xD7
TRACK_UID: Final = 0x73C5
TRACK_TYPE: Final = 0x83
CODEC_ID: Final = 0x86
CODEC_PRIVATE: Final = 0x63A2
CONTENT_ENCODINGS: Final = 0x6D80
VIDEO: Final = 0xE0
AUDIO: Final = 0xE1
COLOUR: Final = 0x55B0
MASTERING: Final = 0x55D0

SIMPLE_BLOCK: Final = 0xA3
BLOCK_GROUP: Final = 0xA0
BLOCK: Final = 0xA1
CUE_POINT: Final = 0xBB
CUE_POSITIONS: Final = 0xB7
CUE_TRACK: Final = 0xF7
SEEK: Final = 0x4DBB

# The names of the software that made it must be present, so they are emptied instead.
EMPTIED: Final = frozenset({0x4D80, 0x5741})

# Those that may follow a cluster of unknown size: they end it.
LEVEL_1: Final = frozenset(
    {SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES, 0x1043A770, 0x1254C367, 0x1941A469}
)  # fmt: skip

# Elements of at most eight bytes hold numbers; the longer ones named here have their own checks.
KEPT: Final[dict[int, frozenset[int]]] = {
    # EBMLVersion, EBMLReadVersion, EBMLMaxIDLength, EBMLMaxSizeLength, DocType and its versions.
    HEADER: frozenset({0x4286, 0x42F7, 0x42F2, 0x42F3, DOC_TYPE, 0x4287, 0x4285}),
    SEEK_HEAD: frozenset({SEEK}),
    SEEK: frozenset({0x53AB, 0x53AC}),
    # TimestampScale, Duration, MuxingApp, WritingApp.
    INFO: frozenset({0x2AD7B1, 0x4489}) | EMPTIED,
    TRACKS: frozenset({TRACK_ENTRY}),
    TRACK_ENTRY: frozenset(
        # Then the flags, DefaultDuration, CodecDelay, SeekPreRoll, lacing and block-addition counts.
        {TRACK_NUMBER, TRACK_UID, TRACK_TYPE, CODEC_ID, CODEC_PRIVATE, VIDEO, AUDIO, 0xB9, 0x88, 0x55AA, 0x9C, 0x23E383,
         0x234E7A, 0x56AA, 0x56BB, 0x55EE}
    ),
    VIDEO: frozenset(
        # Interlacing, stereo, alpha, sizes, cropping, display sizes, unit, aspect, frame rate, colours.
        {0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2, 0x54B3,
         0x2383E3, COLOUR}
    ),
    COLOUR: frozenset(
        {MASTERING, 0x55B1, 0x55B2, 0x55B3, 0x55B4, 0x55B5, 0x55B6, 0x55B7, 0x55B8, 0x55B9, 0x55BA, 0x55BB, 0x55BC,
         0x55BD}
    ),
    MASTERING: frozenset(range(0x55D1, 0x55DB)),
    # Sampling frequencies, channels, bit depth.
    AUDIO: frozenset({0xB5, 0x78B5, 0x9F, 0x6264}),
    # Timestamp, position, previous size, blocks.
    CLUSTER: frozenset({0xE7, 0xA7, 0xAB, SIMPLE_BLOCK, BLOCK_GROUP}),
    # Block, duration, references, discarded padding.
    BLOCK_GROUP: frozenset({BLOCK, 0x9B, 0xFB, 0xFA, 0x75A2}),
    CUES: frozenset({CUE_POINT}),
    CUE_POINT: frozenset({0xB3, CUE_POSITIONS}),
    # Track, position of the cluster, position within it, duration, number of the block.
    CUE_POSITIONS: frozenset({CUE_TRACK, 0xF1, 0xF0, 0xB2, 0x5378}),
}  # fmt: skip
LONG: Final = frozenset({DOC_TYPE, CODEC_ID, CODEC_PRIVATE, SIMPLE_BLOCK, BLOCK}) | EMPTIED
