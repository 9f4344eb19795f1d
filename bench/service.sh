# What bench/entities and bench/clientapi share: a cluster with both databases, the packaged service, and figures. To be sourced.
port=$((20000 + RANDOM % 6000))
stub=$((26000 + RANDOM % 3000))
database=$((29000 + RANDOM % 3000))
work=$(mktemp -d "${TMPDIR:-/tmp}/syncline-bench.XXXXXX")
service= vendor= cluster=
owner=$(id -un)
[ "$(id -u)" = 0 ] && owner=postgres
as_owner() { if [ "$(id -un)" = "$owner" ]; then "$@"; else (cd / && runuser -u "$owner" -- "$@"); fi; }
end() { [ -z "$1" ] || { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }; }
clean_up() {
  end "$service"
  end "$vendor"
  [ -z "$cluster" ] || as_owner "$binaries/pg_ctl" -D "$cluster" -m fast stop >/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
mvn -q package -DskipTests -Dspotless.check.skip >&2
binaries=$(dirname "$(readlink -f "$(command -v initdb || ls -1 /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")")
chmod 755 "$work" && mkdir "$work/cluster" && { [ "$(id -un)" = "$owner" ] || chown "$owner" "$work/cluster"; }
as_owner "$binaries/initdb" -D "$work/cluster" -U postgres --auth=trust --encoding=UTF8 --locale=C >/dev/null
as_owner "$binaries/pg_ctl" -D "$work/cluster" -w -l "$work/cluster/server.log" \
  -o "-p $database -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_wal_size=4GB -c shared_preload_libraries=pg_stat_statements" start >/dev/null
cluster=$work/cluster
sql() { psql -qAtX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$database" -U postgres -d "$1" -c "$2"; }
both() { sql staging "$1" & local other=$!; sql production "$1"; wait $other; }
for name in staging production; do
  sql postgres "CREATE DATABASE $name"
  sql "$name" "CREATE EXTENSION pg_stat_statements"
done
secret=bench-0123456789-0123456789-0123456789
export DB_STAGING_HOST=127.0.0.1 DB_STAGING_PORT=$database DB_STAGING_USER=postgres DB_STAGING_PASS=unused DB_STAGING_NAME=staging
export DB_PROD_HOST=127.0.0.1 DB_PROD_PORT=$database DB_PROD_USER=postgres DB_PROD_PASS=unused DB_PROD_NAME=production
export DB_STAGING_TABLE_PREFIX=dev_az_ DB_PROD_TABLE_PREFIX=prod_az_
export PORT=$port CRON_SECRET=$secret SYNC_API_KEY=$secret JWT_SECRET=$secret SYNCLINE_ADMIN_PASSWORD=$secret SYNCLINE_DATA_DIR=$work/data SYNCLINE_SCHEDULES=off
export SYNCLINE_KEYSET=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=
token=$(java -jar target/syncline.jar token --role admin --ttl 12h)
heap=512m
start_service() {
  "${@:1}" java @src/main/docker/java.options "-Xmx$heap" "-Xlog:gc:file=$work/gc.log:uptime:filecount=0" -jar target/syncline.jar >"$work/log" 2>&1 &
  service=$!
  until curl -fs "localhost:$port/health" >/dev/null 2>&1; do sleep 1; kill -0 $service || { cat "$work/log" >&2; exit 1; }; done
}
stop_service() { end "$service"; service=; }
call() { curl -fsS "localhost:$port$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "${@:2}"; }
settle() { both "VACUUM ANALYZE" && sql staging CHECKPOINT; }
resident() { echo $(($(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$service/status") / 1024)); }
live() { sed -n 's/.*->\([0-9]*\)M(.*/\1/p' "$work/gc.log" | sort -n | tail -1; }
now() { echo $(($(date +%s%N) / 1000000)); }
ms() { echo $(($(now) - $1)); }
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
ratio() { echo "scale=2; $1 / $2" | bc | sed 's/^\./0./'; }
machine() { echo "$(nproc) CPUs, $(java -version 2>&1 | sed -n 's/.*version "\(.*\)".*/JDK \1/p'), the image's java.options with -Xmx$heap, PostgreSQL $(sql staging "SHOW server_version") with durability, one server for both databases"; }
