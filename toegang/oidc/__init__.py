"""Signing in with ACM/IDM (Vlaams Toegangsbeheer) by OpenID Connect, abb.md §2."""
