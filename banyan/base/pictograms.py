"""Small drawings that stand beside words, for those who read little. Each is the `d` of one path on a 24 by 24 grid.

They are strokes, drawn by public.css in the colour of their place, and always hidden from screen readers: the words
beside them say it all.
"""

# ruff: noqa: E501 - a drawing's numbers are not read line by line.

_RING = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z"
_SHIELD = "M12 3l7 2.5V11c0 5-3 8-7 10-4-2-7-5-7-10V5.5z"
_BUBBLE = "M4 5h16v11h-9l-5 4v-4H4z"
_CALENDAR = "M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7"

PICTOGRAMS: dict[str, str] = {
    # What happened.
    "badge": _SHIELD + "M12 8l1.1 2.3 2.5.3-1.8 1.8.4 2.5-2.2-1.2-2.2 1.2.4-2.5-1.8-1.8 2.5-.3z",
    "bag-pulled": "M3.5 9h11v11h-11zM6.5 9V7a2.5 2.5 0 0 1 5 0v2M17.5 14.5h4.5M20 12.3l2.2 2.2-2.2 2.2",
    "boundary": "M12 9a2.2 2.2 0 1 0 0-4.4A2.2 2.2 0 0 0 12 9zM8.3 17.5v-2a3.7 3.7 0 0 1 7.4 0v2M4 20.5"
    "V8M20 20.5V8M4 20.5h16",
    "building": "M4 21h16M5.5 21V9.5M18.5 21V9.5M3.5 9.5L12 4l8.5 5.5zM9.8 21v-8M14.2 21v-8",
    "candle": "M9 12h6v9H9zM12 12v-2M12 9.8c-1.4 0-2.2-1-2.2-2.3C9.8 5.5 12 3 12 3s2.2 2.5 2.2 4.5c0 1.3-.8 2.3-2.2 "
    "2.3zM6 21h12",
    "coins-missing": "M8.5 20a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8.5 12v5M12.5 6.3a5.5 5.5 0 0 1 2.7-2M18.3 "
    "4.3a5.5 5.5 0 0 1 2.6 2.7M21.2 10.3a5.5 5.5 0 0 1-1.9 2.9",
    "door-closed": "M6 21V3.5h12V21M3.5 21h17M14.5 12v1.5",
    "fist-raised": "M8 11.5V8a1.5 1.5 0 0 1 3 0V6.5a1.5 1.5 0 0 1 3 0V8a1.5 1.5 0 0 1 3 0v5.5a5 5 0 0 1-2.5 4.3V21"
    "h-5.5v-3C7.5 16.5 6 15 6 13a1.5 1.5 0 0 1 1.5-1.5h4a1.5 1.5 0 0 1 0 3H10M11 8v2M14 8v2",
    "flame": "M12 3c1 3.5 5.5 5.5 5.5 11a5.5 5.5 0 0 1-11 0c0-2 .8-3.5 2-4.8.3 1.5 1 2.3 1.8 2.8-.3-3.5.2-6.5 1.7-9z",
    "footsteps": "M7.5 3.5c2 0 2.7 2 2.7 4.2 0 1.5-.6 2.8-.6 2.8H6s-1-1.8-1-3.8 1-3.2 2.5-3.2zM6 13h3.6a1.8 1.8 0 1 1-3.6"
    " 0zM16.5 8c-2 0-2.7 2-2.7 4.2 0 1.5.6 2.8.6 2.8H18s1-1.8 1-3.8-1-3.2-2.5-3.2zM18 17.5h-3.6a1.8 1.8 0 1 0 3.6 0z",
    "hand": "M18 11V6.5a1.5 1.5 0 0 0-3 0V11M15 10.5v-6a1.5 1.5 0 0 0-3 0v6M12 10.5v-5a1.5 1.5 0 0 0-3 0V14l-1.8-2.3"
    "a1.5 1.5 0 0 0-2.4 1.8l3.4 5A6 6 0 0 0 13 21a5 5 0 0 0 5-5v-5",
    "hook": "M15.5 7v8a5 5 0 0 1-10 0v-3.5L9 14.5M15.5 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    "house": "M4 11.5L12 4l8 7.5M6 9.8V20h12V9.8M10 20v-5h4v5",
    "lock-open": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 7.8-1.2M12 15v2.5",
    "phone": "M8.5 2.5h7A1.5 1.5 0 0 1 17 4v16a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 20V4a1.5 1.5 0 0 1 1.5-1.5zM11 18.5h2",
    "school-bag": "M6 21V10a6 6 0 0 1 12 0v11zM9.5 4.5v-1a2.5 2.5 0 0 1 5 0v1M9 21v-6h6v6M9.5 10.5h5",
    "speech-sharp": _BUBBLE + "M13 7.5L10 10.8h4l-2.5 3",
    "tools": "M10.8 10.2L4 17a2.1 2.1 0 0 0 3 3l6.8-6.8M8.5 6.5L12 3h3l6 6-3.5 3.5-2.2-2.2-2 1.9-2.9-2.9 1.7-1.9z",
    "turned-away": "M8 9a2.7 2.7 0 1 0 0-5.5A2.7 2.7 0 0 0 8 9zM3 20v-3.5a5 5 0 0 1 9.5-2M15 17h6M18.7 14.7L21 17l-2.3 2.3",
    "window-broken": "M4 4h16v16H4zM4 12.5h4.5l2-3L13 14.5l2-3.5h5M12 4v2.5M12 17.5V20",
    # Who, where, when.
    "bars": "M4.5 4h15M4.5 20h15M7 4v16M12 4v16M17 4v16",
    "bus": "M5 4h14v13H5zM5 11h14M8 17v2.5M16 17v2.5M8.5 14h.01M15.5 14h.01",
    "calendar": _CALENDAR,
    "calendar-day": _CALENDAR + "M10.5 14h3v3h-3z",
    "calendar-year": _CALENDAR + "M8 14h.01M12 14h.01M16 14h.01M8 17h.01M12 17h.01M16 17h.01",
    "child": "M12 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 20.5V16a4 4 0 0 1 8 0v4.5M5.5 11l3 2.5M18.5 11l-3 2.5",
    "circle": "M12 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12 21a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
    "M19 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 5.8A7 7 0 0 0 5.8 9M15 5.8A7 7 0 0 1 18.2 9M9 18.2A7 7 0 0 1 5.8 15M15 18.2"
    "A7 7 0 0 0 18.2 15",
    "family": "M7 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM12 16a2.1 2.1 0 1 0 0-4.2 "
    "2.1 2.1 0 0 0 0 4.2zM2.5 19v-2.5a4.5 4.5 0 0 1 6-4.2M21.5 19v-2.5a4.5 4.5 0 0 0-6-4.2M8.3 21.5a3.7 3.7 0 0 1 7.4 0",
    "person": "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20.5v-.5a7 7 0 0 1 14 0v.5",
    "person-unknown": "M9.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20.5V20a6.5 6.5 0 0 1 10-5.5M16.3 12.8a2 2 0 1 1 3 1.7"
    "c-.8.5-1.3 1-1.3 1.9M18 19.8h.01",
    "repeat": "M4 11V9.5A3.5 3.5 0 0 1 7.5 6H19M16 3l3 3-3 3M20 13v1.5a3.5 3.5 0 0 1-3.5 3.5H5M8 21l-3-3 3-3",
    "shop": "M4 9l1.5-5h13L20 9M4 9a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0A2.7 2.7 0 0 0 20 9M5.5 12v8h13v-8M10 20v-4.5h4V20",
    "street": "M8 3.5L4 20.5M16 3.5l4 17M12 4v3M12 10.5v3M12 17v3",
    "temple": "M12 2.5v3M4.5 11L12 5.5l7.5 5.5zM7 11v9M17 11v9M4 20h16M10 20v-4a2 2 0 0 1 4 0v4",
    "tree": "M12 21v-9M12 16.5l3-2.5M7 16a4 4 0 0 1-1.5-7.7A5.5 5.5 0 0 1 12 3a5.5 5.5 0 0 1 6.5 5.3A4 4 0 0 1 17 16M8.5 21h7",
    "two-people": "M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 19.5a6 6 0 0 1 12 0M16 5.2a3 3 0 0 1 0 5.6M17.5 13.8a6 6 0 0 1 4 5.7",
    # What would help.
    "bed": "M3 6v13M3 15.5h18V19M21 15.5V13a3 3 0 0 0-3-3h-7.5v5.5M6.8 13a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4z",
    "book": "M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5v13",
    "dots": "M5.5 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM12 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM18.5 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2z",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z",
    "heart": "M12 20S4 14.5 4 9a4.3 4.3 0 0 1 8-2.2A4.3 4.3 0 0 1 20 9c0 5.5-8 11-8 11z",
    "key": "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9v3M17.5 12v2.5",
    "languages": "M2.5 18.5L7 7l4.5 11.5M4.2 14.5h5.6M13 7.5h8.5M17.3 5v2.5M20 7.5c-.8 4-3.3 7-6.5 8.5M15 11c1 2.5 3.5 4.5 6.5 5",
    "megaphone": "M4 10v4h3l9 5V5l-9 5zM19 9.5a4 4 0 0 1 0 5M8 14.5V19h3",
    "papers": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "purse": "M5 11h14l1.5 7a2.5 2.5 0 0 1-2.5 3H6a2.5 2.5 0 0 1-2.5-3zM7 11a5 5 0 0 1 10 0M10.5 4l1.5 2 1.5-2M12 14.5v3",
    "shield": _SHIELD + "M9 11.5l2.2 2.2 4-4.2",
    "speech": _BUBBLE + "M8 9h8M8 12h5",
    "tally": "M6 5v14M10 5v14M14 5v14M18 5v14M3.5 16.5l17-9",
    # The page itself.
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "clock": _RING + "M12 7v5l3.5 2",
    "globe": _RING + "M3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z",
    "leaf": "M6 18.5C3.5 11 9 4.5 20 4c.5 11-6.5 16.5-14 14.5zM4 21c2-5.5 5-9 9.5-11",
    "lock": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4M12 15v2.5",
    "mail": "M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7",
    "microphone": "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21M9 21h6",
    "microphone-off": "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21M9 21h6M4 4l16 16",
    "question": _RING + "M9.3 9.5a2.7 2.7 0 1 1 4.2 2.2c-.9.6-1.5 1.1-1.5 2.1M12 17h.01",
    "receipt": "M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5l5 5",
    "two-bubbles": "M3 4h12v8H8l-3 3v-3H3zM18 9h3v8h-2v3l-3-3H9v-2",
    "warning": "M12 4l9 16H3zM12 10v4.5M12 17.2h.01",
}

