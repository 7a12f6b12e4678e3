#!/usr/bin/env bash
# Starts the smallest Ceph there is (one mon, one OSD in memory, one radosgw), with S3, STS and IAM, on loopback.
#
# usage: up.sh [--dir DIR] [--port N] [--mon-port N] [--listen ADDRESS]... [--set NAME=VALUE]... [--capacity BYTES]
#              [--watch PID]
#
#   --dir DIR         the folder of its state, which down.sh deletes   (default: /tmp/tenant-presign-radosgw-UID)
#   --port, --mon-port N   the ports of S3 and of the monitor         (default: free ones)
#   --listen ADDRESS  S3 listens there too                                (default: 127.0.0.1 alone)
#   --set NAME=VALUE  a setting of radosgw, such as rgw_sts_min_session_duration=2
#   --capacity BYTES  the memory for objects                          (default: 1 GiB)
#   --watch PID       stop and delete DIR when this process ends
#
# Prints the lines of DIR/env: RADOSGW_ENDPOINT, RADOSGW_DIR. user.sh makes users; down.sh ends it.
# Says READY at once if it is up already. Any number of them can run, each in its own DIR.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../steps.sh"
. "$here/conf.sh"

dir=/tmp/tenant-presign-radosgw-$(id -u) port='' mon_port='' watch='' listen=(127.0.0.1) settings=()
capacity=$((1024 ** 3))
while [ $# -gt 0 ]; do
  [[ $# -ge 2 || $1 = -h || $1 = --help ]] || usage
  case "$1" in
    --dir) dir=$2 ;;
    --port) port=$2 ;;
    --mon-port) mon_port=$2 ;;
    --listen) listen+=("$2") ;;
    --set) settings+=("${2/=/ = }") ;;
    --capacity) capacity=$2 ;;
    --watch) watch=$2 ;;
    -h | --help) help && exit ;;
    *) usage ;;
  esac
  shift 2
done
[[ $dir = /* ]] || dir=$PWD/$dir

# on 127.0.0.1, below the ports that outgoing connections take
free_port() {
  python3 - <<'PYTHON'
import random, socket
while True:
    with socket.socket() as s:
        port = random.randrange(20000, 32000)
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(port)
        break
PYTHON
}

# answers_http PORT: is there a 200 for GET /?
answers_http() {
  local status=''
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET / HTTP/1.0\r\n\r\n' >&3
  IFS= read -r -t 2 status <&3 || true
  exec 3>&-
  [[ $status = *' 200 '* ]]
} 2>/dev/null

# start NAME COMMAND...: starts the command in a session of its own, and writes its pid for down.sh
declare -A pids
start() {
  setsid "${@:2}" >"$dir/log/$1.out" 2>&1 </dev/null &
  pids[$1]=$!
  echo $! >"$dir/$1.pid"
  disown
}

make_stores() {
  ceph-authtool --create-keyring "$dir/mon.keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
  monmaptool --create --fsid "$fsid" --addv a "[v1:127.0.0.1:$mon_port]" --set-min-mon-release reef "$dir/monmap" >/dev/null
  ceph-osd -c "$conf" --mkfs -i 0 --osd-uuid "$osd_uuid" --no-mon-config >/dev/null 2>&1 &
  ceph-mon -c "$conf" --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/mon.keyring"
  wait $!
}

# ask_mon COMMAND...: again, where a mon that just came up refuses (EPERM); both commands below can be repeated
ask_mon() {
  local tries
  for ((tries = 0; tries < 20; tries++)); do
    ! ceph -c "$conf" --connect-timeout 20 "$@" >"$dir/log/ask_mon.out" 2>&1 || return 0
    [ -e "$conf" ] || break
    sleep 0.2
  done
  die "the mon refuses '$*': $(tail -n 1 "$dir/log/ask_mon.out")"
}

start_mon() {
  start mon ceph-mon -c "$conf" -f -i a
  ask_mon osd new "$osd_uuid" 0
  ask_mon osd crush add osd.0 1.0 root=default
}

start_osd_and_rgw() {
  local daemon tries
  start osd ceph-osd -c "$conf" -f -i 0
  start rgw radosgw -c "$conf" -f -n client.rgw
  for ((tries = 0; tries < 600; tries++)); do
    for daemon in mon osd rgw; do
      running "${pids[$daemon]}" || {
        tail -q -n 5 "$dir/log/$daemon.out" "$dir"/log/*"$daemon"*.log >&2 || true
        die "the $daemon ended; its last words, if any, are above"
      }
    done
    ! answers_http "$port" || return 0
    sleep 0.1
  done
  die "radosgw doesn't answer on port $port after a minute"
}

for program in radosgw ceph-mon ceph-osd; do
  command -v "$program" >/dev/null || die "$program is not installed: test/peers/radosgw/install.sh installs it"
done

if [ -e "$dir/env" ] && answers_http "$(sed -n 's/^RADOSGW_ENDPOINT=.*://p' "$dir/env")"; then
  cat "$dir/env" && say "READY, it was up already" && exit
fi
if [ -e "$dir" ]; then
  [ -e "$dir/.radosgw-peer" ] || rmdir "$dir" 2>/dev/null || die "$dir holds something else: choose another --dir"
  "$here/down.sh" --dir "$dir"
fi

on_exit() { [ "$1" = 0 ] || "$here/down.sh" --dir "$dir"; }
mkdir -p "$dir"/{mon,osd,rgw,run,log,crash} && touch "$dir/.radosgw-peer"
if [ -n "$watch" ]; then start watch "$here/down.sh" --dir "$dir" --when-gone "$watch"; fi

conf=$dir/ceph.conf
fsid=$(cat /proc/sys/kernel/random/uuid) osd_uuid=$(cat /proc/sys/kernel/random/uuid)
class_dir=$(dirname /usr/lib/*/rados-classes/libcls_rgw.so) # for conf.sh
: "${port:=$(free_port)}" "${mon_port:=$(free_port)}"
ceph_conf >"$conf"

step 'made the stores of mon and OSD' make_stores
step "started the mon, port $mon_port" start_mon
step "started OSD and radosgw, port $port" start_osd_and_rgw
printf 'RADOSGW_ENDPOINT=%s\nRADOSGW_DIR=%s\n' "http://127.0.0.1:$port" "$dir" >"$dir/env"
cat "$dir/env"
say READY
