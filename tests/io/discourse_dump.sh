#!/usr/bin/env bash
# Fills a forum's tables in a PostgreSQL of its own, in the new folder DIR, and writes there
#   dump.sql   what pg_dump makes of them
#   counts     what SQL counts in them, a name and a number a line
# Exit code 77: there is no PostgreSQL here, or nobody it could run as.
set -euo pipefail

dir=$1
here=$(cd "$(dirname "$0")" && pwd)
source "$here/postgres.sh"
start_postgres
run "$bin/psql" "${connection[@]}" -q -v ON_ERROR_STOP=1 <"$here/discourse_dump.sql" >/dev/null
run "$bin/pg_dump" "${connection[@]}" --schema=public --no-owner >dump.sql
run "$bin/psql" "${connection[@]}" -At -F ' ' -c 'SELECT name, number FROM counts.all' >counts
