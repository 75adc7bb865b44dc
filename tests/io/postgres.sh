# Sourced: a PostgreSQL of its own in the folder $dir, reached by a socket in it alone.
#   start_postgres   starts it; it ends with the script
#   run              runs a command as who owns it
#   $bin             folder of its programs; ${connection[@]} what psql is told
# Exits with 77 where there is no PostgreSQL, or nobody it could run as.
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
connection=(-h "$dir" -U forum -d postgres)

start_postgres() {
  run "$bin/initdb" -D "$dir/db" -A trust -U forum -E UTF8 --locale=C --no-sync >/dev/null
  run "$bin/pg_ctl" -D "$dir/db" -w -l "$dir/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off" start >/dev/null
  trap 'run "$bin/pg_ctl" -D "$dir/db" -m immediate stop >/dev/null' EXIT
}
