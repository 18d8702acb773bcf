"""Of which listed word a word is a form: "copies" of copy, "wrote" of write."""

from collections.abc import Iterator

ENDINGS = ("ing", "ed", "es", "s", "d")
VOWELS = "aeiou"
IRREGULAR = {
    form: base
    for base, forms in {
        "begin": ("began", "begun"),
        "bring": ("brought",),
        "come": ("came",),
        "find": ("found",),
        "give": ("gave", "given"),
        "go": ("went", "gone"),
        "hear": ("heard",),
        "keep": ("kept",),
        "know": ("knew", "known"),
        "lead": ("led",),
        "say": ("said",),
        "see": ("saw", "seen"),
        "show": ("shown",),
        "speak": ("spoke", "spoken"),
        "take": ("took", "taken"),
        "tell": ("told",),
        "think": ("thought",),
        "write": ("wrote", "written"),
    }.items()
    for form in forms
}


def bases_of(word: str) -> Iterator[str]:
    """What a verb may be a form of: "making" of make, "sitting" of sit, "copies" of copy, "took" of take."""
    yield word
    if word in IRREGULAR:
        yield IRREGULAR[word]
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        yield stem
        if ending in ("ing", "ed"):
            yield f"{stem}e"
            if stem[-1] == stem[-2] and stem[-1] not in VOWELS:
                yield stem[:-1]
        if ending in ("es", "ed") and stem[-1] == "i":
            yield f"{stem[:-1]}y"


def singulars_of(word: str) -> Iterator[str]:
    """What a noun may be the plural of: "pages" of page, "copies" of copy, "leaves" of leaf."""
    yield word
    if word.endswith("s"):
        yield word[:-1]
    for ending, singular in (("es", ""), ("ies", "y"), ("ves", "f")):
        if word.endswith(ending):
            yield f"{word.removesuffix(ending)}{singular}"


def is_verb_of(word: str, bases: frozenset[str]) -> bool:
    return any(base in bases for base in bases_of(word))


def is_noun_of(word: str, nouns: frozenset[str]) -> bool:
    return any(noun in nouns for noun in singulars_of(word))
