"""The gallery: every component on one page, with sample inputs, at either door. For whoever builds or checks a page."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from banyan.base.gallery_samples import SAMPLES, SampleForm
from banyan.base.pictograms import PICTOGRAMS

COMPONENTS = Path(__file__).parent / "templates" / "components"
COMMENT = re.compile(r"\A\{% comment %\}\s*(.*?)\s*\{% endcomment %\}", re.DOTALL)


def about(name: str) -> str:
    """The comment that opens a component: what it is and its inputs. Raises AttributeError when it has none."""
    found = COMMENT.match((COMPONENTS / f"{name}.html").read_text(encoding="utf-8"))
    if found is None:
        raise AttributeError(f"components/{name}.html must open with a comment that lists its inputs.")
    return found.group(1)


def show_gallery(request: HttpRequest, door: str = "public") -> HttpResponse:
    """Show every component, in the look of the public door or of the desk."""
    form = SampleForm({"help_wanted": ["money"], "day_year": "2025", "day_month": "13"})
    samples = [
        {"name": one.name, "about": about(one.name), "note": one.about, "html": one.render(request)} for one in SAMPLES
    ]
    return render(
        request,
        "base/gallery.html",
        {
            "layout": f"base/{door}.html",
            "samples": samples,
            "form": form,
            "pictograms": list(PICTOGRAMS),
            "demonstration": True,
            "leave_sample": door == "desk",
        },
    )
