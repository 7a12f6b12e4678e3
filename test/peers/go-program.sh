# shellcheck shell=bash
# Sourced by the scripts that install a program which `go install` builds, as its authors publish it.
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

# go_program NAME VERSION PACKAGE [--cgo] [--print]: builds PACKAGE at vVERSION into the cache, as NAME-VERSION/NAME, if it
# isn't there. With --print it prints that path instead.
go_program() {
  local name=$1 version=$2 package=$3 cgo=0
  local folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/$name-$version
  shift 3
  if [ "${1:-}" = --cgo ]; then cgo=1 && shift; fi
  case "${1:-}" in
    -h | --help) help && exit ;;
    --print) printf '%s\n' "$folder/$name" && exit ;;
    '') ;;
    *) usage ;;
  esac
  if [ -x "$folder/$name" ]; then
    say "$name is there: $version"
  else
    command -v go >/dev/null || die "needs Go 1.26 or newer to build $name"
    step "built $name $version" build_go_program
  fi
}

# Under another name first: a build that was interrupted leaves nothing that looks whole.
build_go_program() {
  local log
  log=$(mktemp)
  (cd / && CGO_ENABLED=$cgo GOBIN="$folder.building" nice go install -trimpath -ldflags '-s -w' \
    "$package@v$version") >"$log" 2>&1 || tail -n 5 "$log" >&2
  rm -f "$log"
  [ -x "$folder.building/$name" ] || die "can't build $name $version"
  mkdir -p "$folder"
  mv "$folder.building/$name" "$folder/$name"
  rm -rf "$folder.building"
}
