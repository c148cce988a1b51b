#!/bin/sh
# Chromium and a Chinese font for the browser tests, nginx for the proxy test, where the system's package manager can give them.
set -eu
wanted=""
found=""
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then found=yes; fi
done
if [ -z "$found" ]; then wanted="chromium fonts-noto-cjk"; fi
if ! PATH="$PATH:/usr/sbin" command -v nginx >/dev/null 2>&1; then wanted="$wanted nginx-light"; fi
if [ -z "$wanted" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "== For the browser tests: $wanted"
    apt-get update -qq
    # shellcheck disable=SC2086 -- names of packages
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    exit 0
fi
echo "Not here: $wanted. The tests that need them will be skipped; install the packages to run them." >&2
