#!/usr/bin/env bash
# peers.sh [CASE]: installs and builds the programs that worldc is measured
# against, then measures the cases whose names begin with CASE, all by default
# (see compare.go). It needs apt and about twenty minutes on a quiet machine.
# BENCH_DIR keeps inputs and builds between runs.
set -euo pipefail
cd "$(dirname "$0")/.."
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
packages="gcc pkg-config libigraph-dev python3-numpy python3-scipy python3-sklearn python3-networkx python3-faiss libopenblas0-pthread zstd"
# shellcheck disable=SC2086 # a list of words
if ! dpkg -s $packages >/dev/null 2>&1; then
	$sudo apt-get update -q >&2
	DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends $packages >&2
fi
dir=${BENCH_DIR:-$(mktemp -d)}
[ -n "${BENCH_DIR:-}" ] || trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir"
export GOFLAGS=-buildvcs=false
go build -o "$dir/bench" ./bench
(cd bench/peers/gonum && go build -o "$dir/gonum" .)
# shellcheck disable=SC2046 # a list of flags
gcc -O3 -march=native -o "$dir/igraph" bench/peers/igraph.c $(pkg-config --cflags --libs igraph)
[ -e "$dir/100k.stories" ] || "$dir/bench" data "$dir"
"$dir/bench" compare "$dir" "${1:-}"
