#!/bin/sh
# The programs that the tests talk to: real mail servers and clients, and the language of the OCR.  Installed where we are root
# on Debian, else named.
#
# What must stay true: no daemon is started by the installation, and nothing is configured on the machine.
set -eu

missing=""
need() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need postfix postfix
need swaks swaks
need curl curl
ls "${TESSDATA_PREFIX:-/nowhere}"/vie.traineddata /usr/share/tesseract-ocr/*/tessdata/vie.traineddata \
    /usr/share/tessdata/vie.traineddata 2>/dev/null | grep -q . || missing="$missing tesseract-ocr-vie"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Thiếu chương trình để chạy kiểm thử   Programs that the tests need are missing:$missing" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "== Đang cài các chương trình cho kiểm thử   Installing:$missing" >&2
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
apt-get install -y -qq --no-install-recommends $missing >/dev/null
