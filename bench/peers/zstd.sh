#!/usr/bin/env bash
# zstd.sh IN OUT: `zstd -3` on one thread, and what it takes, as JSON.
set -euo pipefail
TIMEFORMAT='%R %U %S'
read -r real user sys < <({ time zstd -q -3 -f --single-thread "$1" -o "$2"; } 2>&1)
size=$(stat -c %s "$2")
awk -v r="$real" -v u="$user" -v s="$sys" -v b="$size" \
	'BEGIN { printf "{\"seconds\":%.3f,\"cpu\":%.3f,\"what\":\"bytes\",\"value\":%d}\n", r, u + s, b }'
