from campaigns.emails.compile import COMPILED, SOURCE, compiled
from campaigns.tests.emails.reading import Page


def test_compiled_template_is_what_its_source_compiles_to() -> None:
    assert COMPILED.read_text() == compiled(SOURCE.read_text())


def test_compiled_template_follows_dark_mode_and_names_its_language() -> None:
    template = COMPILED.read_text()

    assert '<meta name="color-scheme" content="light dark"' in template
    assert "prefers-color-scheme: dark" in template
    assert '<html lang="en"' in template


def test_compiled_template_marks_every_table_as_layout() -> None:
    page = Page(COMPILED.read_text())

    assert {attributes.get("role") for tag, attributes in page.elements if tag == "table"} == {"presentation"}
