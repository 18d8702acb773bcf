"""What has no place in a plain text: markup, addresses, placeholders, what a model says about its work."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a text must not hold: looked for in the text where it `is_exact`, else in its small letters."""

    pattern: re.Pattern[str]
    reason: str
    better: str = ""
    is_exact: bool = False


def _mark(pattern: str, reason: str, better: str = "", *, is_exact: bool = False) -> Mark:
    return Mark(re.compile(pattern, re.MULTILINE | re.VERBOSE), reason, better, is_exact)


MARKUP = (
    _mark(r"```[^`]*(?:```)?|`[^`\n]*`?|~~~", "It is a code fence; the text is plain."),
    _mark(r"^\s*[{\[][\s\S]*|[{,\[]\s*\"\w+\"\s*:\s*|\"\w+\"\s*:\s*[\"\[{\d]", "It is JSON; the text is plain."),
    _mark(r"</?[a-z!][^>\n]*>?|&(?:[a-z]{2,8}|\#\d{1,6});", "It is HTML, or a tag; the text is plain."),
    _mark(r"\*+[^*\n]*\*+|\*|~~|(?<!\w)_+[^\s_][^_\n]*_+(?!\w)|__+", "It is Markdown; the text is plain."),
    _mark(r"^\s*\#+\s*\S[^\n]*|\#(?!\s?\d)|^\s*>[^\n]*|^\s*(?:[-=_*]\s*){3,}$", "It is Markdown; the text is plain."),
    _mark(r"!?\[[^\]\n]*\]\([^)\n]*\)|\|[^\n]*\|", "It is a Markdown link or table; the text is plain."),
    _mark(
        r"^\s*(?:[-–—•▪●◦‣·*+]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+[^\n]{0,80}|[•▪●◦‣]",
        "It is a list.",
        "Say it in sentences.",
    ),
)
ADDRESSES = (
    _mark(r"\b(?:https?|ftp|mailto|tel):\S*|\bwww\.\S+", "It is a link; the e-mail's own links are enough."),
    _mark(
        r"\S+@\S+|(?<!\w)@\w+|\b\w+\s+at\s+\w+\s+dot\s+\w+|\b\w+\s*[(\[{]\s*at\s*[)\]}]\s*\w+(?:\.\w+)*",
        "It is an e-mail address or a handle.",
    ),
    _mark(
        r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|gov|edu|io|co|us|info|biz|homes|house|realty|realtor|app|ai)\b"
        r"(?:/\S*)?|\b\d{1,3}(?:\.\d{1,3}){3}\b\S*|\b\w+\s+dot\s+(?:com|org|net|gov|io|co|us|info)\b",
        "It is a web address; the e-mail's own links are enough.",
    ),
    _mark(
        r"\b(?=[\w-]*[^\W\d_])(?!sq\.ft\b)[\w-]{2,}(?:\.[\w-]+)*\.[^\W\d_][\w-]+(?:/\S*)?",
        "It is a web address, or lacks a blank after a full stop.",
    ),
    _mark(
        r"(?<![\d$,.])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.\-‐-―])\d{3}[\s.\-‐-―]\d{4}(?!\d)"
        r"|(?<![\d$,.\-–])\d{3}[.\-‐-―]\d{4}(?!\d|\s*(?:sq|feet|foot))|(?<![\d$,.])\d{10}(?!\d)"
        r"|\b1-8\d\d-[\w-]+|\+\d[\d\s().-]{7,}\d|\bext\.?\s?\d+",
        "It is a phone number; the e-mail has the agent's own at its foot.",
        '"reply to this email"',
    ),
)
PLACEHOLDERS = (
    _mark(r"\[[^\]\n]*\]?|\]|\{+[^}\n]*\}*|\}|<<?[^>\n]*>?>?|>", "It is a placeholder or a tag that nobody filled."),
    _mark(
        r"\bX{2,}(?:[,.]X+)*(?:st|nd|rd|th)?\b|\$X\b|\bX(?:,XXX)+|\bX\s?%|\bX\.X+|\b(?:TBD|TBA|TBC|TODO|FIXME|"
        r"PLACEHOLDER)\b"
        r"|\bINSERT\b|\bN/A\b|\b(?:None|NaN|NULL|nan|null|undefined)\b(?=[\s.,;:%)]|$)(?<!\.\sNone)(?<!^None)"
        r"|_{2,}|\?{2,}|\bYYYY\b|\bMM/DD\b|%[sd]\b|\$\{?[a-z_]+\b|\#{2,}|\bDATE\b|\bNAME\b|\bADDRESS\b|\bAMOUNT\b",
        "It is a placeholder that nobody filled.",
        is_exact=True,
    ),
    _mark(
        r"lorem\s+ipsum|\((?:insert|fill\s+in|your|agent|client)\b[^)\n]*\)"
        r"|\((?:name|date|city|zip|amount|price|value|tbd)(?:\s+(?:here|code|of\s+\w+))?\)"
        r"|\b(?:insert|fill\s+in|replace)\s+(?:the\s+|your\s+|a\s+)?(?:name|date|figure|number|value|zip|city|price|"
        r"address|"
        r"amount|here)\b|\b(?:agent|client|recipient|first|last|street|city)\s?name\b(?!\s+of)|\bplace\s?holders?\b"
        r"|\byour\s+name(?:\s+here)?\b(?!\s+(?:on|to))|\bto\s+be\s+(?:determined|announced|filled|added|confirmed)\b",
        "It is a placeholder that nobody filled.",
    ),
    _mark(r"[!?\uff01\uff1f]{2,}", "It shouts.", "One mark is enough."),
    _mark(r"\b[a-z]+(?:_[a-z0-9]+)+\b", "It is the name of a field; readers do not know it."),
)
ECHOES = (
    _mark(
        r"\b(?:as|being)\s+an?\s+(?:ai|artificial|language|large|llm|assistant|virtual)\b[^.\n]*|\blanguage\s+model\b"
        r"|\bmy\s+(?:training|knowledge\s+cut|instructions|programming|guidelines)\w*|\bi\s*(?:am|['’]m)\s+an?\s+ai\b",
        "The writer speaks of itself.",
    ),
    _mark(
        r"\b(?:here(?:['’]s|\s+is|\s+are|\s+you\s+go)|below\s+is|this\s+is|following\s+is|attached\s+is)\s+"
        r"(?:an?\s+|the\s+|your\s+|my\s+|one\s+|some\s+)?(?:\w+[\s-]){0,4}?(?:intro(?:duction)?s?|(?:home\s+)?reports?|"
        r"paragraphs?|texts?|emails?|e-mails?|drafts?|versions?|(?<!your\s)copy(?!\s+for\s+you\b)|rewrite|analysis|newsletter|response|message|"
        r"summary(?!\s+of\b)|write-?up)\b(?:\s+(?:for|you|that|based|in(?!\s+a\s+row)|with|of|as)\b|\s*[:.,])",
        "It announces the text instead of being it.",
        "Begin with what the reader wants to know.",
    ),
    _mark(
        r"\A\W*(?:sure|certainly|absolutely|of\s+course|okay|ok|got\s+it|understood|great\s+question|no\s+problem|"
        r"happy\s+to\s+help|i['’]d\s+be\s+happy\s+to\s+(?:help|write|assist))\b\s*[,.!:;—-]",
        "It answers a request instead of writing to the reader.",
    ),
    _mark(
        r"\b(?:as|per|you)\s+(?:you\s+)?(?:have\s+)?(?:requested|instructed|asked\s+for)\b|\bper\s+your\s+(?:request|"
        r"instructions?)\b|\bthe\s+(?:prompt|user|system\s+prompt|instructions?|guidelines|placeholder|input|json|xml|"
        r"word\s+(?:limit|count)|context(?=\s+(?:above|provided|given|window|supplied|block))|data\s+block)\b"
        r"(?!\s+(?:market|of\s+the\s+market))"
        r"|\b(?:per|to|on)\s+your\s+(?:feedback|comments?|complaints?)\b|\A\W*(?:revised|updated|corrected|final|new|"
        r"second)\s+"
        r"(?:version|draft|text|intro\w*|report|attempt)\b"
        r"|\b(?:provided|supplied|given)\s+(?:data|figures|facts|information|context|input|text)\b"
        r"|\b(?:data|facts|figures|information|details|context)\s+(?:that\s+)?(?:you(?:['’]ve|\s+have)?\s+|were\s+|"
        r"was\s+|as\s+)?"
        r"(?:provided|supplied|given\s+to\s+me)\b|\bplain[\s-]text\b|\b\d+\s+words\b|\bword\s+count\b|\bmarkdown\b"
        r"|\b(?:let\s+me\s+know\s+if\s+you(?:['’]d|\s+would)?\s+(?:like|want|need)\s+(?:me\s+to\s+)?(?:\w+\s+)?"
        r"(?:any\s+)?(?:adjust\w*|revis\w*|chang\w*|edit\w*|tweak\w*|modif\w*|rewrit\w*|shorten\w*|another\s+version))"
        r"|\bi\s+hope\s+this\s+(?:helps|works|meets|is\s+what)\b|\bfeel\s+free\s+to\s+(?:adjust|edit|modify|"
        r"customi[sz]e|use)\b",
        "It speaks of the task that the writer was given.",
    ),
    _mark(
        r"\b(?:this\s+(?:text|version|output|response)|the\s+text\s+(?:above|keeps|holds|has))\b|\bthe\s+openings\b"
        r"|\bthis\s+intro(?:duction)?\b|\bthis\s+paragraph\s+(?:is|keeps|holds|has|uses|follows|contains|meets|gives)\b"
        r"|\b(?:earlier|last|previous)\s+openings\b|\bthe\s+above\s+(?:is|keeps|holds|has)\b|\bthe\s+first\s+person\b"
        r"|\b(?:kept?\s+to|keeping\s+to|per|ignor\w+|disregard\w+|follow\w*|obey\w*|under|within|violat\w+)\s+"
        r"(?:your|the|all|these|my|any|an)\s+(?:\w+\s+)?(?:rules?|instructions?|requests?|limits?|length)\b(?!\s+of)"
        r"|\byour\s+rules\b|\bthe\s+rules\s+(?:say|said|for|about|on)\b|\bas\s+(?:asked|told|required|wanted)\s*[.,;]"
        r"|\bas\s+you\s+(?:wanted|said|told)\b|\bmy\s+task\s+(?:is|was)\s+to\b|\bi(?:['’]ve|\s+have)?\s+avoided\s+(?:any|all)\b"
        r"|\bi\s+was\s+(?:asked|told|instructed)\s+to\s+(?:write|give|keep|avoid|use|name|leave|follow|begin|mention|say)\b"
        r"|\bthe\s+(?:required|requested)\s+(?:\w+\s+)?(?:paragraphs?|length|words|form)\b|\b(?:style\s+notes|sample\s+sentences)\b"
        r"|\b(?:that\s+is|end\s+of)\s+(?:the\s+)?(?:home\s+report|intro\w*|text)\s*[.:]|\bi(?:['’]ve|\s+have)?\s+rewr(?:itten|ote)\b"
        r"|\b(?:draft|version|paragraph)\s+(?:one|two|three|\d)\b|\bfinal\s+answer\b|\bi\s+will\s+now\s+write\b"
        r"|\b(?:length|form|style)\s+that\s+was\s+asked\s+for\b|\bonly\s+(?:the\s+)?figures\s+in\s+the\s+data\b|\bgiven\s+as\s+\w+\s+in\s+the\s+data\b"
        r"|\bthe\s+agent['’]s\s+(?:voice|manner|style)\b"
        r"|\bno\s+(?:superlatives?|greetings?|signatures?|html|headings?|placeholders?|exclamation\s+marks?)\b",
        "It speaks of the task that the writer was given.",
    ),
    _mark(
        r"^\s*(?:user|assistant|human|system|prompt|output|answer|response|input|data|note|notes|subject|title|to|from|"
        r"introduction|intro|home\s+report|analysis|summary|draft|body|text|email|disclaimer|version\s+\w+|"
        r"option\s+\w+)"
        r"\s*:[^\n]{0,60}",
        "It is a label of the task or of a letter.",
    ),
)
TASKS = r"(?:write|produce|generate|create|complete|fulfil\w*|comply|answer|help|go\s+on|do\s+(?:this|that|so))\b"
REFUSALS = (
    _mark(
        r"\bi\s*(?:am|['’]m)\s+(?:so\s+|very\s+|really\s+)?"
        r"(?:sorry,?\s+(?:but|i)|afraid\s+(?:that\s+)?i\s+can|unable\s+to|not\s+able\s+to|not\s+comfortable)\b[^.\n]*"
        r"|\bsorry,?\s+(?:but\s+)?i\b[^.\n]*|\bi\s+apologi[sz]e\b[^.\n]*|\bmy\s+apologies\b"
        r"|\bi\s+(?:can(?:['’]t|not|\s+not)|won['’]t|will\s+not|could\s+not|couldn['’]t|must\s+decline|"
        r"would\s+rather\s+not)\s*"
        r"(?:to\s+|be\s+able\s+to\s+)?"
        r"(?:assist|help\s+(?:with|you)|comply|fulfil\w*|write|generate|create|produce|complete|proceed|continue|"
        r"process|"
        r"answer|provide\s+(?:an?\s+|the\s+|this\s+|that\s+|you\s+)?(?:\w+\s+)?(?:intro\w*|text|report|analysis|"
        r"content|"
        r"response|advice|that|this))\b[^.\n]*"
        r"|\bi\s+(?:do\s+not|don['’]t)\s+have\s+(?:access|enough\s+(?:information|data|context)|the\s+(?:ability|"
        r"necessary))\b"
        r"[^.\n]*|\bagainst\s+my\s+\w+|\bi\s+must\s+decline\b|\bunable\s+to\s+(?:comply|assist|help|write|generate|"
        r"create|"
        r"provide|complete)\b|\b(?:please|could\s+you(?:\s+please)?)\s+(?:provide|share)\s+(?:me\s+)?(?:with\s+)?"
        r"(?:the|more|additional|some|any|further)\b[^.\n]*"
        r"|\bwould\s+you\s+like\s+(?:me\s+to\s+(?:write|try|rewrite|draft)|a\s+(?:different|shorter|longer))\b[^.\n]*",
        "The writer refuses, or asks for something.",
    ),
    _mark(
        r"\bi(?:['’]m|\s+am)?\s+(?:must|will|shall|have\s+to|need\s+to|going\s+to)\s+(?:decline|refuse|pass\s+on)\b"
        rf"|\bi['’]ll\s+have\s+to\s+(?:decline|refuse|pass)\b|\b(?:declin|refus)(?:e|ing)\s+to\s+{TASKS}"
        rf"|\b(?:prefer|rather)\s+not\s+(?:to\s+)?{TASKS}|\bcomfortable\s+(?:writing|producing|creating|answering)\b"
        rf"|\bno\s+way\s+to\s+{TASKS}|\bnot\s+possible\s+(?:for\s+me\s+)?to\s+{TASKS}"
        rf"|\bnot\s+something\s+(?:that\s+)?i(?:['’]m|\s+am|\s+can)\s+(?:able\s+to\s+)?{TASKS}"
        r"|\b(?:beyond|outside)\s+(?:of\s+)?what\s+i(?:['’]m\s+able|\s+am\s+able|\s+can\s+(?:do|write|help|produce|provide))"
        r"|\b(?:beyond|outside|exceeds?)\s+(?:of\s+)?(?:the\s+scope\s+of\s+)?my\s+(?:capab|abilit|scope|remit|role)\w*"
        r"|\b(?:this|that|your|such\s+an?)\s+(?:request|task|assignment)\b|\bthe\s+request\b(?!\s+of)"
        rf"|\bnot\s+in\s+a\s+position\s+to\s+{TASKS}|\b(?:won['’]t|will\s+not|cannot)\s+be\s+writing\b"
        r"|\bi\s+refuse\b|\bbetter\s+not\s+answer\b|\bno\s+text\s+to\b|\b(?:break\w*|violat\w+|against)\s+my\s+\w+"
        r"|\bnot\s+something\s+(?:that\s+)?i\s+(?:was|am)\s+(?:made|built|designed|trained|meant)\b"
        r"|\b(?:this|your)\s+prompt\b|\b(?:my|content|usage)\s+polic(?:y|ies)\b|\b(?:was|were)\s+unable\s+to\b"
        r"|\b(?:not\s+sufficient|insufficient|not\s+enough)\b[^.\n]*\bfor\s+(?:me|an?\s+(?:\w+\s+)?(?:intro\w*|text|report))\b"
        r"|\b(?:please|must)\s+(?:give|send|tell|supply)\s+me\b"
        r"|\bno\s+(?:intro\w*|text|report|analysis)\s+can\s+be\b|\b(?:intro\w*|text)\s+can(?:not|['’]t|\s+not)\s+be\s+\w+",
        "The writer refuses, or speaks of what it was asked.",
    ),
)
LETTER = (
    _mark(
        r"(?:\A|(?<=\n\n))\W*(?:hi|hello|hey|greetings|good\s+(?:morning|day|afternoon|evening)|welcome|howdy|"
        r"salutations|"
        r"happy\s+(?:new\s+year|holidays|thanksgiving|spring|summer|fall|friday|monday|january|february|march|april|"
        r"may|june|"
        r"july|august|september|october|november|december)(?!\s*!))\b(?!-)[^.\n]{0,40}",
        "It is a greeting; the e-mail has its own.",
        "Begin with what the reader wants to know.",
    ),
    _mark(
        r"(?:\A|(?<=\n\n)|(?<=[.!?]\s))(?:dear\s+)?(?:friends?|folks|neighbou?rs?|everyone|everybody|readers?|clients?)\s*[,!:—]"
        r"(?!\s+\w+\s*(?:,|and\b|or\b))",
        "It is a greeting; the e-mail has its own.",
    ),
    _mark(
        r"(?:\A|(?<=\n\n))\W*Dear\s+(?:[A-Z]\w+|reader|client|friend|home\s?owner|neighbou?r|valued|all|sir|"
        r"madam)[^.\n]{0,40}",
        "It is a greeting; the e-mail has its own.",
        "Begin with what the reader wants to know.",
        is_exact=True,
    ),
    _mark(
        r"(?:\A|(?<=\n\n))[A-Z][\w.'’ -]{1,40},\s*(?=\n)", "It is a greeting; the e-mail has its own.", is_exact=True
    ),
    _mark(
        r"(?:^|(?<=[.!?]\s))\s*(?:(?:with\s+)?(?:best|warm|warmest|kind|kindest)(?:\s+(?:regards|wishes))?|sincerely|"
        r"regards|warmly|"
        r"cheers|yours(?:\s+(?:truly|sincerely|faithfully))?|respectfully|cordially|thanks|thank\s+you|many\s+thanks|"
        r"talk\s+soon|until\s+next\s+(?:time|month)|all\s+the\s+best|take\s+care|very\s+truly\s+yours)(?:,|\s*\n|\s*\Z)"
        r"[^\n]{0,40}",
        "It is a signature; the e-mail has its own.",
    ),
    _mark(
        r"^\s*[-–—]{1,2}\s?[a-z][\w.’' ]{1,40}\s*\Z|^\s*p\.?\s?s\.?[\s:,][^\n]{0,40}",
        "It is a signature or a postscript.",
    ),
    _mark(
        r"^\s*(?:your\s+(?:agent|realtor)|the\s+\w+\s+team)\W*[^\n.]{0,40}\Z",
        "It is a signature; the e-mail has its own.",
    ),
)
MARKS = (*MARKUP, *ADDRESSES, *PLACEHOLDERS, *ECHOES, *REFUSALS, *LETTER)
