# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
#
# Completion of keyturn and keyturn-backend for bash: the options that their own --help has, else names of files.

_keyturn_options() {
    if [[ $2 == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$("$1" --help 2>/dev/null | sed -n 's/^  \(-[a-z], \)*\(--[a-z][a-z-]*\).*/\2/p')" -- "$2")
    fi
}

complete -o default -F _keyturn_options keyturn keyturn-backend
