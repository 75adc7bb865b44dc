#!/usr/bin/env bash
# A PostgreSQL of its own in the folder DIR: `DIR start` starts it and fills it by DIR/fill.sql,
# `DIR stop` ends it. Exit code 77: there is no PostgreSQL here, or nobody it could run as.
set -euo pipefail

dir=$1
here=$(cd "$(dirname "$0")" && pwd)
source "$here/postgres.sh"
if [[ "$2" == stop ]]; then
  run "$bin/pg_ctl" -D "$dir/db" -m immediate stop >/dev/null
  exit 0
fi
start_postgres
run "$bin/psql" "${connection[@]}" -q -v ON_ERROR_STOP=1 <"$dir/fill.sql" >/dev/null
trap - EXIT  # It stays, until it is stopped.
