#!/usr/bin/env bash
# Draws the pictures of the README from the bundled base, with the program itself. With --check, says whether those in
# assets/ are what it draws now.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=assets
[ "${1:-}" = --check ] && folder=$(mktemp -d)

draw() {
    local name=$1
    shift
    cargo run --quiet -- shot --demo --format svg "$@" >"$folder/$name.svg"
}

draw explorer event/stargate-unveiled --size 120x34
draw rivals question/sb-into-openai --size 120x34 --theme light
draw story --size 100x28 --keys 'S l l l l l'

if [ "${1:-}" = --check ]; then
    for picture in "$folder"/*.svg; do
        cmp "$picture" "assets/$(basename "$picture")" ||
            { echo 'the pictures of the README are old: run docs/pictures.sh' >&2; exit 1; }
    done
    rm -r "$folder"
fi
