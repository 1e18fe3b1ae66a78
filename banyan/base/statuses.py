"""Which status a page with a form answers with."""

from django.forms import BaseForm


def status_of(form: BaseForm) -> int:
    """422 for a form with what was typed: a page shows it again only when it couldn't be done like that."""
    return 422 if form.is_bound else 200