# The whole file drawn by itself: a grey square, so that no tab gives away whose page it is.
_ICON = '<rect x="5" y="5" width="22" height="22" rx="6" fill="#80807a"/>'
_MARK = (
    '<symbol id="banyan" viewBox="0 0 32 32"><path fill="currentColor" d="M3 17.5C2 12.5 5 9.5 8.2 9 9.5 5.5 12.5 4 16 4s6.5 1.5 7.8 5c3.2.5 6.2 3.5 5.200 8.5-1.5 1.8-3.5 1.5-4.8.3-1.3 1.7-3.200 1.7-4.4.4-1 1.5-2.5 1.9-3.8 1.9s-2.800-.4-3.8-1.9c-1.2 1.3-3.1 1.3-4.4-.4-1.3 1.2-3.300 1.5-4.8-.3z"/>'
    '<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-width="2" d="M16 17v9c0 1.3-.7 2-2 2.5M16 26c0 1.3.7 2 2 2.5M8.5 17v11M23.5 17v11"/></symbol>'
)


def sprite() -> str:
    """static/base/pictograms.svg: the icon of the tab, the mark, and every drawing by its name.

    `python -m scripts.pictograms` writes it.
    """
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 24 24"><path d="{path}"/></symbol>' for name, path in PICTOGRAMS.items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{_ICON}{_MARK}{symbols}</svg>\n'
