"""What a page with a Plotly chart adds to the content security policy.

Plotly puts two style elements in the page: an empty one that it fills through the CSSOM, and the
rules of its maps. A test derives both hashes from the wheel.
"""

STIJLEN = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)
BELEID = {"style-src": list(STIJLEN)}
