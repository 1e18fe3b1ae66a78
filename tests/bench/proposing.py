"""Proposing a picture: the check of everybody, then of one community beside it once everybody is published."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.server import environment

MEASURE = """
import json, time
import django
django.setup()
from datetime import timedelta
from banyan.base.audit import Operator
from banyan.base.clock import now
from banyan.observatory.actions.publications import approve_publication, propose_publication, record_check
from banyan.observatory.queries.drawing import draw_for_public
from banyan.observatory.queries.pictures import draw_picture
from banyan.observatory.rules.picture import Question
from banyan.observatory.rules.publications import Progress
from banyan.people.models import Member
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import get_viewer
from django.conf import settings
from django.utils.translation import override

nour, sol = (get_viewer(member=Member.objects.get(username=name), on=day_here(now())) for name in ("nour", "sol"))
operator, today, took, checked = Operator("bench"), now().date(), {}, {}

def ask(community):
    year = today.year
    return Question(place="San Francisco", community=community, since=year - 7, until=year - 1)

def propose(community):
    made = propose_publication(by=nour, question=ask(community), progress=Progress("bench"), now=now())
    start = time.perf_counter()
    found = draw_for_public(
        viewer=operator, question=ask(community), today=today,
        heard=lambda done, of: checked.update({community: of}),
    )
    took[community] = time.perf_counter() - start
    record_check(by=operator, pk=made.pk, found=found, now=now())
    return made

made = propose("all")
approve_publication(by=sol, pk=made.pk, now=now())
propose("asian")
start = time.perf_counter()
for code, _name in settings.LANGUAGES:
    with override(code):
        draw_picture(
            viewer=operator, question=ask("all"), data=settings.BANYAN_DATA, engine=settings.BANYAN_ENGINE, today=today
        )
took["drawn"] = time.perf_counter() - start
print(json.dumps({"took": took, "checked": checked, "years": f"{ask('all').since} to {ask('all').until}"}))
"""


def measure_proposing() -> list[tuple[str, str, str]]:
    """Over the demonstration, which every machine can make; beside it, the same picture drawn without the check."""
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as directory:
        asked = {**environment(Path(directory)), "DJANGO_SETTINGS_MODULE": "banyan.config.settings"}
        subprocess.run(
            [sys.executable, "-m", "banyan.cli", "demo", "up"], env=asked, check=True, stdout=subprocess.DEVNULL
        )
        os.sync()
        done = subprocess.run([sys.executable, "-c", MEASURE], env=asked, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    took, checked = found["took"], found["checked"]
    return [
        (
            f"proposing everybody, {found['years']}",
            f"{took['all']:.1f} s",
            f"under 60 s; {checked['all']} numbers checked",
        ),
        (
            "proposing one community beside it",
            f"{took['asian']:.1f} s",
            f"under 60 s; {checked['asian']} numbers checked",
        ),
        ("baseline: drawing everybody unchecked", f"{took['drawn']:.1f} s", "the same picture in every language"),
    ]
