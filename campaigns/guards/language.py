"""Whether a text is in English: by the small words that no English sentence does without, and those of others."""

import re
import unicodedata

ENGLISH_WORDS = """
    a about above after all also an and any are as at be because been before below between but by can could
    did do does each either few first for from had has have here how i if in into is it its just less like
    many may me more most much my no nor not of on one only or other our out over per same say since so some
    such than that the their them then there these they this those three to too two under up us was we week
    were what when where which while who will with within without would year years you your home homes price
    prices sale sales median market rate last next little new still even ever never every half month months days
    sold rose fell went moved range estimate value average bath baths kitchen suite route
"""
OTHER_WORDS = """
    el los las lo la en del de que una un por para con se su sus es como más pero este esta estas estos son fue hace
    desde hasta entre precio precios tasas casa casas cada muy también cuando nos mes año
    le les des est une dans et pour sur avec qui pas vous nous au aux du cette cet ce sont prix votre notre ont ses
    der die das und ist sind nicht ein eine mit für auf von zu dem im bei sich auch wurde wir sie
    ihr ihre ihnen alles bis danken
    il di che è della delle dei nel nella gli sono vostra dal prezzi cari presto
    os da dos em um uma não com mais ao pela pelo sua seu
    het een voor niet zijn dat deze werd uw
    och att på är som av med jest nie się ve bir bu ang mga
"""
# one of these is enough
GREETING_WORDS = """
    gracias hola hvala bonne saludos saludo abrazo estimado estimada adiós merci bonjour bonsoir cordialement bientôt
    danke vielen grüße grüßen tschüss grazie buongiorno obrigado obrigada olá bedankt groeten dziękuję
    teşekkürler salamat
"""
# words of English that some write with marks
LOAN_WORDS = "café cafés façade façades résumé résumés naïve cliché décor fiancé fiancée entrée rosé à"
# words of English that are also those of another language, and so speak for neither
SHARED_WORDS = "a an as at do i in is me median most no of on so to under was"
ENGLISH = frozenset(ENGLISH_WORDS.split())
SHARED = frozenset(SHARED_WORDS.split())
LOANS = frozenset(LOAN_WORDS.split())
OTHERS = frozenset(OTHER_WORDS.split()) - ENGLISH
GREETINGS = frozenset(GREETING_WORDS.split())
LEAST_SHARE = 0.25
"""Of the words of 573 correct texts at least 0.42 are among ENGLISH."""
LONGEST_WITHOUT = 5
"""Words of a sentence with none of ENGLISH; in 1,971 texts on the market, right and wrong, none has more than four."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
APOSTROPHE = re.compile("['’]")
ELISION = re.compile(r"(?:[cdjln]|qu|dell|dall|nell)['’]")
TURNED = re.compile(r"[¿¡]\s*\S*")


def foreign_passage(text: str) -> str:
    """The first part that is not in English, or ""; a text as a whole, then each sentence, then each letter."""
    if _share(text) < LEAST_SHARE:
        return text
    if passage := next((sentence for sentence in SENTENCE_END.split(text) if _is_foreign(sentence)), ""):
        return passage
    if turned := TURNED.search(text):
        return turned[0]
    return next((word for word in WORD.findall(text) if not all(_is_latin(letter) for letter in word)), "")


def _is_foreign(sentence: str) -> bool:
    words = WORD.findall(sentence)
    small = {word.lower() for word in words}
    if small & GREETINGS:
        return True
    # names of places hold small words of other languages, the first in a capital: "El Camino", "La Jolla"
    own = {words[0].lower(), *(word for word in words if word.islower())} if words else set()
    others = len(own & OTHERS)
    english = (small | {APOSTROPHE.split(word)[0] for word in small}) & ENGLISH
    if others >= 3 and others > len(english):
        return True
    signs = others + sum(_is_marked(word) for word in small)
    if not english and (len(words) > LONGEST_WITHOUT or signs):
        return True
    is_usual = 3 < len(words) <= LONGEST_WITHOUT
    return not english - SHARED and signs >= (2 if is_usual else 1)


def _is_marked(word: str) -> bool:
    """Whether it has a letter of no English word, or an article before its apostrophe."""
    letters = APOSTROPHE.sub("", word)
    return (not letters.isascii() and word not in LOANS) or ELISION.match(word) is not None


def _share(text: str) -> float:
    words = [word.lower() for word in WORD.findall(text)]
    return sum(word in ENGLISH for word in words) / len(words) if words else 0.0


def _is_latin(letter: str) -> bool:
    return not letter.isalpha() or "LATIN" in unicodedata.name(letter, "")
