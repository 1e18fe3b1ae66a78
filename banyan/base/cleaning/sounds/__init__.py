"""Sound recordings: rebuilt from the frames of sound alone. Runs in the child only.

Each rewriter copies what it recognises as sound and drops the rest, so it needs no list of the tags that exist.
"""

from collections.abc import Callable
from typing import Final

from banyan.base.cleaning.contract import Rewritten
from banyan.base.cleaning.sounds.amr import clean_amr
from banyan.base.cleaning.sounds.mpeg import clean_adts, clean_mpeg
from banyan.base.cleaning.sounds.ogg import clean_ogg
from banyan.base.cleaning.sounds.wav import clean_wav

SOUNDS: Final[dict[str, Callable[[bytes], Rewritten]]] = {
    "adts": clean_adts,
    "amr": clean_amr,
    "mpeg": clean_mpeg,
    "ogg": clean_ogg,
    "wav": clean_wav,
}
