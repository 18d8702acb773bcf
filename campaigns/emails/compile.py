"""Compiles the e-mail's MJML into the Django template that is sent: python -m campaigns.emails.compile"""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "campaigns" / "emails"
SOURCE = TEMPLATES / "home_report.mjml"
COMPILED = TEMPLATES / "home_report.html"


def compiled(source: str) -> str:
    """The HTML of an MJML source; Django's tags stand in it untouched."""
    import mrml  # needed to change the template, not to send it: production does not install it

    # without fonts, or the compiler adds links to a web font service
    html: str = mrml.to_html(source, None, mrml.RenderOptions(disable_comments=True, fonts={})).content
    # lines that a diff can show; only between block tags, where white space means nothing
    return re.sub(r"(?<=>)(?=</?(?:table|tbody|tr|td|div|h[12]|p|style|meta|body|head)\b)", "\n", html).strip() + "\n"


def main() -> None:
    COMPILED.write_text(compiled(SOURCE.read_text()))


if __name__ == "__main__":
    main()
