"""The look and its parts: every component shown and documented, every pair of colours legible, every page light."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from banyan.base import gallery
from banyan.base.gallery_samples import SAMPLES, SampleForm
from banyan.base.pictograms import PICTOGRAMS
from banyan.base.templatetags.components import grouped
from banyan.base.widgets import DatePieces, MonthField
from banyan.harms.rules import kinds
from tests.base.gallery_urls import components_alone

pytestmark = pytest.mark.usefixtures("_components_alone")


@pytest.fixture
def _components_alone() -> Iterator[None]:
    with components_alone():
        yield


def page(door: str = "public") -> str:
    request = RequestFactory().get("/gallery/")
    return gallery.show_gallery(request, door).content.decode()


class Reader(HTMLParser):
    """Collects a page's elements, as a browser would meet them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _tag, attrs in self.elements if "id" in attrs]


# --- The gallery ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(gallery.COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_opens_with_its_inputs_and_stands_in_the_gallery(path: Path) -> None:
    assert len(gallery.about(path.stem)) > 20
    assert path.stem in {sample.name for sample in SAMPLES}
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120


def shown_nowhere(package: Path = Path(gallery.__file__).parents[1]) -> set[str]:
    """Components that only the gallery shows. The tags that include one by a name of their own say that name."""
    files = [*package.rglob("*.html"), *package.rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in files if not path.stem.startswith("gallery")]
    included = {name for text in texts for name in re.findall(r"components/(\w+)\.html", text)}
    tags = (package / "base" / "templatetags" / "components.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"(\w+)"', tags))
    return {path.stem for path in (package / "base" / "templates" / "components").glob("*.html")} - included - named


def test_every_component_stands_on_a_page() -> None:
    assert shown_nowhere() == set()


def test_a_planted_component_that_no_page_shows_is_found(tmp_path: Path) -> None:
    for path, text in [
        ("base/templatetags/components.py", 'name = "named"\n'),
        ("base/templates/components/named.html", ""),
        ("base/templates/components/shown.html", ""),
        ("base/templates/components/planted.html", ""),
        ("people/page.html", '{% include "components/shown.html" %}'),
    ]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert shown_nowhere(tmp_path) == {"planted"}


def test_a_component_without_a_comment_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bare.html").write_text("<p></p>")
    monkeypatch.setattr(gallery, "COMPONENTS", tmp_path)
    with pytest.raises(AttributeError, match=r"bare\.html must open"):
        gallery.about("bare")


@pytest.mark.parametrize("door", ["public", "desk"])
@pytest.mark.parametrize("language", ["en", "zh-hant", "ar"])
def test_the_gallery_renders_at_both_doors(door: str, language: str) -> None:
    with translation.override(language):
        html = page(door)
    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html.split("<head>")[0]) == (language == "ar")
    for sample in SAMPLES:
        assert f"<h2>{sample.name}</h2>" in html


@pytest.mark.parametrize("door", ["public", "desk"])
def test_the_gallery_is_well_formed(door: str) -> None:
    """Ids are unique, labels and descriptions lead somewhere, and pictures are hidden or named."""
    reader = Reader(page(door))
    ids = reader.ids()
    assert sorted(ids) == sorted(set(ids))
    for tag, attrs in reader.elements:
        for name in ("for", "aria-describedby", "aria-labelledby", "form"):
            for target in (attrs.get(name) or "").split():
                assert target in ids, (tag, name, target)
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or attrs.get("role") == "img"


def test_every_picture_that_the_vocabulary_names_is_drawn() -> None:
    folder = Path(str(kinds.__file__)).parent
    named = {
        name for path in folder.glob("*.py") for name in re.findall(r'picture="([\w-]+)"', path.read_text("utf-8"))
    }
    assert len(named) > 30
    assert named <= set(PICTOGRAMS)


def test_an_unknown_picture_fails_and_no_picture_draws_nothing() -> None:
    with pytest.raises(KeyError):
        Template('{% pictogram "unicorn" %}').render(Context())
    assert Template('{% pictogram "" %}').render(Context()) == ""


# --- Leaving ----------------------------------------------------------------------------------------------------------


def test_leaving_is_the_first_thing_on_a_public_page() -> None:
    body = page().split("<body>")[1]
    first = re.search(r"<(a|button|input|select|textarea|summary)\b[^>]*>", body)
    assert first is not None
    assert 'id="leave" href="/leave/"' in first.group()
    assert "<title>Help and information</title>" in page()


def test_the_desk_has_no_leave_bar_but_a_way_past_its_header() -> None:
    html = page("desk").split('<main id="main"')[0]
    assert 'href="#main"' in html
    assert 'id="leave"' not in html


