#!/usr/bin/env bash
# Makes a user in the radosgw that up.sh started, who may also manage roles, their policies and identity providers.
#
# usage: user.sh [--dir DIR] [--account DIGITS] NAME
#
#   --dir DIR          as given to up.sh                (default: /tmp/tenant-presign-radosgw-UID)
#   --account DIGITS   in a Ceph tenant of that name: 12 digits make ARNs that look like those of AWS
#
# Prints ACCESS_KEY_ID, SECRET_ACCESS_KEY and ARN, one a line.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"

dir=/tmp/tenant-presign-radosgw-$(id -u) account='' name=''
while [ $# -gt 0 ]; do
  [[ $# -ge 2 || $1 != --[da]* ]] || usage
  case "$1" in
    --dir) dir=$2 && shift ;;
    --account) account=$2 && shift ;;
    -h | --help) help && exit ;;
    -*) usage ;;
    *) name=$1 ;;
  esac
  shift
done
[ -n "$name" ] || usage
[ -e "$dir/ceph.conf" ] || die "no radosgw in $dir: up.sh starts it"

user=$(radosgw-admin -c "$dir/ceph.conf" -n client.rgw user create ${account:+--tenant "$account"} --uid "$name" \
  --display-name "$name" --caps 'roles=*;oidc-provider=*;user-policy=*' 2>"$dir/log/user.err") ||
  die "can't make the user $name: $(tail -n 1 "$dir/log/user.err")"
python3 -c '
import json, sys
key = json.load(sys.stdin)["keys"][0]
print("ACCESS_KEY_ID=" + key["access_key"], "SECRET_ACCESS_KEY=" + key["secret_key"], sep="\n")' <<<"$user"
printf 'ARN=arn:aws:iam::%s:user/%s\n' "$account" "$name"
