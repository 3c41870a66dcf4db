#!/bin/sh
# Puts the locked environment into .venv, with .venv/bin/vanthu:   deploy/bootstrap.sh requirements.lock
#
# What must stay true: every package is checked against the lock's hashes; a second run with the same lock does nothing; it
# works with uv, without uv, and on a Debian whose Python has no venv module's ensurepip.
set -eu

lock=$1
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
venv="$root/.venv"
stamp="$venv/.installed"

say() { printf '%s\n' "== $*" >&2; }
hash_of() { cksum <"$1"; }

# The shims of version managers exist for versions that are not there: only a Python that runs counts.
find_python() {
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    say "Cần Python từ 3.11 trở lên (Debian: apt-get install python3)   Python 3.11 or newer is needed"
    return 1
}

find_uv() {
    if command -v uv >/dev/null 2>&1; then
        command -v uv
    elif [ -x .boot/bin/uv ] || "$python" -m pip install --quiet --target .boot uv >/dev/null 2>&1; then
        echo "$root/.boot/bin/uv"
    fi
}

# uv does not read pip's settings: a machine that is told only how pip finds packages must do for uv too.
pip_setting() { "$python" -m pip config get "global.$1" 2>/dev/null | tr '\n' ' ' || true; }
share_pip_settings() {
    value=$(pip_setting index-url) && [ -z "$value" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-${value% }}"
    value=$(pip_setting extra-index-url) && [ -z "$value" ] || export UV_INDEX="${UV_INDEX:-$value}"
    value=${PIP_FIND_LINKS:-$(pip_setting find-links)} && [ -z "$value" ] || export UV_FIND_LINKS="${UV_FIND_LINKS:-$(echo $value | tr ' ' ',')}"
    value=${PIP_CERT:-$(pip_setting cert)} && [ -z "$value" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-${value% }}"
}

with_uv() {
    uv=$(find_uv)
    [ -n "$uv" ] || return 1
    share_pip_settings
    # The hashes decide which file is taken; which index it came from does not matter then.
    { [ -x "$venv/bin/python" ] || "$uv" venv --quiet --python "$python" "$venv"; } &&
        "$uv" pip sync --quiet --python "$venv/bin/python" --require-hashes --index-strategy unsafe-best-match "$lock"
}

with_pip() {
    rm -rf "$venv"
    if "$python" -m venv "$venv" >/dev/null 2>&1; then
        "$venv/bin/python" -m pip install -qq --no-deps --require-hashes -r "$lock"
    else
        rm -rf "$venv"
        "$python" -m venv --without-pip "$venv"
        "$python" -m pip --python "$venv/bin/python" install -qq --no-deps --require-hashes -r "$lock"
    fi
}

# The project itself needs no build and no network: a path for imports, and a command that works from any folder.
link_project() {
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root" >"$packages/vanthu.pth"
    printf '#!/bin/sh\nexec "%s/bin/python" -P -m gateway "$@"\n' "$venv" >"$venv/bin/vanthu"
    chmod 755 "$venv/bin/vanthu"
}

# What reads the print on scans comes with the locked packages, its Vietnamese does not.  Mail flows without it: never a failure.
fetch_language() {
    ls "${TESSDATA_PREFIX:-/nowhere}"/vie.traineddata /usr/share/tesseract-ocr/*/tessdata/vie.traineddata \
        /usr/share/tessdata/vie.traineddata 2>/dev/null | grep -q . && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Đang cài tesseract-ocr-vie để đọc chữ trên bản quét   Installing the Vietnamese of the OCR"
        install="timeout 120 apt-get install -y -qq --no-install-recommends tesseract-ocr-vie"
        export DEBIAN_FRONTEND=noninteractive
        { $install || { timeout 120 apt-get update -qq && $install; }; } >/dev/null 2>&1 && return 0
    fi
    say "Chưa đọc được chữ trên bản quét: apt-get install tesseract-ocr-vie   Scans are not read without that package"
}

wanted=$(hash_of "$lock")
full=$(hash_of requirements-dev.lock) # holds every package of requirements.lock too
if [ -x "$venv/bin/vanthu" ] && [ -f "$stamp" ]; then
    have=$(cat "$stamp")
    if [ "$have" = "$root $wanted" ] || [ "$have" = "$root $full" ]; then exit 0; fi
fi

python=$(find_python)
say "Đang cài môi trường vào .venv (khoảng một phút)   Installing the locked environment: $lock, $("$python" --version)"
with_uv || {
    say "Không dùng được uv, chuyển sang pip (lâu hơn một chút)   No uv here, going on with pip"
    with_pip
}
link_project
fetch_language
printf '%s\n' "$root $wanted" >"$stamp"
say "Xong: .venv/bin/vanthu   Done"
