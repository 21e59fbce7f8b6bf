"""Which organisation's review path is drawn, and for which kind of text."""

from typing import Any

from django import forms

from gongkai.items.models import Kind
from gongkai.orgs.models import Organisation, OrganisationQuerySet


class PathForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", to_field_name="key", empty_label=None
    )
    kind = forms.ChoiceField(label="种类", choices=[(each.value, each.label) for each in Kind])

    def __init__(self, *args: Any, among: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = among
