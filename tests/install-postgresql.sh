#!/bin/sh
# A PostgreSQL server for the storage tests, where the system's package manager can give it.
set -eu
if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "== PostgreSQL, for the storage tests"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    exit 0
fi
echo "No PostgreSQL here: the storage tests run on SQLite alone. Install the package 'postgresql' to run them." >&2
