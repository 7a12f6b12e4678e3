# shellcheck shell=bash
# Sourced by the scripts of this folder. Words go to stderr, so that stdout stays free for answers.
export LC_ALL=C

say() { printf '%s\n' "$*" >&2; }
die() { STEP='' && say "$*" && exit 1; }

# The words that a script begins with, between the shebang and the first line of code, are its help.
help() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

usage() { help >&2 && exit 2; }

# step WORDS COMMAND...: runs the command, then prints the words and the seconds that it took.
step() {
  local from=${EPOCHREALTIME:-$SECONDS.000000} to tenths
  STEP=$1
  "${@:2}"
  to=${EPOCHREALTIME:-$SECONDS.000000}
  tenths=$(((10#${to/./} - 10#${from/./}) / 100000))
  say "$(printf '%3d.%d s  %s' $((tenths / 10)) $((tenths % 10)) "$STEP")"
  STEP=''
}

# Scripts that have something to clean away define their own on_exit; it gets the exit code.
on_exit() { :; }
finish() {
  local code=$?
  [ "$code" = 0 ] || [ -z "${STEP:-}" ] || say "failed while: $STEP"
  on_exit "$code"
}
trap finish EXIT

# running PID: succeeds if the process runs. A zombie, for which its parent has not waited yet, does not run.
running() { [ -n "$1" ] && [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt_install PACKAGE...: quiet; fetches the package lists only where those at hand don't do.
apt_install() {
  command -v apt-get >/dev/null || die "needs the Debian packages $*, and this system has no apt-get"
  local log install
  log=$(mktemp)
  install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
  if ! as_root "${install[@]}" >"$log" 2>&1 </dev/null; then
    { as_root apt-get update && as_root "${install[@]}"; } >"$log" 2>&1 </dev/null || {
      tail -n 5 "$log" >&2
      rm -f "$log"
      die "can't install $*: try it by hand, as root: apt-get update && apt-get install $*"
    }
  fi
  rm -f "$log"
}
