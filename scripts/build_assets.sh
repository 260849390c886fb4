#!/bin/sh
# Makes again what is committed in static/fonts, static/map and static/vendor from pinned npm packages.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp scripts/build_map/package.json scripts/build_map/package-lock.json scripts/build_map/.npmrc scripts/build_map/build.mjs "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund)

mkdir -p static/map static/vendor tests/briefs/data
node "$work/build.mjs" static/map tests/briefs/data
cp "$work/node_modules/world-atlas/LICENSE" static/map/world-atlas-LICENSE.txt
"$python" scripts/build_land_svg.py
"$python" scripts/build_fonts.py "$work/node_modules"
cp "$work/node_modules/htmx.org/dist/htmx.min.js" static/vendor/htmx-4.0.1.min.js
cp "$work/node_modules/htmx.org/LICENSE" static/vendor/htmx-LICENSE.txt
