"""Every kind of sealed thing behind one pair of functions, so that each attack is tried on all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from banyan.vault.files import open_chunks, seal_chunks
from banyan.vault.keys import Binding, key_pair_from, open_sealed, seal_to
from banyan.vault.passwords import Cost, unwrap_private_key, wrap_private_key
from banyan.vault.receipts import unwrap_person_key, wrap_person_key
from banyan.vault.sealing import seal, unseal
from banyan.vault.sessions import open_keyring, seal_keyring
from banyan.vault.shards import open_shard, seal_shard

QUICK = Cost(passes=1, memory_kib=8)
RECORD = UUID("1b4e28ba-2fa1-41d2-883f-0016d3cca427")
ORGANISATION = UUID("6fa459ea-ee8a-4ca4-894e-db77e160355e")
HERE = Binding(RECORD, "narrative", ORGANISATION, 1)
ELSEWHERE = (
    Binding(ORGANISATION, "narrative", ORGANISATION, 1),
    Binding(RECORD, "name", ORGANISATION, 1),
    Binding(RECORD, "narrative", RECORD, 1),
    Binding(RECORD, "narrative", None, 1),
    Binding(RECORD, "narrative", ORGANISATION, 2),
)
KEY = bytes(range(32))
CONTENT = bytes(range(100, 132))


@dataclass(frozen=True)
class Kind:
    """`lock` and `open` take 32 bytes of content, a 32-byte key and a binding; some look at its record alone."""

    name: str
    lock: Callable[[bytes, bytes, Binding], bytes]
    open: Callable[[bytes, bytes, Binding], bytes]
    whole_binding: bool = True

    def __str__(self) -> str:
        return self.name


KINDS = (
    Kind("content", seal, unseal),
    Kind(
        "keyring",
        lambda content, key, binding: seal_keyring({"k": content}, key, binding),
        lambda sealed, key, binding: open_keyring(sealed, key, binding)["k"],
    ),
    Kind(
        "shard",
        lambda content, key, binding: seal_shard({RECORD: content.hex()}, key, binding),
        lambda sealed, key, binding: bytes.fromhex(open_shard(sealed, key, binding).text.decode()),
    ),
    Kind(
        "file",
        lambda content, key, binding: b"".join(seal_chunks([content], key, binding)),
        lambda sealed, key, binding: b"".join(open_chunks([sealed], key, binding)),
    ),
    Kind(
        "sealed key",
        lambda content, key, binding: seal_to(key_pair_from(key).public, content, binding),
        lambda sealed, key, binding: open_sealed(key_pair_from(key), sealed, binding),
    ),
    Kind(
        "password wrap",
        lambda content, key, binding: wrap_private_key(content, key.hex(), binding.record, QUICK),
        lambda sealed, key, binding: unwrap_private_key(sealed, key.hex(), binding.record),
        whole_binding=False,
    ),
    Kind(
        "person key",
        lambda content, key, binding: wrap_person_key(content, key, binding.record),
        lambda sealed, key, binding: unwrap_person_key(sealed, key, binding.record),
        whole_binding=False,
    ),
)
