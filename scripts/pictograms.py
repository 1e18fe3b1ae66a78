"""Write static/base/pictograms.svg from the drawings themselves: python -m scripts.pictograms."""

from pathlib import Path

from banyan.base.pictograms import sprite

FILE = Path(__file__).resolve().parent.parent / "banyan" / "base" / "static" / "base" / "pictograms.svg"

if __name__ == "__main__":
    FILE.write_text(sprite())
