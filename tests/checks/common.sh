# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What the repository checks share. Each is called as CHECK ROOT […], prints every violation as FILE:LINE: sentence, and exits 1 when there is one.
set -euo pipefail

checks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${1:?the root of the repository is missing}
cd "$root"
violations=0
looked_at=0

violation() {
    printf '%s\n' "$*"
    violations=$((violations + 1))
}

# A check that found nothing to look at has not passed.
finish() {
    if ((violations)); then
        printf '%d violation(s)\n' "$violations"
        exit 1
    fi
    if ((looked_at == 0)); then
        printf 'Nothing was looked at: the check looks in the wrong place.\n'
        exit 1
    fi
    printf '%d looked at, no violation\n' "$looked_at"
    exit 0
}

# The C++ files below the given folders.
cpp_files() {
    find "$@" -type d -name build -prune -o -type f \( -name '*.cpp' -o -name '*.h' \) -print 2>/dev/null | sort
}

# The room that a file or folder below app/ or ui/ belongs to; ui/ counts as one.
room_of() {
    case $1 in
    ui | ui/*) printf 'ui' ;;
    app/*)
        local rest=${1#app/}
        printf '%s' "${rest%%/*}"
        ;;
    esac
}

# Fills the associative array may[room]=" room room ": itself, and what arrows.txt lets it use.
read_arrows() {
    declare -gA may=()
    local -A exact=()
    local line room other third known=-1 count=0
    while IFS= read -r line; do
        [[ $line =~ ^([a-z]+)(:| =)(.*)$ ]] || continue
        room=${BASH_REMATCH[1]}
        exact[$room]=$([[ ${BASH_REMATCH[2]} == ' =' ]] && printf yes || printf no)
        may[$room]=" $room ${BASH_REMATCH[3]# } "
    done <"$checks/arrows.txt"
    while ((count != known)); do
        known=$count
        count=0
        for room in "${!may[@]}"; do
            if [[ ${exact[$room]} == no ]]; then
                for other in ${may[$room]}; do
                    for third in ${may[$other]}; do
                        [[ ${may[$room]} == *" $third "* ]] || may[$room]+="$third "
                    done
                done
            fi
            count=$((count + ${#may[$room]}))
        done
    done
}
