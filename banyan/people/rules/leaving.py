"""Where "Leave this page now" may lead."""

from urllib.parse import urlsplit


def leads_away(address: str) -> bool:
    """Whether it is the plain address of a public site, over TLS.

    A query or a fragment could tell that site where somebody came from; a name or a port belongs to no everyday site;
    and an address without TLS shows whoever runs the network what opened.
    """
    if not address.isascii() or not address.isprintable() or " " in address or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        plain = parts.port is None and parts.username is None and not parts.query and not parts.fragment
    except ValueError:
        return False
    host = parts.hostname or ""
    is_name = "." in host.strip(".") and not host.startswith(".") and any(one.isalpha() for one in host.split(".")[-1])
    return parts.scheme == "https" and plain and is_name
