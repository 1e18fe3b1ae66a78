"""What the first version wrote must open for decades: these bytes are never made anew, only added to."""

import base64
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from banyan.vault.receipts import derive, handle_hash
from banyan.vault.recovery import recovery_key_pair
from tests.vault.kinds import CONTENT, HERE, KEY, KINDS, Kind

FIRST: dict[str, Any] = json.loads((Path(__file__).parent / "first_format.json").read_text())
PEPPER = b"a pepper of a demonstration, long enough"


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_everything_sealed_still_opens(kind: Kind) -> None:
    assert kind.open(base64.b64decode(FIRST["sealed"][kind.name]), KEY, HERE) == CONTENT


@pytest.mark.parametrize("known", FIRST["receipts"], ids=lambda known: len(known["code"]))
def test_every_receipt_still_finds_its_report(known: dict[str, str]) -> None:
    keys = derive(known["code"], PEPPER)
    assert keys.handle.hex() == known["handle"]
    assert keys.wrap_key.hex() == known["wrap_key"]
    assert handle_hash(keys.handle).hex() == known["lookup"]


def test_every_printed_code_still_recovers() -> None:
    known = FIRST["recovery"]
    assert recovery_key_pair(known["code"], UUID(known["organisation"])).public.hex() == known["public"]
