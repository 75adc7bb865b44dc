#!/usr/bin/env bash
# Fills a PostgreSQL of its own, in the folder DIR, by DIR/fill.sql, and brings in by the command
# PULLGRAPH what DIR/mapping.json asks it for: DIR/postgres.pull. What is refused is told in
# DIR/refused: a query that writes, one that fails at the last row, and a server that is gone.
# Exit code 77: there is no PostgreSQL here, or nobody it could run as.
set -euo pipefail

dir=$1
pullgraph=$2
here=$(cd "$(dirname "$0")" && pwd)
source "$here/postgres.sh"
start_postgres
run "$bin/psql" "${connection[@]}" -q -v ON_ERROR_STOP=1 <"$dir/fill.sql" >/dev/null
address="postgresql://forum@/postgres?host=$dir"
"$pullgraph" import sql "$address" --mapping mapping.json -o postgres.pull --quiet
refuse() {
  local code=0
  "$pullgraph" import sql "$1" --mapping "$2" -o none.pull 2>&1 || code=$?
  echo "exit code $code"
}
{
  refuse "$address" writes.json
  refuse "$address" fails.json
  refuse "$address&port=1" mapping.json
} >refused
