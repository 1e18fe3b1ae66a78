"""Write docs/permissions.md from the permissions themselves: python -m scripts.permissions."""

from pathlib import Path

from banyan.people.rules.permissions import permission_page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"

if __name__ == "__main__":
    PAGE.write_text(permission_page())
