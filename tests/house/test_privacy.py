"""Every field carries a privacy label, and what is sealed is ciphertext by type."""

from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import models

from banyan.base.privacy import SEALED, Label

# Django's hash of a password is text of its own format; it is sealed in the sense that it leads back to nothing.
HASHES = {("people.member", "password")}


def own_models() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("banyan.")]


def unlabelled(model: Any) -> list[str]:
    """Fields without a label, labels without a field, and labels that are none."""
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    labels = getattr(model, "Privacy", {})
    wrong = [name for name, label in labels.items() if not isinstance(label, Label)]
    return sorted(fields ^ set(labels)) + wrong


def wrongly_sealed(model: Any) -> list[str]:
    """Sealed fields that could hold readable text."""
    sealed = [name for name, label in model.Privacy.items() if label is SEALED]
    return [
        name
        for name in sealed
        if not isinstance(model._meta.get_field(name), models.BinaryField)
        and (model._meta.label_lower, name) not in HASHES
    ]


def test_every_field_of_ours_is_labelled() -> None:
    assert {model._meta.label: found for model in own_models() if (found := unlabelled(model))} == {}


def test_what_is_sealed_is_binary() -> None:
    assert {model._meta.label: found for model in own_models() if (found := wrongly_sealed(model))} == {}


def test_a_planted_field_without_a_label_is_found() -> None:
    planted = SimpleNamespace(
        _meta=SimpleNamespace(get_fields=lambda: [SimpleNamespace(name="narrative", concrete=True)]), Privacy={}
    )
    assert unlabelled(planted) == ["narrative"]


def test_a_planted_sealed_text_field_is_found() -> None:
    planted = SimpleNamespace(
        _meta=SimpleNamespace(get_field=lambda _name: models.TextField(), label_lower="planted.model"),
        Privacy={"narrative": SEALED},
    )
    assert wrongly_sealed(planted) == ["narrative"]
