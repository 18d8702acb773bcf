"""Imports go one way: `dripr` helpers <- `campaigns` <- `fetcher`, and down inside each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
HELPERS = [
    f"dripr/{name}.py"
    for name in ("aws", "heartbeat", "logs", "metrics", "outside", "queue_depth", "startup", "worker")
]
WIRING = ("dripr.settings", "dripr.urls", "dripr.wsgi", "dripr.local", "dripr.tests")
# Upper layers first: a module may import from its own layer and from those below. Each module stands in one of them.
LAYERS = (
    ("dripr.urls", "dripr.wsgi", "dripr.settings", "dripr.local", "dripr.benchmarks"),
    ("fetcher.management", "fetcher.apps", "fetcher.checks", "fetcher.writer_checks"),
    ("fetcher.provisioning", "fetcher.running", "fetcher.queue_report", "fetcher.redriving"),
    ("fetcher.consumer", "fetcher.consumer_metrics"),
    ("fetcher.handling", "fetcher.keeper"),
    ("fetcher.receiving", "fetcher.settling"),
    ("fetcher.hand", "fetcher.service_faults"),
    ("fetcher.queues",),
    ("fetcher.failures",),
    ("fetcher.handlers",),
    ("fetcher.area", "fetcher.homes"),
    ("fetcher.single_flight",),
    ("fetcher.handlers.outcome",),
    ("fetcher.dead_letters", "fetcher.delivery_bodies", "fetcher.observer", "fetcher.memory"),
    ("fetcher.providers", "fetcher.writers", "fetcher.market_fallback"),
    ("fetcher.http", "fetcher.allowance"),
    ("fetcher.http_connections", "fetcher.retry"),
    ("fetcher.faults",),
    ("campaigns.admin", "campaigns.management", "campaigns.urls", "campaigns.apps"),
    ("campaigns.passes",),
    (
        "campaigns.poller",
        "campaigns.poller_metrics",
        "campaigns.views",
        "campaigns.explain",
        "campaigns.seeding",
        "campaigns.api",
    ),
    ("campaigns.emails", "campaigns.stalls", "campaigns.editing"),
    (
        "campaigns.steps",
        "campaigns.batches",
        "campaigns.history",
        "campaigns.home_values",
        "campaigns.issue_intros",
        "campaigns.text_history",
        "campaigns.message_failures",
        "campaigns.notices",
    ),
    ("campaigns.transitions",),
    ("campaigns.starting",),
    ("campaigns.planning", "campaigns.events", "campaigns.due"),
    (
        "campaigns.schedule",
        "campaigns.models",
        "campaigns.bulk",
        "campaigns.plain",
        "campaigns.retrying",
        "campaigns.diagram",
        "campaigns.backlog",
        "campaigns.text_costs",
        "campaigns.paid_texts",
    ),
    ("campaigns.states", "campaigns.zip_codes", "campaigns.guards"),
    ("campaigns.models.statuses", "campaigns.facts", "campaigns.addresses"),
    ("dripr.outside", "dripr.startup"),
    (
        "dripr.aws",
        "dripr.heartbeat",
        "dripr.logs",
        "dripr.metrics",
        "dripr.queue_depth",
        "dripr.worker",
        "dripr.accounts",
    ),
)


def modules(folder: str) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] in {"dripr", "campaigns", "fetcher"}}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def all_modules() -> list[Path]:
    """Every module of ours with something in it."""
    paths = [path for app in ("campaigns", "fetcher", "dripr") for path in modules(app)]
    return [path for path in paths if path.read_text()]


def layer(module: str) -> int | None:
    """The module's place in LAYERS, the longest match winning."""
    matches = [
        (len(prefix), number)
        for number, prefixes in enumerate(LAYERS)
        for prefix in prefixes
        if module == prefix or module.startswith(f"{prefix}.")
    ]
    return max(matches)[1] if matches else None


def test_campaigns_knows_nothing_of_fetcher() -> None:
    offenders = [
        module_name(path) for path in modules("campaigns") if any(n.startswith("fetcher") for n in imports(path))
    ]
    assert offenders == []


@pytest.mark.parametrize("path", HELPERS)
def test_helpers_know_no_app(path: str) -> None:
    assert not [name for name in imports(ROOT / path) if name.split(".")[0] in {"campaigns", "fetcher"}]


def test_nobody_imports_the_wiring() -> None:
    sources = [*modules("campaigns"), *modules("fetcher"), *(ROOT / path for path in HELPERS)]
    assert len(sources) > 50
    assert [module_name(path) for path in sources if any(name.startswith(WIRING) for name in imports(path))] == []


def test_every_module_stands_in_a_layer() -> None:
    assert [module_name(path) for path in all_modules() if layer(module_name(path)) is None] == []


def test_every_name_in_the_layers_is_a_module() -> None:
    names = [name.replace(".", "/") for row in LAYERS for name in row]
    assert [name for name in names if not (ROOT / name).is_dir() and not (ROOT / f"{name}.py").is_file()] == []


@pytest.mark.parametrize("path", all_modules(), ids=module_name)
def test_imports_go_down(path: Path) -> None:
    own = layer(module_name(path))
    assert own is not None
    assert {name for name in imports(path) if (other := layer(name)) is not None and other < own} == set()


@pytest.mark.parametrize("name", ["facts", "models/statuses"])
def test_foundations_import_nothing_of_ours(name: str) -> None:
    assert imports(ROOT / f"campaigns/{name}.py") == set()
