"""Sealing and keys: what keeps a stolen database, backup or disk from telling anyone's story.

Protects against: someone who holds the database, its backups, the session store and the settings with the pepper,
but no member's password, no receipt, no recovery code and no live cookie. They learn how many records there are,
roughly how long each is (padded to steps), when its row was written and which keys it is sealed to, and nothing of
what is inside. Whatever they alter, swap between rows, cut or lengthen is refused when it is opened.

Doesn't protect against: an operator who changes the running code or reads its memory while somebody works; a spied-on
phone or computer of the person or the advocate; a weak password guessed at 64 MiB a try; somebody who was admitted
and copied what they read. Sealing to a public key shows no author: whoever may write to the database can add a forged
record, delete one, or put a whole older row back, which is for the audit trail to find. Python can't erase memory, so
keys stay in the process until it reuses the space: run without swap and without core dumps.

This package knows no area, no Django and no settings. Random bytes come from the system, ciphers from libsodium.
"""