@pytest.mark.parametrize("code", [400, 403, 404, 413, 500, "csrf"])
def test_error_pages_need_no_request_and_offer_a_way_on(code: object) -> None:
    html = Template('{% include "base/error.html" %}').render(Context({"code": code}))
    assert html.count("<h1>") == 1
    assert 'href="/leave/"' in html


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans", "es", "vi", "fil", "ar"])
def test_help_is_a_touch_away_where_nothing_else_can_be_shown(language: str) -> None:
    with translation.override(language):
        html = Template('{% include "base/error.html" %}').render(Context({"code": 500}))
    for number in ("911", "988"):
        assert f'href="tel:{number}"' in html
        assert f'href="sms:{number}"' in html


def test_changing_language_in_a_form_keeps_what_was_typed_and_enter_still_goes_on() -> None:
    """The first button that belongs to the form decides what Enter does, so it must be the one that goes on."""
    html = Template('{% include "base/step.html" %}').render(
        Context({"form": SampleForm(), "back": True, "page": 2, "pages": 8})
    )
    buttons = [attrs for tag, attrs in Reader(html).elements if tag == "button" and attrs.get("form") == "step"]
    assert (buttons[0]["name"], buttons[0]["value"]) == ("go", "next")
    assert ("language", "choose") in {(attrs["name"], attrs["value"]) for attrs in buttons}
    assert ("go", "back") in {(attrs["name"], attrs["value"]) for attrs in buttons}
    assert 'enctype="multipart/form-data"' in html
    assert html.count("<h1>") == 1


# --- Forms ------------------------------------------------------------------------------------------------------------


def render_field(form: forms.Form, name: str, options: str = "") -> str:
    return Template("{% field one " + options + " %}").render(Context({"one": form[name]}))


def test_a_field_ties_hint_and_error_to_its_control() -> None:
    html = render_field(SampleForm({}), "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_free_text_takes_the_direction_of_what_is_typed() -> None:
    form = SampleForm()
    assert 'dir="auto"' in render_field(form, "name")
    assert 'dir="auto"' in render_field(form, "story")
    assert 'dir="auto"' not in render_field(form, "place")
    assert 'dir="auto"' not in render_field(form, "day")


def test_choices_carry_hints_pictures_and_what_was_chosen() -> None:
    html = render_field(SampleForm({"help_wanted": ["money"]}), "help_wanted")
    assert "<small>Food, rent, a lock, a doctor</small>" in html
    assert html.count('class="pic"') == 3
    assert re.search(r'value="money"[^>]* checked', html)
    assert not re.search(r'value="talk"[^>]* checked', html)


def test_grouped_choices_keep_their_headings() -> None:
    class Grouped(forms.Form):
        kind = forms.MultipleChoiceField(
            choices=[("Said", [("a", "Called names")]), ("Done", [("b", "Pushed"), ("c", "Robbed")])],
            widget=forms.CheckboxSelectMultiple,
        )

    html = render_field(Grouped(), "kind")
    assert [html.index(word) for word in ("Said", "Called names", "Done", "Pushed", "Robbed")] == sorted(
        html.index(word) for word in ("Said", "Called names", "Done", "Pushed", "Robbed")
    )
    assert html.count('class="group"') == 2


def test_the_label_may_be_the_heading_of_the_page() -> None:
    assert "<legend><h1>Do you think" in render_field(SampleForm(), "bias", "heading=True")
    assert '<h1><label for="id_name">' in render_field(SampleForm(), "name", "heading=True")


def test_a_single_tick_keeps_its_state_and_says_what_is_wrong() -> None:
    assert " checked" in render_field(SampleForm({"agree": "on"}), "agree")
    wrong = render_field(SampleForm({}), "agree")
    assert 'aria-describedby="id_agree_error"' in wrong
    assert 'id="id_agree_error"' in wrong


def test_hidden_fields_stay_bare() -> None:
    class Hidden(forms.Form):
        step = forms.CharField(widget=forms.HiddenInput)

    assert render_field(Hidden(initial={"step": "3"}), "step").startswith('<input type="hidden"')


def test_the_summary_leads_to_the_first_control_of_each_field() -> None:
    form = SampleForm({"day_year": "2025", "day_month": "13", "day_day": "1"})
    html = Template("{% errors form %}{% for one in form %}{% field one %}{% endfor %}").render(Context({"form": form}))
    ids = Reader(html).ids()
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(form.errors)
    assert set(targets) <= set(ids)
    assert "id_help_wanted_0" in targets
    assert "id_day_1" in targets  # The month, which English asks first.


def test_the_summary_shows_what_belongs_to_no_field_and_nothing_when_all_is_well() -> None:
    class Whole(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("Please choose a place or a day.")

    html = Template("{% errors form %}").render(Context({"form": Whole({})}))
    assert "<li>Please choose a place or a day.</li>" in html
    assert Template("{% errors form %}").render(Context({"form": SampleForm()})).strip() == ""


def test_django_renders_whole_forms_with_our_components() -> None:
    html = str(SampleForm({}))
    assert html.count('class="tick"') == 8
    assert 'class="pieces"' in html
    assert "helptext" in html


# --- Dates in pieces --------------------------------------------------------------------------------------------------


class Dated(forms.Form):
    day = forms.DateField(widget=DatePieces, required=False)
    month = MonthField(required=False)


def test_pieces_join_to_a_day_and_a_month() -> None:
    form = Dated({"day_year": "2025", "day_month": "3", "day_day": " 9 ", "month_year": "2024", "month_month": "11"})
    assert form.is_valid()
    assert form.cleaned_data["day"].isoformat() == "2025-03-09"
    assert form.cleaned_data["month"] == "2024-11"


def test_nothing_typed_is_nothing() -> None:
    form = Dated({})
    assert form.is_valid()
    assert form.cleaned_data == {"day": None, "month": ""}


@pytest.mark.parametrize(
    "typed", [{"day_year": "2025"}, {"day_day": "31", "day_month": "2", "day_year": "2025"}, {"month_month": "03"}]
)
def test_half_a_date_is_asked_again_and_kept_as_typed(typed: dict[str, str]) -> None:
    form = Dated(typed)
    assert not form.is_valid()
    html = "".join(render_field(form, name) for name in ("day", "month"))
    for value in typed.values():
        assert f'value="{value}"' in html or f'value="{value.zfill(2)}"' in html
    assert 'value="00"' not in html


@pytest.mark.parametrize(
    ("language", "order"),
    [("en", ["month", "day", "year"]), ("es", ["day", "month", "year"]), ("zh-hant", ["year", "month", "day"])],
)
def test_pieces_stand_in_the_order_of_the_language(language: str, order: list[str]) -> None:
    with translation.override(language):
        html = render_field(Dated(initial={"day": "2025-03-27"}), "day")
    assert re.findall(r'name="day_(\w+)"', html) == order
    assert 'value="27"' in html


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("ABCDEFGH", ["ABCD", "EFGH"]),
        ("ABCDEFGHJ", ["ABCD", "EFGHJ"]),
        ("ABC-DEF", ["ABC", "DEF"]),
        ("A", ["A"]),
        ("", []),
    ],
)
def test_codes_are_cut_so_that_they_can_be_read_aloud(code: str, parts: list[str]) -> None:
    assert grouped(code) == parts


