#!/usr/bin/env bash
# calls.sh: what a call of a chat model costs. A server in a process of its own
# takes 100 ms for each; worldc asks it 512 things at once, records every answer
# durably, and replays them; aiohttp asks the same in the same run and records
# nothing. CALLS sets how many (46080). It needs apt.
set -euo pipefail
cd "$(dirname "$0")/.."
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if ! dpkg -s python3-aiohttp >/dev/null 2>&1; then
	$sudo apt-get update -q >&2
	DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends python3-aiohttp >&2
fi
dir=${BENCH_DIR:-$(mktemp -d)}
[ -n "${BENCH_DIR:-}" ] || trap 'rm -rf "$dir"' EXIT
GOFLAGS=-buildvcs=false go build -o "$dir/calls" ./bench/calls
calls=${CALLS:-46080}
address=127.0.0.1:${PORT:-18080}
"$dir/calls" serve -address "$address" -latency 100ms &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait; [ -n "${BENCH_DIR:-}" ] || rm -rf "$dir"' EXIT
for _ in $(seq 100); do
	(exec 3<>"/dev/tcp/${address%:*}/${address#*:}") 2>/dev/null && break
	sleep 0.1
done
for _ in 1 2; do
	rm -f "$dir/calls.zst"
	"$dir/calls" ask -address "$address" -file "$dir/calls.zst" -calls "$calls"
	/usr/bin/python3 bench/peers/calls_aiohttp.py "http://$address/v1" 512 "$((calls / 4))"
done
"$dir/calls" replay -file "$dir/calls.zst" -calls "$calls"
