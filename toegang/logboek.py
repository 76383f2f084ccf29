"""Writing and naming the acts of the log."""

from __future__ import annotations

from django.db import models

from toegang.handelende import huidige
from toegang.models import Account, Logboek, Organisatie


class Daad(models.TextChoices):
    """The acts that this room puts on record; other rooms add their own slug and words."""

    LID_UITGENODIGD = "lid_uitgenodigd", "nodigde iemand uit"
    UITNODIGING_INGETROKKEN = "uitnodiging_ingetrokken", "trok een uitnodiging in"
    LID_GEWORDEN = "lid_geworden", "aanvaardde een uitnodiging"
    ROL_GEGEVEN = "rol_gegeven", "wijzigde een rol"
    LID_VERWIJDERD = "lid_verwijderd", "nam een lidmaatschap weg"
    ACM_ROLLEN = "acm_rollen", "kreeg rollen van ACM/IDM"
    ORGANISATIE_GEMAAKT = "organisatie_gemaakt", "maakte de organisatie aan"
    ORGANISATIE_GEWIJZIGD = "organisatie_gewijzigd", "wijzigde gegevens van de organisatie"
    SLEUTEL_GEMAAKT = "sleutel_gemaakt", "maakte een API-sleutel"
    SLEUTEL_INGETROKKEN = "sleutel_ingetrokken", "trok een API-sleutel in"
    SLEUTEL_TOEGELATEN = "sleutel_toegelaten", "liet een API-sleutel toe op een gemeente"
    TOELATING_INGETROKKEN = "toelating_ingetrokken", "trok een toelating voor een API-sleutel in"
    ACCOUNT_VERWIJDERD = "account_verwijderd", "verwijderde het eigen account"
    ACCOUNT_UITGESCHAKELD = "account_uitgeschakeld", "schakelde een account uit"
    TWEEDE_STAP_HERSTELD = "tweede_stap_hersteld", "stelde de tweede stap opnieuw open"
    ADRES_GEWIST = "adres_gewist", "wiste de gegevens van iemand zonder account"
    GEGEVENS_OPGEVRAAGD = "gegevens_opgevraagd", "vroeg de eigen gegevens op"


_woorden: dict[str, str] = dict(Daad.choices)


def meld_daden_aan(woorden: dict[str, str]) -> None:
    """Let another room (in `AppConfig.ready`) give the words for its own acts."""
    _woorden.update(woorden)


def woord_van(handeling: str) -> str:
    """Give the act as the log shows it."""
    return _woorden.get(handeling, handeling)


def noteer(
    handeling: str,
    *,
    organisatie: Organisatie | None,
    door: Account | None = None,
    betrokkene: Account | None = None,
    toelichting: str = "",
    object_: models.Model | None = None,
) -> Logboek:
    """Add one act. Who did it is who is acting now, unless `door` says otherwise.

    `toelichting` holds no names or addresses of persons: `betrokkene` points at them.
    """
    nu = huidige()
    rol = nu.wie.label if nu and nu.aangemeld else "systeem"
    return Logboek.objects.create(
        account=door or (nu.account if nu else None),
        organisatie=organisatie,
        rol=rol[:20],
        handeling=handeling,
        betrokkene=betrokkene,
        toelichting=toelichting[:300],
        object_soort=object_._meta.label if object_ else "",
        object_id=str(object_.pk) if object_ else "",
    )
