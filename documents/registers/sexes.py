"""The letter that agencies send for a sex, and the word that papers print for it."""

SEXES = {"F": "여", "M": "남"}
