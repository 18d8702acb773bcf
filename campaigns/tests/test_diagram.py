from campaigns import diagram


def test_page_shows_the_table_of_moves_as_it_is() -> None:
    page = diagram.PAGE.read_text()
    assert page == diagram.with_generated_parts(page), "run `manage.py write_state_diagram`"
    assert diagram.mermaid() in page
    assert diagram.table() in page
