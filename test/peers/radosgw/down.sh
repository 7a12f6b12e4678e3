#!/usr/bin/env bash
# Ends the radosgw that up.sh started in a folder, and wipes the folder.
#
# usage: down.sh [--dir DIR] [--when-gone PID]
#
#   --dir DIR         as given to up.sh                           (default: /tmp/tenant-presign-radosgw-UID)
#   --when-gone PID   wait until that process is gone, then do it
#
# Ends only processes whose pid up.sh wrote down and whose command line names the folder's ceph.conf.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"

dir=/tmp/tenant-presign-radosgw-$(id -u) when_gone=''
while [ $# -gt 0 ]; do
  [[ $# -ge 2 || $1 = -h || $1 = --help ]] || usage
  case "$1" in
    --dir) dir=$2 ;;
    --when-gone) when_gone=$2 ;;
    -h | --help) help && exit ;;
    *) usage ;;
  esac
  shift 2
done
[[ $dir = /* ]] || dir=$PWD/$dir

# end_daemon NAME SIGNAL OF_COMMAND_LINE: and KILL, where the signal didn't end it within a second
end_daemon() {
  local pid signal tries
  pid=$(cat "$dir/$1.pid" 2>/dev/null) || return 0
  [ "$pid" != $$ ] || return 0
  [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") = *"$3"* ]] || return 0
  for signal in "$2" KILL; do
    kill "-$signal" "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 50; tries++)); do
      running "$pid" || return 0
      sleep 0.02
    done
  done
  die "the $1 (pid $pid) doesn't end"
}

# The state is thrown away: only radosgw gets time for orderly ends (an orderly stop of the OSD takes seconds).
end_all() {
  end_daemon watch KILL "$dir --when-gone"
  end_daemon rgw TERM "$dir/ceph.conf"
  end_daemon osd KILL "$dir/ceph.conf"
  end_daemon mon KILL "$dir/ceph.conf"
  rm -rf "$dir"
}

if [ -n "$when_gone" ]; then
  while running "$when_gone"; do sleep 0.5; done
fi
[ -e "$dir" ] || { say "nothing in $dir" && exit; }
[ -e "$dir/.radosgw-peer" ] || die "$dir was not made by up.sh: left alone"
step "ended radosgw, wiped $dir" end_all
