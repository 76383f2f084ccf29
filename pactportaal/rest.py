"""Settings of the REST API: how rest_framework and drf-spectacular find our own parts."""

from __future__ import annotations

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    # A key in the header or nothing: the session of a browser never opens the API.
    "DEFAULT_AUTHENTICATION_CLASSES": ["toegang.api_authenticatie.SleutelAuthenticatie"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": [
        "toegang.api_authenticatie.SleutelGrens",
        "gereedschap.api.grens.AnoniemGrens",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "gereedschap.api.formaten.Onderhandeling",
    "URL_FORMAT_OVERRIDE": "formaat",
    "EXCEPTION_HANDLER": "gereedschap.api.problemen.behandel",
    "DEFAULT_SCHEMA_CLASS": "gereedschap.api.schema.ApiSchema",
    "SCHEMA_COERCE_PATH_PK": False,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "PactPortaal API",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["koppelingen.document.alleen_onze_paden"],
    "POSTPROCESSING_HOOKS": ["koppelingen.document.werk_af"],
}
