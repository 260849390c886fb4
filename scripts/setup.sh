#!/usr/bin/env bash
# Makes everything ready: `scripts/setup.sh run` to run the tracker, `scripts/setup.sh dev` also to test and check it.
# Safe to repeat; where nothing has changed it only compares a checksum.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-run}
case $purpose in
    run) requirements=requirements/runtime.txt ;;
    dev) requirements=requirements/dev.txt ;;
    *)
        echo "usage: scripts/setup.sh run|dev" >&2
        exit 2
        ;;
esac
venv=.venv

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

# ---- system packages ---------------------------------------------------------------------------------

installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

missing_packages() {
    local package
    for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do
        installed "$package" || echo "$package"
    done
    if [[ $purpose == dev ]] && ! command -v chromium >/dev/null; then echo chromium; fi
    if [[ ! -x $venv/bin/python ]] && ! can_make_venv; then echo python3-venv; fi
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    [[ $(id -u) == 0 ]] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

install_packages() {
    say "Installing system packages: $*"
    as_root apt-get update -qq </dev/null >&2 || say "The package lists could not be renewed; trying with the old ones."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

need_system_packages() {
    local missing
    command -v dpkg-query >/dev/null || return 0 # not Debian: `tracker doctor` says what is missing
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]})) || return 0
    may_install || fail "System packages are missing. Run this once, then start again:
    sudo apt-get install -y --no-install-recommends ${missing[*]}"
    install_packages "${missing[@]}" || fail "The system packages could not be installed: ${missing[*]}"
}

# ---- Python ------------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and was not found. Debian 12 and 13: apt-get install -y python3"
}

can_make_venv() { command -v uv >/dev/null || "$python" -c 'import ensurepip' 2>/dev/null; }

make_venv() {
    if new_enough "$venv/bin/python" && [[ $(cat "$venv/made-in" 2>/dev/null || pwd) == "$(pwd)" ]]; then return; fi
    say "Making $venv with $("$python" --version)"
    if command -v uv >/dev/null; then
        uv venv --quiet --clear --python "$python" "$venv"
    else
        "$python" -m venv --clear "$venv"
    fi
}

checksum() {
    {
        pwd
        "$venv/bin/python" --version
        cat requirements/bootstrap.txt "$requirements" pyproject.toml
    } | sha256sum
}

install_uv() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python "$venv/bin/python" --require-hashes -r requirements/bootstrap.txt
    elif "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            -r requirements/bootstrap.txt
    else
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r requirements/bootstrap.txt
    fi
}

install_requirements() {
    local stamp=$venv/stamp-$purpose
    [[ $(cat "$stamp" 2>/dev/null) != "$(checksum)" ]] || return 0
    say "Installing libraries from $requirements"
    install_uv
    # Without isolation a source package is built by the pinned setuptools, not by the newest.
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-build-isolation \
        --require-hashes -r "$requirements"
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-build-isolation --no-deps --editable .
    pwd >"$venv/made-in"
    checksum >"$stamp"
}

python=$(find_python)
need_system_packages
make_venv
install_requirements
