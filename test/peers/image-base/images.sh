#!/usr/bin/env bash
# Makes sure that the Docker engine has two images to build ours from, where no registry can be reached.
#
# usage: images.sh [--print]
#
#   --print   say the build arguments for `docker build`, one a line
#
# tenant-presign/base-run    the Node of package.json, the libraries that it is linked to, CA certificates, a user 65532:
#                            what ours runs on. No shell, no package manager.
# tenant-presign/base-build  the same on a Debian, with this machine's npm, npm registry and CA bundle: what ours is built
#                            in. It is for this machine alone.
#
# Needs root, or sudo without a password; debootstrap, which it installs; and node_modules.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../steps.sh"

print=''
case "${1:-}" in --print) print=yes ;; -h | --help) help && exit ;; '') ;; *) usage ;; esac

case "$(uname -m)" in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) die "no Node for $(uname -m) in node_modules" ;; esac
readonly debian=trixie arch
node=$here/../../../node_modules/node-linux-$arch
[ -x "$node/bin/node" ] || die "$node is not there: npm ci brings it"
version=$("$node/bin/node" --version)
readonly run=tenant-presign/base-run:${version#v} build=tenant-presign/base-build:${version#v}
work=''
on_exit() { [ -z "$work" ] || as_root rm -rf --one-file-system "$work"; }

present() { docker image inspect "$1" >/dev/null 2>&1; }

make_debian() {
  local log
  log=$(mktemp)
  as_root debootstrap --variant=minbase --include=ca-certificates,libstdc++6 "$debian" "$work/build" >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    rm -f "$log"
    die 'debootstrap fails; its last words are above'
  }
  rm -f "$log"
  as_root install -D -m 755 "$node/bin/node" "$work/build/usr/local/bin/node"
}

# Like gcr.io/distroless/nodejs, as far as Node looks.
make_run() {
  local from=$work/build to=$work/run library
  as_root mkdir -p "$to"/{etc/ssl/certs,home/nonroot,usr/{bin,lib,lib64,local/bin}} "$to/tmp"
  as_root ln -s usr/lib "$to/lib"
  as_root ln -s usr/lib64 "$to/lib64"
  as_root chmod 1777 "$to/tmp"
  as_root cp "$from/usr/local/bin/node" "$to/usr/local/bin/node"
  for library in $(as_root chroot "$from" ldd /usr/local/bin/node | grep -o '/[^ ]*'); do
    as_root install -D "$from$library" "$to/usr${library#/usr}"
  done
  as_root cp "$from/etc/os-release" "$to/etc/os-release"
  as_root cp "$from/etc/ssl/certs/ca-certificates.crt" "$to/etc/ssl/certs/"
  printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' | as_root tee "$to/etc/passwd" >/dev/null
  printf 'root:x:0:\nnonroot:x:65532:\n' | as_root tee "$to/etc/group" >/dev/null
  printf 'hosts: files dns\n' | as_root tee "$to/etc/nsswitch.conf" >/dev/null
  as_root chown 65532:65532 "$to/home/nonroot"
}

add_npm() {
  local to=$work/build
  as_root mkdir -p "$to/usr/local/lib/node_modules" "$to/usr/local/etc"
  as_root cp -rL "$(npm root --global)/npm" "$to/usr/local/lib/node_modules/npm"
  as_root ln -s ../lib/node_modules/npm/bin/npm-cli.js "$to/usr/local/bin/npm"
  printf 'registry=%s\n' "$(npm config get registry)" | as_root tee "$to/usr/local/etc/npmrc" >/dev/null
  as_root cp "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$to/etc/ssl/certs/lent.crt"
}

# import FOLDER IMAGE CHANGE...
import() {
  local folder=$1 image=$2 change changes=()
  shift 2
  for change in "$@"; do changes+=(--change "$change"); done
  as_root tar -C "$folder" --one-file-system -c . | docker import "${changes[@]}" - "$image" >/dev/null
}

docker info >/dev/null 2>&1 || die 'no Docker engine answers: test/peers/docker/up.sh starts one'
if present "$run" && present "$build"; then
  say "$run and $build are there"
else
  command -v debootstrap >/dev/null || step 'installed debootstrap' apt_install debootstrap
  work=$(mktemp -d -p /var/tmp image-base.XXXXXX)
  step "made a Debian $debian with Node $version" make_debian
  step 'took of it what Node needs' make_run
  step "imported it as $run" import "$work/run" "$run" 'ENV PATH=/usr/local/bin:/usr/bin' 'USER 65532:65532'
  step 'added npm' add_npm
  step "imported it as $build" import "$work/build" "$build" \
    'ENV PATH=/usr/local/bin:/usr/bin:/bin' 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/lent.crt'
fi
[ -z "$print" ] || printf 'BUILD=%s\nBASE=%s\n' "$build" "$run"
