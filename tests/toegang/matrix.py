"""Who gets in where: one row per address. Add a row here for every new address.

    Rij("room:naam", {"slug": "gemeente-44021"}, GET="lezer+ vlaams", POST="beheerder+ vlaams")

The arguments point at something of Gent (or at nothing in particular). A method lists who is let in:

* `iedereen`; `aangemeld`: everybody but the visitor;
* `bezoeker`, `burger`, `provincie`, `ondersteuner`, `leverancier`, `vlaams`: one of the cast;
* `lezer`, `invoerder`, `publicator`, `beheerder`: of Gent, precisely; with `+`: and whoever is higher;
* `ander:lezer+`: the same of Aalst, for whom Gent is another's.

Who is not listed gets 404 (on what is `openbaar` 403: everybody may know it exists), a visitor may be sent to the door instead; a method that is not listed is
for nobody (405 or 404). "Let in" means: an answer of the view itself, also when it refuses the empty form.
A value that begins with @ is made by the test (see `wereld` in test_matrix.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

GENT = {"slug": "gemeente-44021"}
ABB = {"slug": "abb"}
ALLEN = "iedereen"
EIGEN_LEZER = "lezer+ vlaams"
EIGEN_BEHEERDER = "beheerder+ vlaams"
RL = {"slug": "regionaal-landschap-meetjesland"}
RL_AANBOD = {**RL, "aanbod": "@aanbod"}
RL_EN_VLAAMS = "ondersteuner vlaams"
KANSEN = "lezer+ ander:lezer+ provincie ondersteuner vlaams"
BEHEERDERS = "beheerder ander:beheerder"
PUBLICATOREN = "publicator+ ander:publicator+"
INDIENERS = "burger invoerder+ ander:invoerder+ provincie ondersteuner leverancier"
OPLADERS = "invoerder+ ander:invoerder+ ondersteuner"
GENT_BOMEN = {"nis": "44021", "slug": "bomen"}
GENT_BOMEN_TELLER = {**GENT_BOMEN, "indicator": "@indicator"}


@dataclass(frozen=True)
class Rij:
    naam: str
    args: dict[str, Any] = field(default_factory=dict)
    GET: str = ""
    POST: str = ""
    PUT: str = ""
    PATCH: str = ""
    DELETE: str = ""
    openbaar: bool = False


MATRIX: tuple[Rij, ...] = (
    # --- public pages ---------------------------------------------------------------------------
    Rij("rapportering:start", GET=ALLEN),
    Rij("rapportering:vlaanderen", GET=ALLEN),
    Rij("rapportering:gemeenten", GET=ALLEN),
    Rij("rapportering:zoekvoorstellen", GET=ALLEN),
    Rij("rapportering:gemeente", {"nis": "44021"}, GET=ALLEN),
    Rij("rapportering:doelstellingen", GET=ALLEN),
    Rij("rapportering:doelstelling", {"slug": "@doelstelling"}, GET=ALLEN),
    Rij("rapportering:toegankelijkheid", GET=ALLEN),
    Rij("rapportering:privacy", GET=ALLEN),
    Rij("rapportering:gegevens", GET=ALLEN),
    Rij("rapportering:robots", GET=ALLEN),
    Rij("rapportering:traject", GENT_BOMEN, GET=ALLEN),
    Rij("rapportering:cijfer", GENT_BOMEN, GET=ALLEN),
    Rij("rapportering:gewest-verloop", {"slug": "bomen"}, GET=ALLEN),
    Rij("rapportering:gewest-cijfer", {"slug": "bomen"}, GET=ALLEN),
    Rij("rapportering:provincie-cijfer", {"provincie": "limburg", "slug": "bomen"}, GET=ALLEN),
    Rij("rapportering:kaart-gegevens", {"slug": "bomen"}, GET=ALLEN),
    Rij("rapportering:beeld", {"nis": "44021"}, GET=ALLEN),
    Rij("rapportering:atom", {"nis": "44021"}, GET=ALLEN),
    Rij("rapportering:volgen", {"nis": "44021"}, GET=ALLEN, POST=ALLEN),
    Rij("rapportering:volgen-verstuurd", {"nis": "44021"}, GET=ALLEN),
    # The signature of the link is the right.
    Rij("rapportering:volgen-bevestigen", {"bewijs": "verzonnen"}, GET=ALLEN, POST=ALLEN),
    Rij("rapportering:volgen-stop", {"bewijs": "verzonnen"}, GET=ALLEN, POST=ALLEN),
    Rij("rapportering:insluiten", {"nis": "44021"}, GET=ALLEN),
    Rij("rapportering:insluiting", GENT_BOMEN, GET=ALLEN),
    Rij("rapportering:tegelbeeld", GENT_BOMEN, GET=ALLEN),
    Rij("rapportering:tabel", GET=ALLEN),
    Rij("rapportering:tabel-bestand", {"soort": "csv"}, GET=ALLEN),
    Rij("rapportering:provincie", {"slug": "limburg"}, GET=ALLEN),
    Rij("rapportering:vergelijk", {"slug": "bomen"}, GET=ALLEN),
    Rij("rapportering:vergelijk-csv", {"slug": "bomen"}, GET=ALLEN),
    Rij("rapportering:rapport", {"nis": "44021"}, GET=ALLEN),
    Rij("rapportering:rapport-bestand", {"nis": "44021", "soort": "csv"}, GET=ALLEN),
    Rij("rapportering:rapport-opmaken", {"nis": "44021"}, GET="invoerder+", POST="invoerder+"),
    # Nothing was made or laid before the council yet (tests/rapportering/test_rapport.py).
    Rij("rapportering:rapport-ontwerp", {"nis": "44021", "soort": "pdf"}),
    Rij("rapportering:rapport-versie", {"nis": "44021", "nummer": 0}),
    Rij("rapportering:rapport-versie-pdf", {"nis": "44021", "nummer": 0}),
    Rij("rapportering:methodebreuken", GET="vlaams", POST="vlaams"),
    Rij("rapportering:bundels", GET="vlaams", POST="vlaams"),
    Rij("rapportering:bundel-zip", {"pk": 0}),
    Rij("gezondheid", GET=ALLEN),
    Rij("leeft", GET=ALLEN),
    # --- the doors ------------------------------------------------------------------------------
    Rij("toegang:deur", GET=ALLEN),
    # Without DEMO=1 the demonstration does not exist, without settings ACM/IDM neither.
    Rij("toegang:demo", {"slug": "vlaamse-beheerder"}),
    Rij("toegang:acm_aanmelden"),
    Rij("toegang:acm_terugkeer"),
    Rij("toegang:namens_wie", GET="aangemeld", POST="aangemeld"),
    Rij("toegang:wissel", POST="aangemeld"),
    Rij("toegang:afmelden", GET=ALLEN, POST=ALLEN),
    Rij("toegang:afgemeld", GET=ALLEN),
    Rij("toegang:gestopt", {"reden": "rol"}, GET=ALLEN),
    # The secret of the link is the right.
    Rij("toegang:uitnodiging", {"sleutel": "@uitnodiging"}, GET=ALLEN, POST=ALLEN),
    Rij("account_login", GET=ALLEN, POST=ALLEN),
    Rij("account_inactive", GET=ALLEN),
    Rij("account_reset_password", GET=ALLEN, POST=ALLEN),
    Rij("account_reset_password_done", GET=ALLEN),
    Rij("account_reset_password_from_key", {"uidb36": "1", "key": "x-y"}, GET=ALLEN, POST=ALLEN),
    Rij("account_reset_password_from_key_done", GET=ALLEN),
    # Only half-way a sign-in with password: others are sent back to its beginning.
    Rij("mfa_authenticate", GET=ALLEN, POST=ALLEN),
    # Own local account (the cast of the tests came by that door).
    Rij("account_reauthenticate", GET="aangemeld", POST="aangemeld"),
    Rij("account_change_password", GET="aangemeld", POST="aangemeld"),
    Rij("mfa_reauthenticate", GET="aangemeld", POST="aangemeld"),
    Rij("mfa_index", GET="aangemeld"),
    Rij("mfa_activate_totp", GET="aangemeld", POST="aangemeld"),
    Rij("mfa_view_recovery_codes", GET="aangemeld"),
    Rij("mfa_generate_recovery_codes", GET="aangemeld", POST="aangemeld"),
    # --- imports: of one's own feeds, and for the Vlaamse beheerder all -----------------------------
    Rij("dataleveranciers:importruns", GET="leverancier vlaams"),
    Rij("dataleveranciers:importrun", {"pk": "@importrun"}, GET="leverancier vlaams"),
    Rij("dataleveranciers:afgewezen", {"pk": "@importrun"}, GET="leverancier vlaams"),
    # --- ondersteuners: the objects are of Regionaal Landschap Meetjesland -----------------------
    Rij("ondersteuners:catalogus", GET=ALLEN),
    Rij("ondersteuners:uitvoer", {"soort": "csv"}, GET=ALLEN),
    Rij("ondersteuners:pagina", RL, GET=ALLEN),
    Rij("ondersteuners:aanbod", RL_AANBOD, GET=ALLEN),
    Rij("ondersteuners:kansen", GET=KANSEN),
    Rij("ondersteuners:kansen-gemeente", {"nis": "44021"}, GET=KANSEN),
    Rij("ondersteuners:kansen-provincie", {"slug": "oost-vlaanderen"}, GET=KANSEN),
    Rij("ondersteuners:kansen-ondersteuner", RL, GET=KANSEN),
    Rij("rapportering:gemeente-hulp", {"nis": "44021"}, GET=KANSEN),
    Rij("rapportering:provincie-kansen", {"slug": "oost-vlaanderen"}, GET=KANSEN),
    Rij("ondersteuners:vragen", GET="aangemeld"),
    Rij(
        "ondersteuners:vraagpagina",
        {"pk": "@vraag"},
        GET="lezer+ provincie ondersteuner vlaams",
        # Who only reads finds no step to take: the form answers that there is none.
        POST="lezer+ provincie ondersteuner vlaams",
    ),
    # Who can't ask in the name of a gemeente reads why.
    Rij("ondersteuners:vraag-algemeen", RL, GET="aangemeld", POST="aangemeld"),
    Rij("ondersteuners:vraag", RL_AANBOD, GET="aangemeld", POST="aangemeld"),
    Rij("ondersteuners:mijn", GET="aangemeld"),
    Rij("ondersteuners:administratie", GET="vlaams", POST="vlaams"),
    Rij("ondersteuners:samenvoegen", POST="vlaams"),
    Rij("ondersteuners:voorbeeld", {"pk": "@versie"}, GET=RL_EN_VLAAMS, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:terugzetten", {"pk": "@versie"}, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:beheer", RL, GET=RL_EN_VLAAMS),
    Rij("ondersteuners:bewerk-pagina", RL, GET=RL_EN_VLAAMS, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:paginaversies", RL, GET=RL_EN_VLAAMS),
    Rij("ondersteuners:pagina-nagekeken", RL, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:staat-ondersteuner", RL, POST="vlaams"),
    Rij("ondersteuners:eigen-uitvoer", RL, GET=RL_EN_VLAAMS),
    Rij("ondersteuners:invoer", RL, GET=RL_EN_VLAAMS, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:samenvoegen-aanbod", RL, POST="vlaams"),
    Rij("ondersteuners:nieuw", RL, GET=RL_EN_VLAAMS, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:bewerk", RL_AANBOD, GET=RL_EN_VLAAMS, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:versies", RL_AANBOD, GET=RL_EN_VLAAMS),
    Rij("ondersteuners:nagekeken", RL_AANBOD, POST=RL_EN_VLAAMS),
    Rij("ondersteuners:staat-aanbod", RL_AANBOD, POST=RL_EN_VLAAMS),
    # --- verbeteringen: one of Gent, approved ---------------------------------------------------
    Rij("verbeteringen:lijst", GET=ALLEN),
    Rij("verbeteringen:kaart", GET=ALLEN),
    Rij("verbeteringen:csv", GET=ALLEN),
    Rij("verbeteringen:geojson", GET=ALLEN),
    Rij("verbeteringen:grenzen", GET=ALLEN),
    Rij("verbeteringen:vorm", POST=ALLEN),
    # A visitor gets the explanation how to sign in, or to go on by mail.
    Rij("verbeteringen:nieuw", GET=ALLEN, POST=ALLEN),
    Rij("verbeteringen:concept", POST=INDIENERS),
    Rij("verbeteringen:concept_weg", {"pk": 0}),
    Rij("verbeteringen:concept_fotos", {"pk": 0}),
    Rij("verbeteringen:berekenen", GET=ALLEN, POST=ALLEN),
    Rij("verbeteringen:bevestiging_verstuurd", GET=ALLEN),
    Rij("verbeteringen:bevestigen", {"bewijs": "verzonnen"}, GET=ALLEN, POST=ALLEN),
    Rij("verbeteringen:detail", {"pk": "@verbetering"}, GET=ALLEN),
    Rij("verbeteringen:wijzig", {"pk": "@verbetering"}, GET="invoerder+", POST="invoerder+"),
    Rij("verbeteringen:vervallen", {"pk": "@verbetering"}, GET="invoerder+", POST="invoerder+"),
    Rij("verbeteringen:indienen", {"pk": "@verbetering"}, POST="invoerder+", openbaar=True),
    Rij("verbeteringen:terugsturen", {"pk": "@verbetering"}, POST="publicator+", openbaar=True),
    Rij("verbeteringen:uitgevoerd", POST=INDIENERS, openbaar=True),
    Rij("verbeteringen:dubbels_van", {"pk": "@verbetering"}, GET="invoerder+", POST="invoerder+"),
    Rij("verbeteringen:beoordelen", GET=PUBLICATOREN, POST=PUBLICATOREN),
    Rij("verbeteringen:dubbels", GET=PUBLICATOREN),
    Rij("verbeteringen:instellingen", GET=BEHEERDERS, POST=BEHEERDERS),
    Rij("verbeteringen:opladen", GET=OPLADERS, POST=OPLADERS),
    Rij("verbeteringen:sjabloon", {"soort": "csv"}, GET=ALLEN),
    Rij("verbeteringen:upload", {"pk": "@upload"}, GET="invoerder+"),
    Rij("verbeteringen:upload_stand", {"pk": "@upload"}, GET="invoerder+"),
    Rij("verbeteringen:upload_koppelen", {"pk": "@upload"}, POST="invoerder+"),
    Rij("verbeteringen:upload_registreren", {"pk": "@upload"}, POST="invoerder+"),
    Rij("verbeteringen:upload_ongedaan", {"pk": "@upload"}, POST="invoerder+"),
    Rij("verbeteringen:upload_fouten", {"pk": "@upload"}, GET="invoerder+"),
    # No such photo: what a photo shows to whom is tested with its file, in tests/verbeteringen.
    Rij("verbeteringen:foto", {"pk": 0}),
    Rij("verbeteringen:fototekst", {"pk": 0}),
    # --- meldingen ------------------------------------------------------------------------------
    Rij("meldingen:opvolgen", {"nis": "44021"}, GET=EIGEN_LEZER),
    Rij("meldingen:toelichting", GENT_BOMEN, GET="invoerder+", POST="invoerder+"),
    # Nothing was published yet; then the page is for everybody (tests/meldingen).
    Rij("meldingen:toelichting-versies", GENT_BOMEN),
    Rij("meldingen:fout", GENT_BOMEN_TELLER, GET="invoerder+", POST="invoerder+"),
    Rij("meldingen:nagekeken", GENT_BOMEN_TELLER, POST="publicator+"),
    Rij("meldingen:foutmelding", {"pk": 0}),
    Rij("meldingen:bijlage", {"pk": 0}),
    # --- own data -------------------------------------------------------------------------------
    Rij("toegang:rechten", GET=ALLEN),
    Rij("toegang:mijn_gegevens", GET="aangemeld"),
    Rij("toegang:gegevens_downloaden", POST="aangemeld"),
    Rij("toegang:account_verwijderen", GET="aangemeld", POST="aangemeld"),
    Rij(
        "toegang:historiek",
        {"soort": "lidmaatschap", "nummer": "@lid_gent"},
        GET=EIGEN_LEZER,
    ),
    # --- organisations --------------------------------------------------------------------------
    Rij(
        "toegang:eigen_organisatie",
        GET="lezer+ ander:lezer+ provincie ondersteuner leverancier vlaams",
    ),
    Rij("toegang:organisaties", GET="vlaams"),
    Rij("toegang:organisatie_nieuw", GET="vlaams", POST="vlaams"),
    Rij("toegang:organisatie", GENT, GET=EIGEN_LEZER),
    Rij("toegang:logboek", GENT, GET=EIGEN_LEZER),
    Rij("toegang:organisatie_bewerken", GENT, GET=EIGEN_BEHEERDER, POST=EIGEN_BEHEERDER),
    Rij("toegang:uitnodigen", GENT, POST=EIGEN_BEHEERDER),
    Rij(
        "toegang:uitnodiging_intrekken", {**GENT, "nummer": "@uitnodiging_nr"}, POST=EIGEN_BEHEERDER
    ),
    Rij("toegang:rol", {**GENT, "nummer": "@lid_gent"}, POST=EIGEN_BEHEERDER),
    Rij(
        "toegang:lid_verwijderen",
        {**GENT, "nummer": "@lid_gent"},
        GET=EIGEN_BEHEERDER,
        POST=EIGEN_BEHEERDER,
    ),
    Rij("toegang:account", {**GENT, "nummer": "@lid_gent"}, POST="vlaams"),
    Rij("toegang:sleutels", GENT, GET=EIGEN_BEHEERDER, POST=EIGEN_BEHEERDER),
    Rij(
        "toegang:sleutel_intrekken",
        {**GENT, "nummer": "@sleutel"},
        GET=EIGEN_BEHEERDER,
        POST=EIGEN_BEHEERDER,
    ),
    Rij("toegang:toelatingen", GET="beheerder ander:beheerder", POST="beheerder ander:beheerder"),
    Rij("toegang:toelating_intrekken", {"nummer": "@toelating"}, POST="beheerder"),
)

# The API: open to read, the session of a browser opens nothing else; keys have tests of their own.
_OPEN = [
    "ingang",
    "gemeenten",
    "provincies",
    "inwoners",
    "wooneenheden",
    "pacten",
    "ondertekeningen",
    "werven",
    "doelstellingen",
    "indicatoren",
    "methodebreuken",
    "doelen",
    "metingen",
    "standen",
    "verbeteringen",
    "ondersteuners",
    "aanbod",
    "toelichtingen",
    "codelijsten",
]
_TOTALEN = [f"{n}-n" if n in ("ondersteuners", "aanbod") else f"{n}-totaal" for n in _OPEN[1:]]
MATRIX += tuple(
    Rij(f"koppelingen:{naam}", GET=ALLEN)
    for naam in (
        *_OPEN,
        *_TOTALEN,
        "documentatie",
        "openapi-yaml",
        "openapi-json",
        "uitfasering",
        "ns",
        "opendata",
        "ogc",
        "ogc-api",
        "ogc-conformance",
        "ogc-collecties",
    )
)
MATRIX += (
    Rij("koppelingen:gids", {"naam": "api"}, GET=ALLEN),
    Rij("koppelingen:gemeente", {"nis": "44021"}, GET=ALLEN),
    Rij("koppelingen:provincie", {"nis": "40000"}, GET=ALLEN),
    Rij("koppelingen:doelstelling", {"slug": "@doelstelling"}, GET=ALLEN),
    Rij("koppelingen:inwoners-een", {"nis": "44021", "jaar": 2025}, GET=ALLEN),
    Rij("koppelingen:wooneenheden-een", {"nis": "44021", "jaar": 2025}, GET=ALLEN),
    Rij("koppelingen:pact", {"nummer": "1.0"}, GET=ALLEN),
    Rij("koppelingen:werf", {"slug": "werf-1"}, GET=ALLEN),
    Rij("koppelingen:indicator", {"sleutel": "bomen.bomen"}, GET=ALLEN),
    Rij("koppelingen:ondertekening", {"pk": 0}),
    Rij("koppelingen:methodebreuk", {"pk": 0}),
    Rij(
        "koppelingen:doel",
        {"nis": "44021", "doelstelling": "bomen", "indicator": "bomen", "pact": "1.0"},
        GET=ALLEN,
    ),
    Rij("koppelingen:meting", {"pk": 0}),
    Rij("koppelingen:stand", {"pk": 0}),
    Rij("koppelingen:toelichting", {"pk": 0}),
    Rij("koppelingen:codelijst", {"slug": "pact"}, GET=ALLEN),
    Rij("koppelingen:ondersteuner", {"slug": "regionaal-landschap-meetjesland"}, GET=ALLEN),
    Rij("koppelingen:aanbod-een", {"pk": 0}),
    Rij("koppelingen:verbetering", {"pk": "@verbetering"}, GET=ALLEN),
    Rij("koppelingen:verbetering-extern", {"sleutel": "geen"}),
    Rij("koppelingen:verbeteringen-bulk"),
    Rij("koppelingen:importruns"),
    Rij("koppelingen:importruns-totaal"),
    Rij("koppelingen:importrun", {"pk": "@importrun"}),
    Rij("koppelingen:importrun-fouten", {"pk": "@importrun"}),
    Rij("koppelingen:importrun-fouten-totaal", {"pk": "@importrun"}),
    Rij("koppelingen:aanleveren", {"feed": "cijfers"}),
    Rij("koppelingen:aanlevering", {"pk": 0}),
    Rij("koppelingen:foutmeldingen"),
    Rij("koppelingen:feed", GET=ALLEN),
    Rij("koppelingen:api-webhooks"),
    Rij("koppelingen:api-webhooks-totaal"),
    Rij("koppelingen:api-bezorgingen-totaal", {"pk": 0}),
    Rij("koppelingen:api-webhook", {"pk": 0}),
    Rij("koppelingen:api-webhook-geheim", {"pk": 0}),
    Rij("koppelingen:api-webhook-proef", {"pk": 0}),
    Rij("koppelingen:api-bezorgingen", {"pk": 0}),
    Rij("koppelingen:api-bezorgingen-opnieuw", {"pk": 0}),
    Rij("koppelingen:api-bezorging-opnieuw", {"pk": 0, "nummer": 0}),
    # Of one's own organisation only: what it hears is its own, also for the Vlaamse beheerder.
    Rij("koppelingen:webhooks", GENT, GET="beheerder", POST="beheerder"),
    Rij("koppelingen:webhook", {**GENT, "nummer": "@webhook"}, GET="beheerder"),
    Rij(
        "koppelingen:webhook-wijzigen",
        {**GENT, "nummer": "@webhook"},
        GET="beheerder",
        POST="beheerder",
    ),
    # Without a button of the page there is nothing to do (tests/koppelingen/test_webhookpaginas.py).
    Rij("koppelingen:webhook-doe", {**GENT, "nummer": "@webhook"}),
    # Its pattern takes anything; what `reverse` makes of it is the entrance itself.
    Rij("koppelingen:onbekend", GET=ALLEN),
    Rij(
        "koppelingen:context",
        {"soort": "api", "datum": "2026-11-22", "naam": "pactportaal.jsonld"},
        GET=ALLEN,
    ),
    # 303 to /doc/, which shows what an anonymous visitor may see.
    Rij("koppelingen:id", {"pad": "concept/werf/werf-1"}, GET=ALLEN),
    Rij("koppelingen:doc", {"pad": "concept/werf/werf-1"}, GET=ALLEN),
    Rij("koppelingen:opendata-catalogus", {"soort": "ttl"}, GET=ALLEN),
    Rij("koppelingen:opendata-dataset", {"slug": "verbeteringen"}, GET=ALLEN),
    # No snapshot in the matrix's world: nobody finds a file.
    Rij("koppelingen:opendata-bestand", {"slug": "standen", "formaat": "csv"}),
    Rij("koppelingen:opendata-van-dag", {"dag": "2026-01-01", "slug": "standen", "formaat": "csv"}),
    Rij("koppelingen:ogc-collectie", {"naam": "gemeenten"}, GET=ALLEN),
    Rij("koppelingen:ogc-items", {"naam": "gemeenten"}, GET=ALLEN),
    Rij("koppelingen:ogc-item", {"naam": "gemeenten", "sleutel": "44021"}, GET=ALLEN),
)

# Names that begin like this follow one rule: nobody of the cast gets in. The admin is for operators
# with a technical account.
VOOR_NIEMAND = ("admin:", "admin_deur")
