#!/usr/bin/env bash
# Makes sure that a Docker engine answers here: takes the one that does, else installs Debian's and starts it.
#
# usage: up.sh
#
# Installing and starting needs root, or sudo without a password. The state of an engine that it started (pid, log) is
# in /run/tenant-presign-docker; its images are where Docker always has them. down.sh ends only that engine.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

state=/run/tenant-presign-docker
answers() { docker info >/dev/null 2>&1; }
greet() { say "a Docker engine answers: $(docker info --format '{{.ServerVersion}}')"; }

start_engine() {
  local tries
  mkdir -p "$state"
  setsid dockerd --pidfile "$state/dockerd.pid" >"$state/dockerd.log" 2>&1 </dev/null &
  for ((tries = 0; tries < 300; tries++)); do
    ! answers || return 0
    running $! || break
    sleep 0.1
  done
  tail -n 5 "$state/dockerd.log" >&2
  die "dockerd doesn't come up; its last words are above"
}

if command -v docker >/dev/null && answers; then greet && exit; fi
[ "$(id -u)" = 0 ] || exec sudo -n "$0"
command -v dockerd >/dev/null || step 'installed docker.io' apt_install docker.io
answers || step 'started dockerd' start_engine # where systemd is, installing it has started it
greet
