"""The tree of boxes: what may stand where, which tracks stay, and what is wiped in each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason
from banyan.base.cleaning.mp4 import fields
from banyan.base.cleaning.mp4.boxes import Box, blank, children, need, u16, u32
from banyan.base.cleaning.mp4.entries import PLAIN, codings, is_kept, wipe_descriptions
from banyan.base.cleaning.mp4.samples import Span, fragment_spans, spans
from banyan.base.cleaning.units import UnitForm

# What may stand in each container. Everything else there becomes free space.
_INSIDE: Final[dict[bytes, frozenset[bytes]]] = {
    b"moov": frozenset({b"mvhd", b"trak", b"mvex"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia"}),
    b"edts": frozenset({b"elst"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"}),
    b"dinf": frozenset({b"dref"}),
    b"stbl": frozenset({b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss"}),
    b"mvex": frozenset({b"mehd", b"trex"}),
    b"moof": frozenset({b"mfhd", b"traf"}),
    b"traf": frozenset({b"tfhd", b"tfdt", b"trun"}),
}
_MANY: Final = frozenset({b"trak", b"trex", b"traf", b"trun"})
_WIPES: Final[dict[bytes, fields.Wipe]] = {
    b"mvhd": fields.wipe_movie_header,
    b"tkhd": fields.wipe_track_header,
    b"mdhd": fields.wipe_media_header,
    b"hdlr": fields.wipe_handler,
    b"dref": fields.wipe_data_references,
    b"elst": fields.wipe_edits,
    b"stsz": fields.wipe_sizes,
    b"stz2": fields.wipe_sizes,
    b"mehd": fields.wipe_duration,
    b"tfdt": fields.wipe_duration,
    b"tfhd": fields.wipe_fragment_header,
    b"trun": fields.wipe_fragment_run,
    b"stts": fields.wipe_table,
    b"ctts": fields.wipe_table,
    b"stsc": fields.wipe_table,
    b"stco": fields.wipe_table,
    b"co64": fields.wipe_table,
    b"stss": fields.wipe_table,
    b"vmhd": fields.wipe_fixed,
    b"smhd": fields.wipe_fixed,
    b"trex": fields.wipe_fixed,
    b"mfhd": fields.wipe_fixed,
}


@dataclass(slots=True)
class Media:
    """What is known of the film so far: the tracks that stay, and the bytes they use."""

    data: bytearray
    is_quicktime: bool
    has_video: bool = False
    has_dropped: bool = False
    kept: set[int] = field(default_factory=set)
    default_sizes: dict[int, int] = field(default_factory=dict)
    used: list[Span] = field(default_factory=list)
    forms: dict[int, UnitForm | None] = field(default_factory=dict)
    units: list[tuple[Span, UnitForm]] = field(default_factory=list)

    def clean_movie(self, moov: Box) -> None:
        """Wipe the film's description and learn which bytes its tracks use."""
        for box in self._kept_children(moov):
            if box.kind == b"trak":
                self._clean_track(box)
            elif box.kind == b"mvex":
                self._clean_defaults(box)
            else:
                self._wipe(box)
        if not self.kept:
            raise NoCopy(Reason.NOT_ALLOWED)

    def clean_fragment(self, moof: Box) -> None:
        """Wipe one fragment's description and learn which bytes its runs use."""
        base = moof.start
        for box in self._kept_children(moof):
            if box.kind == b"traf":
                base = self._clean_run(moof, box, base)
            else:
                self._wipe(box)

    def _clean_track(self, trak: Box) -> None:
        tree = self._tree(trak)
        if b"hdlr" not in tree or b"stsd" not in tree or b"tkhd" not in tree:
            raise NoCopy(Reason.DAMAGED)
        handler = bytes(self.data[tree[b"hdlr"].body + 8 : tree[b"hdlr"].body + 12])
        kinds = codings(self.data, tree[b"stsd"])
        if not is_kept(handler, kinds):
            blank(self.data, trak)
            self.has_dropped = True
            return
        is_video = handler == b"vide"
        self.has_video = self.has_video or is_video
        number = self._number(tree[b"tkhd"])
        if number in self.kept:
            raise NoCopy(Reason.DAMAGED)
        self.kept.add(number)
        self._wipe_tree(trak)
        stsd = tree[b"stsd"]
        form = wipe_descriptions(self.data, stsd, is_video=is_video, is_quicktime=self.is_quicktime)
        self.forms[number] = form
        plain = self._plain_width(stsd) if any(kind in PLAIN for kind in kinds) else 0
        self._use(spans(self.data, tree, plain), form)

    def _use(self, found: Iterable[Span], form: UnitForm | None) -> None:
        for span in found:
            self.used.append(span)
            if form is not None:
                self.units.append((span, form))

    def _number(self, tkhd: Box) -> int:
        need(tkhd, 24)
        return u32(self.data, tkhd.body + (20 if self.data[tkhd.body] else 12))

    def _plain_width(self, stsd: Box) -> int:
        """Bytes of one moment in all channels, from the first description."""
        entry = stsd.body + 16
        return u16(self.data, entry + 16) * u16(self.data, entry + 18) // 8

    def _tree(self, box: Box) -> dict[bytes, Box]:
        """The boxes below a track, by kind; the handler is the media's, not the one QuickTime puts deeper."""
        found, own = dict[bytes, Box](), set[bytes]()
        for child in children(self.data, box.body, box.end):
            if child.kind not in _INSIDE[box.kind]:
                continue
            below = self._tree(child) if child.kind in _INSIDE else {}
            if child.kind in own:
                raise NoCopy(Reason.DAMAGED)
            own.add(child.kind)
            found = below | found | {child.kind: child} if box.kind == b"mdia" else found | below | {child.kind: child}
        return found

    def _wipe_tree(self, box: Box) -> None:
        for child in self._kept_children(box):
            if child.kind in _INSIDE:
                self._wipe_tree(child)
            else:
                self._wipe(child)

    def _kept_children(self, box: Box) -> Iterator[Box]:
        """The children that may stay, after the others were blanked; what must be single may not come twice."""
        seen: set[bytes] = set()
        for child in list(children(self.data, box.body, box.end)):
            if child.kind not in _INSIDE[box.kind]:
                blank(self.data, child)
                continue
            if child.kind in seen and child.kind not in _MANY:
                raise NoCopy(Reason.DAMAGED)
            seen.add(child.kind)
            yield child

    def _wipe(self, box: Box) -> None:
        wipe = _WIPES.get(box.kind)
        if wipe is not None:
            wipe(self.data, box)

    def _clean_defaults(self, mvex: Box) -> None:
        for box in self._kept_children(mvex):
            self._wipe(box)
            if box.kind == b"trex":
                self.default_sizes[u32(self.data, box.body + 4)] = u32(self.data, box.body + 16)

    def _clean_run(self, moof: Box, traf: Box, base: int) -> int:
        """Keep or blank one track's part of a fragment; where the next part begins if it doesn't say."""
        parts = list(children(self.data, traf.body, traf.end))
        heads = [box for box in parts if box.kind == b"tfhd"]
        if len(heads) != 1:
            raise NoCopy(Reason.DAMAGED)
        need(heads[0], 8)
        number = u32(self.data, heads[0].body + 4)
        runs = heads + [box for box in parts if box.kind == b"trun"]
        found = fragment_spans(self.data, moof, runs, self.default_sizes.get(number, 0), base)
        if number in self.kept:
            self._wipe_tree(traf)
            self._use(found, self.forms[number])
        else:
            blank(self.data, traf)
            self.has_dropped = True
        return found[-1][1] if found else base
