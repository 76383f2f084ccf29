#!/bin/sh
# Gather and compress the static files, only when one of them, the settings or the packages changed.
set -eu
python=${1:?het Python-programma van de omgeving}
afdruk=$({
    find . -name .venv -prune -o -name staticfiles -prune -o -path '*/static/*' -type f -print |
        LC_ALL=C sort | xargs cksum
    cksum requirements/basis.txt pactportaal/settings.py
} | cksum | tr -dc 0-9)
stempel=staticfiles/.stempel
[ "$(cat "$stempel" 2>/dev/null)" = "$afdruk" ] && exit 0
echo "→ stijlen en scripts verzamelen en samendrukken"
DEBUG=0 "$python" manage.py collectstatic --noinput --clear --verbosity 0
printf '%s\n' "$afdruk" >"$stempel"
