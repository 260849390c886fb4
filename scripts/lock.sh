#!/usr/bin/env bash
# Writes the hashed requirement files anew from the .in files (`make lock`). Versions move only with UPGRADE=1.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() {
    "${UV:-.venv/bin/uv}" pip compile "requirements/$1.in" --output-file "requirements/$1.txt" \
        --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-annotate \
        --custom-compile-command "make lock" --quiet ${UPGRADE:+--upgrade} "${@:2}"
}

lock bootstrap
lock runtime
lock s3 --constraint requirements/runtime.txt
lock dev --constraint requirements/runtime.txt
