#!/usr/bin/env bash
# Makes .venv with the pinned packages, again and again without harm. `make setup` and `make run` call it as it is:
# where MariaDB's driver cannot be built, dripr runs on SQLite without it. `make test` says --mariadb: all or nothing.
# PYTHON=/path/to/python3.12 chooses the Python; otherwise python3, or the newest python3.N found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

needs_mariadb=false
[ "${1:-}" = "--mariadb" ] && needs_mariadb=true
stamp=.venv/dripr-setup
log=.run/log/setup.log
pip_log=.run/log/pip.log

# A developer's settings that would lead packages past .venv
unset PYTHONHOME PYTHONPATH
export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf 'dripr: %s\n' "$*"; }
fail() { say "$@" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
has_mariadb_server() ( PATH="$PATH:/usr/sbin:/usr/local/sbin" && { has mariadbd || has mysqld; } && has mariadb-install-db )

# --- Python -------------------------------------------------------------------------------------------------------------
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local candidate candidates=(python3 python3.14 python3.13 python3.12 python3.11)
    [ -z "${PYTHON:-}" ] || candidates=("$PYTHON")
    for candidate in "${candidates[@]}"; do
        if new_enough "$candidate"; then python=$candidate && return; fi
    done
    candidate=${candidates[0]}
    has "$candidate" || fail "there is no $candidate here. dripr needs Python 3.11 or newer (Debian's package: python3)."
    fail "dripr needs Python 3.11 or newer, and $candidate is $("$candidate" --version 2>&1 | head -n 1)." \
        "Install a newer one beside it and name it: make setup PYTHON=/path/to/python3.12"
}

# --- What the machine lacks, by the names of Debian's packages ----------------------------------------------------------
python_package() { [[ ${python##*/} == python3.* ]] && echo "${python##*/}-$1" || echo "python3-$1"; }
venv_package() { "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || python_package venv; }

driver_packages() {
    local header='import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))'
    "$python" -c "$header" >/dev/null 2>&1 || python_package dev
    has gcc || has cc || echo gcc
    if ! has pkg-config; then
        echo pkg-config libmariadb-dev
    elif ! { pkg-config --exists mysqlclient || pkg-config --exists mariadb || pkg-config --exists libmariadb; }; then
        echo libmariadb-dev
    fi
}

# Not mariadb-server: that one starts a service, and the tests start a server of their own.
server_packages() { has_mariadb_server || echo mariadb-server-core mariadb-client-core; }

missing_packages() { { venv_package && driver_packages && server_packages; } | tr '\n' ' ' | sed 's/ *$//'; }

how_to_install() {
    if has apt-get; then
        echo "type: sudo apt-get update && sudo apt-get install --no-install-recommends $1"
    else
        echo "install what Debian calls: $1"
    fi
}

install_as_root() {
    say "Installing with apt-get: $1 (details: $log)"
    # The lists of a foreign source that cannot be read are no reason to give up, nor is another apt at work just now.
    # shellcheck disable=SC2086  # a list of packages, one word each
    if ! {
        apt-get update
        DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends $1
    } </dev/null >>"$log" 2>&1; then
        say "apt-get could not install them: $(grep '^E:' "$log" | tail -n 1)" >&2
    fi
}

# --- .venv --------------------------------------------------------------------------------------------------------------
fingerprint() {
    { sha256sum requirements.txt requirements-dev.txt && pwd && .venv/bin/python --version; } 2>/dev/null |
        sha256sum | cut -d ' ' -f 1
}

stamped() { [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint) $1" ]; }
as_chosen() { [ -z "${PYTHON:-}" ] || [ "$("$python" --version)" = "$(.venv/bin/python --version)" ]; }
finished() { stamped "$1" && as_chosen; }

usable() {
    [ "$(cat "$stamp" 2>/dev/null)" != unfinished ] && new_enough .venv/bin/python &&
        .venv/bin/python -m pip --version >/dev/null 2>&1 && as_chosen
}

make_venv() {
    usable && return
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv >>"$log" 2>&1 ||
        fail "$python -m venv could not make .venv: $(tail -n 1 "$log") (details: $log)"
}

# $1: "complete", or "sqlite" to leave out the MySQL and MariaDB driver
install_requirements() {
    local folder=. file
    if [ "$1" = sqlite ]; then
        folder=.venv/requirements-sqlite
        mkdir -p "$folder"
        for file in requirements.txt requirements-dev.txt; do grep -iv '^mysqlclient' "$file" >"$folder/$file"; done
    fi
    echo unfinished >"$stamp"
    say "Installing the Python packages into .venv; the first time takes a minute or two (details: $pip_log)"
    .venv/bin/python -m pip install --no-input -r "$folder/requirements-dev.txt" </dev/null >"$pip_log" 2>&1 || return
    echo "$(fingerprint) $1" >"$stamp"
}

explain_pip() {
    if grep -qiE 'connection broken|NewConnectionError|name resolution|timed out|ProxyError|SSLError' "$pip_log"; then
        fail "pip could not reach its package index: see to the network or to pip's settings, then start again" \
            "(what was installed so far does no harm; details: $pip_log)."
    fi
    fail "pip could not install the packages: $(grep '^ERROR' "$pip_log" | tail -n 1) (details: $pip_log)"
}

driver_unbuilt() { grep -qE '(Failed to build|wheels? for) .*mysqlclient|valid pkg-config name' "$pip_log"; }

# --- What is done -------------------------------------------------------------------------------------------------------
trap 'fail "Stopped; the next start repairs what is half done."' INT TERM
find_python
if finished complete && { has_mariadb_server || ! { $needs_mariadb || is_root; }; }; then exit 0; fi

for path in . .venv .run .run/log; do
    [ ! -e "$path" ] || [ -w "$path" ] || fail "this user may not write to $PWD/$path: it belongs to somebody else."
done
mkdir -p .run/log
: >"$log"

missing=$(missing_packages)
if [ -n "$missing" ] && is_root && has apt-get; then
    install_as_root "$missing"
    missing=$(missing_packages)
fi

kind=complete
finished complete || [ -z "$(driver_packages)" ] || kind=sqlite
if $needs_mariadb && { [ $kind = sqlite ] || ! has_mariadb_server; }; then
    fail "the tests run on MariaDB too, and this machine lacks something for it; $(how_to_install "$missing")"
fi
[ -z "$(venv_package)" ] || usable || fail "Python's venv module is not complete here; $(how_to_install "$missing")"

if ! finished $kind; then
    make_venv
    if ! install_requirements $kind; then
        { [ $kind = complete ] && ! $needs_mariadb && driver_unbuilt; } || explain_pip
        kind=sqlite
        install_requirements $kind || explain_pip
    fi
    say "Set up: .venv is ready."
fi
if [ $kind = sqlite ] && [ -n "$missing" ]; then
    say "Without the driver for MySQL and MariaDB (mysqlclient): \`make run\` works on SQLite, \`make test\` needs it too."
    say "To have it, $(how_to_install "$missing")"
elif [ $kind = sqlite ]; then
    say "mysqlclient could not be built (details: $pip_log): \`make run\` works on SQLite, \`make test\` needs it too."
fi
