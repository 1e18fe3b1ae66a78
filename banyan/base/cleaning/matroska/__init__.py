"""WebM and Matroska: blanked in place from a list of what may stay. Runs in the child only.

Indexes point into these files by offset, so nothing is moved: what isn't on the list becomes a Void element filled
with zeros. Element numbers: RFC 8794 (EBML) and RFC 9559 (Matroska).
"""

from banyan.base.cleaning.matroska.whole import clean_matroska

__all__ = ["clean_matroska"]
