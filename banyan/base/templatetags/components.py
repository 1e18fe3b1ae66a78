"""The tags that templates build pages with. Every page gets them without asking (see TEMPLATES in the settings)."""

from collections.abc import Iterable, Sequence
from typing import Any

from babel.lists import format_list
from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override, to_locale

from banyan.base.briefly import Memory
from banyan.base.languages import direction_of, get_locale
from banyan.base.pictograms import PICTOGRAMS

register = template.Library()


@register.simple_tag
def pictogram(name: str, css: str = "") -> SafeString:
    """Draw the pictogram of this name, hidden from screen readers; draws nothing for an empty name.

    All of them stand in one file that a phone fetches once, rather than in every page.
    """
    if not name:
        return mark_safe("")
    if name not in PICTOGRAMS:
        raise KeyError(name)
    return format_html(
        '<svg class="pic{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        static("base/pictograms.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def language_choices(context: Context) -> list[dict[str, Any]]:
    """Every language that pages are written in: code, tag, autonym, direction, whether it is read now, and the way.

    The way leads to this page in that language, or to `language_path` where a page stands for another.
    """
    current = (get_language() or settings.LANGUAGE_CODE).casefold()
    request = context.get("request")
    path = context.get("language_path") or (request.path if request else "")
    rest = path.removeprefix(f"/{current}/") if path.startswith(f"/{current}/") else None
    locales = [get_locale(code) for code, _name in settings.LANGUAGES]
    return [
        {
            "code": one.code,
            "tag": one.tag,
            "autonym": one.autonym,
            "dir": one.direction,
            "current": one.code == current,
            "href": f"?language={one.code}" if rest is None else f"/{one.code}/{rest}",
        }
        for one in locales
    ]


@register.filter
def grouped(code: str, size: int = 4) -> list[str]:
    """Cut a code into groups that can be read aloud; a code that already holds spaces or dashes is cut there."""
    parts = code.replace("-", " ").split()
    if len(parts) > 1:
        return parts
    cut = [code[start : start + size] for start in range(0, len(code), size)]
    if len(cut) > 1 and len(cut[-1]) == 1:  # One symbol alone looks as if something were missing.
        cut[-2:] = [cut[-2] + cut[-1]]
    return cut


@register.filter
def listed(languages: Iterable[tuple[str, str]]) -> SafeString:
    """Tags and own names of languages as one list, written as the page's language writes lists."""
    spans = [format_html('<span lang="{}">{}</span>', tag, name) for tag, name in languages]
    return mark_safe(format_list(spans, locale=to_locale(get_language() or "en")))  # noqa: S308 - made of spans


@register.simple_tag
def written_in(tag: str) -> SafeString:
    """The attributes of words that stand as somebody wrote them: a screen reader and a font must know the language."""
    return format_html('lang="{}" dir="{}"', tag, direction_of(tag))


@register.inclusion_tag("components/progress.html")
def progress(page: int, pages: int) -> dict[str, Any]:
    """Show "Page 3 of 8" in words and bars."""
    return {"page": page, "pages": pages, "bars": [number <= page for number in range(1, pages + 1)]}


# --- Blocks: components that wrap what stands between their tags ------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, css: str = "") -> SafeString:
    """Put what stands between the tags on a card."""
    return render_to_string("components/card.html", {"title": title, "level": level, "css": css, "body": content})


@register.simple_block_tag
def note(content: str, title: str = "", kind: str = "") -> SafeString:
    """Put what stands between the tags in a note; `kind` may be care, danger or done."""
    return render_to_string("components/note.html", {"title": title, "kind": kind, "body": content})


@register.simple_block_tag
def why(content: str, title: str = "") -> SafeString:
    """Fold what stands between the tags behind "Why we ask", or behind another title."""
    return render_to_string("components/why.html", {"title": title, "body": content})


class AlsoEnglish(template.Node):
    """What stands between its tags in the page's language, and below it in English."""

    def __init__(self, content: template.NodeList) -> None:
        self.content = content

    def render(self, context: Context) -> SafeString:
        own = self.content.render(context)
        with override("en"):
            english = self.content.render(context)
        return format_html('{}<span class="english" lang="en" dir="ltr">{}</span>', own, english)


@register.tag
def also_english(parser: Parser, _token: Token) -> AlsoEnglish:
    """Say it twice, where a draft must not stand alone: {% also_english %}{% translate "…" %}{% endalso_english %}."""
    content = parser.parse(("endalso_english",))
    parser.delete_first_token()
    return AlsoEnglish(content)


class Alike(template.Node):
    """Draws what stands between its tags once, and again only in another language or for other values.

    It is drawn from these values alone. Anything else that one page has and another hasn't would be kept with it.
    """

    def __init__(self, content: template.NodeList, values: Sequence[FilterExpression]) -> None:
        self.content, self.values = content, values
        self.names = {value.token.partition(".")[0] for value in values}

    def render(self, context: Context) -> SafeString:
        key = (id(self), get_language(), *(value.resolve(context, ignore_failures=True) for value in self.values))
        return mark_safe(_parts.get(key, lambda: self._draw(context)))  # noqa: S308 - a template drew it

    def _draw(self, context: Context) -> str:
        return self.content.render(context.new({name: context.get(name) for name in self.names}))


_parts = Memory()


@register.tag
def alike(parser: Parser, token: Token) -> Alike:
    """Mark a part of a page that is the same for everybody, except for these values: {% alike request.path %}."""
    _name, *values = token.split_contents()
    content = parser.parse(("endalike",))
    parser.delete_first_token()
    return Alike(content, [parser.compile_filter(value) for value in values])


# --- Forms ------------------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, hint: str = "", *, heading: bool = False) -> SafeString:
    """Render one field of a Django form with our components: its label, hint, errors and control, tied together.

    With `heading`, its label is the page's h1: for a page that asks one thing.
    """
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    inputs: dict[str, Any] = {
        "id": bound.auto_id,
        "label": bound.label,
        "hint": hint or bound.help_text,
        "errors": list(bound.errors),
        "heading": heading,
    }
    inputs["describedby"] = _describedby(inputs)
    if isinstance(widget, forms.CheckboxInput):
        return render_to_string("base/forms/single.html", {**inputs, "option": _single(bound, inputs)})
    if isinstance(widget, forms.RadioSelect):
        return render_to_string(
            "components/group.html", {**inputs, "groups": _groups(bound), "folded": getattr(widget, "folded", False)}
        )
    inputs["control"] = bound.as_widget(attrs=_attributes(bound, inputs))
    name = "fieldset" if widget.use_fieldset else "field"
    return render_to_string(f"components/{name}.html", inputs)


@register.inclusion_tag("components/errors.html")
def errors(*wrong_forms: forms.BaseForm) -> dict[str, Any]:
    """List what is to be mended in these forms, each sentence leading to its field."""
    return {"problems": [problem for form in wrong_forms for problem in _problems(form)]}


def _problems(form: forms.BaseForm) -> Iterable[dict[str, str]]:
    for sentence in form.non_field_errors():
        yield {"text": str(sentence), "href": ""}
    for bound in form:
        for sentence in bound.errors:
            yield {"label": str(bound.label), "text": str(sentence), "href": f"#{_first_control(bound)}"}


def _first_control(bound: BoundField) -> str:
    """The id of what should get the focus: a group of choices or pieces has none of its own."""
    if isinstance(bound.field.widget, forms.RadioSelect):
        return f"{bound.auto_id}_0"
    if isinstance(bound.field.widget, forms.MultiWidget):
        context = bound.field.widget.get_context(bound.html_name, None, {"id": bound.auto_id})
        return str(context["widget"]["subwidgets"][0]["attrs"]["id"])
    return bound.id_for_label or bound.auto_id


def _describedby(inputs: dict[str, Any]) -> str:
    names = [suffix for suffix, key in (("helptext", "hint"), ("error", "errors")) if inputs[key]]
    return " ".join(f"{inputs['id']}_{name}" for name in names)


def _attributes(bound: BoundField, inputs: dict[str, Any]) -> dict[str, Any]:
    """What every control says of itself. Free text takes the direction of what is typed, not of the page."""
    widget = bound.field.widget
    attributes: dict[str, Any] = {}
    if inputs["describedby"] and not widget.use_fieldset:
        attributes["aria-describedby"] = inputs["describedby"]
    is_free_text = isinstance(widget, forms.Textarea) or getattr(widget, "input_type", "") in {"text", "search"}
    if is_free_text and not widget.use_fieldset and "inputmode" not in widget.attrs:
        attributes["dir"] = "auto"
    return attributes


def _single(bound: BoundField, inputs: dict[str, Any]) -> dict[str, Any]:
    attributes: dict[str, Any] = {"id": bound.auto_id}
    if inputs["errors"]:
        attributes |= {"aria-invalid": "true", "aria-describedby": inputs["describedby"]}
    context = bound.field.widget.get_context(bound.html_name, bound.value(), attributes)["widget"]
    checked = bool(context["attrs"].get("checked"))
    return {**context, "type": "checkbox", "value": context["value"] or "on", "selected": checked}


def _groups(bound: BoundField) -> Sequence[dict[str, Any]]:
    """The options with their headings, as components/group.html takes them."""
    widget = bound.field.widget
    context = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id, **widget.attrs})
    optgroups = context["widget"]["optgroups"]
    groups: list[dict[str, Any]] = []
    for heading, options, _index in optgroups:
        # Django puts each option without a heading in a group of its own.
        if groups and not heading and not groups[-1]["heading"]:
            groups[-1]["options"] += options
        else:
            groups.append({"heading": heading or "", "options": list(options)})
    for group in groups:
        group["is_chosen"] = any(option["selected"] for option in group["options"])
    return groups


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """The address of this page with these parts of its query changed; None or an empty text removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
