"""Where the desk begins; every other address is the public's."""

DESK = "/desk/"
