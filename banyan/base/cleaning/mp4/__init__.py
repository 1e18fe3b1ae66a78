"""MP4, QuickTime and 3GP: blanked in place from a list of what may stay. Runs in the child only.

Offsets inside these files point everywhere, so nothing is moved: what isn't on the list becomes `free` space filled
with zeros, and so does every byte of media that no kept track uses. Numbers: ISO/IEC 14496-12, QuickTime File Format.
"""

from banyan.base.cleaning.mp4.whole import clean_mp4

__all__ = ["clean_mp4"]
