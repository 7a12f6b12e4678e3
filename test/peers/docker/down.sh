#!/usr/bin/env bash
# Ends the Docker engine that up.sh started, and no other. Its images stay.
#
# usage: down.sh
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

state=/run/tenant-presign-docker
end_engine() {
  local tries
  kill -TERM "$pid"
  for ((tries = 0; tries < 200; tries++)); do
    running "$pid" || break
    sleep 0.1
  done
  ! running "$pid" || kill -KILL "$pid"
  rm -rf "$state"
}

[ -e "$state" ] || { say 'no Docker engine was started by up.sh' && exit; }
[ "$(id -u)" = 0 ] || exec sudo -n "$0"
pid=$(cat "$state/dockerd.pid" 2>/dev/null || true)
if [ -n "$pid" ] && [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") = dockerd*"$state"* ]]; then
  step "ended dockerd, pid $pid" end_engine
else
  say 'the Docker engine that up.sh started is gone' && rm -rf "$state"
fi
