#!/usr/bin/env bash
# Fills a forum's tables in a PostgreSQL of its own, in the new folder DIR, and writes there
#   dump.sql   what pg_dump makes of them
#   counts     what SQL counts in them, a name and a number a line
# Exit code 77: there is no PostgreSQL here, or nobody it could run as.
set -euo pipefail

dir=$1
here=$(cd "$(dirname "$0")" && pwd)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [[ -z "$bin" || ! -x "$bin/initdb" ]]; then
  echo "no initdb on this machine: apt-get install postgresql" >&2
  exit 77
fi
as=()
mkdir -p "$dir"
if ((EUID == 0)); then
  if ! id postgres >/dev/null 2>&1 || ! command -v runuser >/dev/null; then
    echo "root may not run PostgreSQL, and there is no user postgres" >&2
    exit 77
  fi
  as=(runuser -u postgres --)
  chown postgres "$dir"
fi
cd "$dir"
run() { ${as[@]+"${as[@]}"} "$@"; }

run "$bin/initdb" -D "$dir/db" -A trust -U forum -E UTF8 --locale=C --no-sync >/dev/null
# No network at all: a socket in the folder.
run "$bin/pg_ctl" -D "$dir/db" -w -l "$dir/log" \
  -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off" start >/dev/null
trap 'run "$bin/pg_ctl" -D "$dir/db" -m immediate stop >/dev/null' EXIT
connection=(-h "$dir" -U forum -d postgres)
run "$bin/psql" "${connection[@]}" -q -v ON_ERROR_STOP=1 <"$here/discourse_dump.sql" >/dev/null
run "$bin/pg_dump" "${connection[@]}" --schema=public --no-owner >dump.sql
run "$bin/psql" "${connection[@]}" -At -F ' ' -c 'SELECT name, number FROM counts.all' >counts
