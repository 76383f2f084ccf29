"""The LEKP-rapport: one structure (`inhoud`), from which every form of it is made."""
