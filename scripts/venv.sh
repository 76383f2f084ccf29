#!/bin/sh
# Make the virtual environment and install one lock file in it: `scripts/venv.sh basis|ontwikkeling`.
# Quick the second time: a stamp in the environment holds the hash of what was installed.
set -eu
soort=${1:?basis of ontwikkeling}
venv=${VENV:-.venv}

meld() { printf '%s\n' "$*" >&2; }

zoek_python() {
    for naam in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if command -v "$naam" >/dev/null 2>&1 &&
            "$naam" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$naam"
            return
        fi
    done
    meld "Python 3.11 of nieuwer is nodig en is hier niet gevonden."
    meld "Installeer het (Debian/Ubuntu: apt-get install python3 python3-venv) of wijs het aan:"
    meld "    make $soort PYTHON=/pad/naar/python3.12"
    exit 1
}

maak_venv() {
    python=$(zoek_python)
    meld "→ virtuele omgeving in $venv met $("$python" --version)"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null && "$python" -m venv "$venv"; then
        return
    fi
    rm -rf "$venv"
    versie=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    # A build machine may help itself; a person is told what to install.
    if [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        meld "→ ensurepip ontbreekt: python3-venv wordt geïnstalleerd"
        apt-get update -qq </dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$versie-venv" </dev/null ||
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv </dev/null
        "$python" -m venv "$venv" && return
    fi
    meld "Python $versie heeft geen ensurepip: 'python3 -m venv' kan geen pip plaatsen."
    meld "Installeer het pakket dat erbij hoort en probeer opnieuw:"
    meld "    Debian/Ubuntu:  sudo apt-get install python$versie-venv"
    meld "    Fedora:         sudo dnf install python3-pip"
    exit 1
}

vingerafdruk() {
    "$venv/bin/python" - "$1" <<'PY'
import hashlib, pathlib, sys
inhoud = pathlib.Path("requirements", sys.argv[1] + ".txt").read_bytes()
print(sys.version_info[:2], hashlib.sha256(inhoud).hexdigest())
PY
}

"$venv/bin/python" -c '' 2>/dev/null || maak_venv
wil=$(vingerafdruk "$soort")
[ "$(cat "$venv/.stempel-$soort" 2>/dev/null)" = "$wil" ] && exit 0
# The development lock holds every runtime package too, at the same version.
if [ "$soort" = basis ] &&
    [ "$(cat "$venv/.stempel-ontwikkeling" 2>/dev/null)" = "$(vingerafdruk ontwikkeling)" ]; then
    exit 0
fi
meld "→ pakketten van requirements/$soort.txt (alleen de eerste keer, of als het bestand wijzigt)"
rm -f "$venv/.stempel-$soort"
"$venv/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar on --no-deps \
    --require-hashes -r "requirements/$soort.txt" </dev/null
printf '%s\n' "$wil" >"$venv/.stempel-$soort"
