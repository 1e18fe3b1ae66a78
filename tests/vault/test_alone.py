"""The vault stands alone, so that it can be read, checked and kept by somebody who knows nothing else of Banyan."""

import json
import pkgutil
import subprocess
import sys

import banyan.vault

MODULES = [f"banyan.vault.{module.name}" for module in pkgutil.iter_modules(banyan.vault.__path__)]


def test_it_needs_neither_an_area_nor_django() -> None:
    script = f"import json, sys, {', '.join(MODULES)}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    assert set(MODULES) <= set(loaded)
    ours = {name for name in loaded if name.split(".")[0] == "banyan"}
    assert ours == {"banyan", "banyan.vault", *MODULES}
    assert not {"django", "allauth", "argon2"} & set(loaded)


def test_it_says_what_it_cannot_protect() -> None:
    said = banyan.vault.__doc__ or ""
    assert all(word in said for word in ("operator", "Doesn't protect", "erase memory", "phone or computer"))
