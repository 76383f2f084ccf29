"""Model fields that keep the same promise on SQLite and on PostgreSQL."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from shapely.geometry.base import BaseGeometry

DUIZENDSTE = Decimal("0.001")


def naar_duizendsten(waarde: Decimal | int | str) -> int:
    """Give `waarde` as a whole number of thousandths; refuse what that would round.

    Raises ValueError for NaN, infinity and for more than three decimals, because an amount is
    rounded once, at the edge, and never while it is stored.
    """
    exact = Decimal(waarde)
    if not exact.is_finite():
        raise ValueError(f"Geen eindig getal: {waarde}")
    duizendsten = exact.scaleb(3)
    if duizendsten != duizendsten.to_integral_value():
        raise ValueError(f"Meer dan drie decimalen: {waarde}")
    return int(duizendsten)


class HoeveelheidField(models.BigIntegerField):
    """An exact amount: integer thousandths in the database, `Decimal` in Python.

    SQLite adds decimals up as floats (69.999,99 was once shown as 69.999); integers add up exactly
    on both databases, so `Sum` over this field is exact too.
    """

    description = "Exacte hoeveelheid in duizendsten"
    # What django-stubs reads to know the type of an attribute.
    _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal | int | str  # type: ignore[assignment]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-3)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            return Decimal(str(value))
        except InvalidOperation as fout:
            raise ValidationError(f"“{value}” is geen getal.", code="invalid") from fout

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else naar_duizendsten(value)

    @property
    def validators(self) -> list[Any]:
        # The bounds of BigIntegerField count thousandths; ours count units.
        from django.core.validators import MaxValueValidator, MinValueValidator

        grens = Decimal(2**63 - 1).scaleb(-3)
        return [
            *self.default_validators,
            MinValueValidator(-grens),
            MaxValueValidator(grens),
        ]

    def formfield(self, **kwargs: Any) -> Any:
        from django.forms import DecimalField

        return models.Field.formfield(self, form_class=DecimalField, decimal_places=3, **kwargs)


class GeometrieField(models.BinaryField):
    """A WGS84 geometry (lon/lat), stored as WKB; shapely objects go in and come out."""

    description = "Geometrie in WGS84"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> BaseGeometry | None:
        return None if value is None else shapely.from_wkb(bytes(value))

    def to_python(self, value: Any) -> BaseGeometry | None:
        if value is None or isinstance(value, BaseGeometry):
            return value
        return shapely.from_wkb(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, BaseGeometry):
            value = shapely.to_wkb(value, output_dimension=2)
        return super().get_db_prep_value(value, connection, prepared)
