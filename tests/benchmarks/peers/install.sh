#!/bin/sh
# The mail servers that the gateway is measured against: Postfix and rspamd from Debian where we are root, Haraka from npm into
# build/.  What cannot be had is told and left out of the run.
#
# What must stay true: no daemon is started by the installation, and nothing is configured on the machine.
set -eu
cd "$(dirname "$0")/../../.."
peers=build/peers

if [ ! -x "$peers/node_modules/.bin/haraka" ] && command -v npm >/dev/null 2>&1; then
    echo "== Haraka (npm) -> $peers" >&2
    mkdir -p "$peers"
    npm install --prefix "$peers" --silent --no-fund --no-audit Haraka@3.3.4 haraka-plugin-attachment >&2 ||
        echo "Haraka could not be installed: left out" >&2
fi

missing=""
need() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1 || missing="$missing $1"; }
need postfix
need rspamd
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Postfix with rspamd is left out; missing:$missing   (sudo apt-get install --no-install-recommends$missing)" >&2
    exit 0
fi
echo "== Installing:$missing" >&2
policy=/usr/sbin/policy-rc.d # Debian asks it before starting a daemon: 101 is "no"
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
apt-get update -qq
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends $missing >/dev/null || echo "could not be installed, left out:$missing" >&2