# --- Addresses and tags ----------------------------------------------------------------------------------------------


def test_an_address_keeps_the_rest_of_its_query() -> None:
    request = RequestFactory().get("/list/?page=3&sort=name")
    tag = Template('{% with_query sort="age" page=None %}')
    assert tag.render(Context({"request": request})) == "?sort=age"


def test_block_tags_wrap_and_escape() -> None:
    html = Template('{% note kind="care" title=t %}<p>{{ words }}</p>{% endnote %}').render(
        Context({"t": "<b>", "words": "<script>"})
    )
    assert html.strip() == '<div class="note care"><strong>&lt;b&gt;</strong><p>&lt;script&gt;</p></div>'
    assert "<h3>One</h3>" in Template('{% card title="One" level=3 %}x{% endcard %}').render(Context())
    assert "Why we ask" in Template("{% why %}Because.{% endwhy %}").render(Context())


def test_a_step_is_light_on_the_wire() -> None:
    html = Template('{% include "base/step.html" %}').render(
        Context({"form": SampleForm(), "back": True, "page": 2, "pages": 8})
    )
    assert len(gzip.compress(html.encode(), 6)) <= 4000


@pytest.mark.parametrize(
    ("language", "words"), [("en", "English and 廣東話"), ("zh-hant", "English和廣東話"), ("es", "English y 廣東話")]
)
def test_languages_are_listed_as_the_page_writes_lists_and_each_says_what_it_is(language: str, words: str) -> None:
    with translation.override(language):
        html = Template("{{ names|listed }}").render(Context({"names": [("en", "English"), ("yue", "廣東話")]}))

    assert re.sub(r"<[^>]+>", "", html) == words
    assert '<span lang="yue">廣東話</span>' in html


def test_a_languages_own_name_is_escaped_in_a_list() -> None:
    assert "<b>" not in Template("{{ names|listed }}").render(Context({"names": [("en", "<b>")]}))
