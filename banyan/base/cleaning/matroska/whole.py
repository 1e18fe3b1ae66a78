"""The file as a whole: header, one segment, its clusters, and where it ends."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Note, Reason, Rewritten
from banyan.base.cleaning.matroska import elements
from banyan.base.cleaning.matroska.ebml import Element, children, element_at, void
from banyan.base.cleaning.matroska.tracks import block_track, empty_names, track_type, wipe_entry
from banyan.base.cleaning.units import UnitForm, wipe_units

_VIDEO: Final = 1
_FORMS: Final = {
    (b"webm", True): "webm",
    (b"webm", False): "webm-audio",
    (b"matroska", True): "mkv",
    (b"matroska", False): "mka",
}
# A number, a float or a date.
_NUMBER_BYTES: Final = 8


def clean_matroska(data: bytes) -> Rewritten:
    """Keep pictures, sound and what is needed to play them."""
    whole = bytearray(data)
    header = element_at(whole, 0, len(whole))
    segment = header and element_at(whole, header.stop, len(whole))
    if header is None or segment is None or segment.number != elements.SEGMENT:
        raise NoCopy(Reason.DAMAGED)
    doc_type = _doc_type(whole, header)
    end = _Segment(whole, segment.body, len(whole) if segment.end is None else segment.stop)
    end.clean()
    del whole[end.stop :]
    notes: tuple[Note, ...] = (Note.HIDDEN_PARTS_REMOVED,) if end.has_dropped else ()
    if len(whole) < len(data):
        notes += (Note.TRAILING_DATA_REMOVED,)
    return Rewritten(_FORMS[doc_type, _VIDEO in end.kept.values()], whole, notes)


def _doc_type(data: bytearray, header: Element) -> bytes:
    _void_others(data, header)
    found = [child for child in children(data, header.body, header.stop) if child.number == elements.DOC_TYPE]
    name = bytes(data[found[0].body : found[0].stop]).rstrip(b"\x00") if len(found) == 1 else b""
    if name not in {b"webm", b"matroska"}:
        raise NoCopy(Reason.NOT_ALLOWED)
    return name


def _void_others(data: bytearray, parent: Element) -> None:
    """Void what may not stand in `parent`, and go through what may."""
    for child in children(data, parent.body, parent.stop):
        if child.number not in elements.KEPT[parent.number] or _is_too_long(child):
            void(data, child)
        elif child.number in elements.KEPT:
            _void_others(data, child)


def _is_too_long(element: Element) -> bool:
    """A number that is longer than numbers are holds something else."""
    is_number = element.number not in elements.LONG and element.number not in elements.KEPT
    return is_number and element.stop - element.body > _NUMBER_BYTES


@dataclass(slots=True)
class _Segment:
    data: bytearray
    start: int
    stop: int
    has_dropped: bool = False
    kept: dict[int, int] = field(default_factory=dict)
    forms: dict[int, UnitForm | None] = field(default_factory=dict)

    def clean(self) -> None:
        """Void in the segment what may not stay. Tracks come before the clusters that use them (RFC 9559, 5)."""
        for element in self._parts():
            if element.number == elements.CLUSTER:
                self._clean_cluster(element)
            elif element.number == elements.TRACKS:
                self._clean_tracks(element)
            elif element.number in elements.KEPT and element.number in elements.LEVEL_1:
                _void_others(self.data, element)
                if element.number == elements.INFO:
                    empty_names(self.data, element)
            else:
                void(self.data, element)
        if not self.kept:
            raise NoCopy(Reason.DAMAGED)

    def _parts(self) -> Iterator[Element]:
        """The elements of the segment; where no further one stands, the file ends for us."""
        at = self.start
        while at < self.stop:
            element = element_at(self.data, at, self.stop)
            if element is None or not self._may_stand(element):
                self.stop = at
                return
            if element.end is None:
                element = Element(element.number, element.start, element.body, self._end_of_live(element))
            yield element
            at = element.stop

    def _may_stand(self, element: Element) -> bool:
        is_known = element.number in elements.LEVEL_1 or element.number in {elements.VOID, 0xBF}
        return is_known and (element.end is not None or element.number == elements.CLUSTER)

    def _end_of_live(self, cluster: Element) -> int:
        """A live recording doesn't know its clusters' sizes: one ends where no child of a cluster follows."""
        at = cluster.body
        while (child := element_at(self.data, at, self.stop)) is not None:
            if child.number in elements.LEVEL_1 or child.end is None:
                break
            at = child.end
        return at

    def _clean_tracks(self, tracks: Element) -> None:
        if self.kept:
            raise NoCopy(Reason.DAMAGED)
        _void_others_of_first_level(self.data, tracks)
        for entry in children(self.data, tracks.body, tracks.stop):
            if entry.number != elements.TRACK_ENTRY:
                continue
            found = track_type(self.data, entry)
            if found is None:
                void(self.data, entry)
                self.has_dropped = True
                continue
            number, kind = found
            self.kept[number] = kind
            _void_others(self.data, entry)
            self.forms[number] = wipe_entry(self.data, entry, number)
        if not self.kept:
            raise NoCopy(Reason.NOT_ALLOWED)

    def _clean_cluster(self, cluster: Element) -> None:
        if not self.kept:
            raise NoCopy(Reason.DAMAGED)
        _void_others(self.data, cluster)
        for child in children(self.data, cluster.body, cluster.stop):
            blocks = [child] if child.number == elements.SIMPLE_BLOCK else []
            if child.number == elements.BLOCK_GROUP:
                inner = children(self.data, child.body, child.stop)
                blocks = [part for part in inner if part.number == elements.BLOCK]
            for block in blocks:
                self._clean_block(child, block)

    def _clean_block(self, holder: Element, block: Element) -> None:
        """Void the holder of a dropped track's block; empty the supplements in a kept one."""
        number, start = block_track(self.data, block)
        form = self.forms.get(number)
        if number not in self.kept:
            void(self.data, holder)
        elif form is not None and start:
            wipe_units(self.data, start, block.stop, form)


def _void_others_of_first_level(data: bytearray, parent: Element) -> None:
    """Only the direct children: a track must be judged before it is wiped."""
    for child in children(data, parent.body, parent.stop):
        if child.number not in elements.KEPT[parent.number]:
            void(data, child)
