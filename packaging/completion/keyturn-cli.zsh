#compdef keyturn-cli
# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
#
# Completion of keyturn-cli for zsh; by hand, after compinit: source <(keyturn-cli completion zsh)

_keyturn_cli() {
    local line word files=0
    local -a candidates
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            files=1
        else
            word=${line%%$'\t'*}
            candidates+=("${word//:/\\:}:${line#*$'\t'}")
        fi
    done < <(${words[1]} completion candidates -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    ((files)) && _files
    ((${#candidates})) && _describe -V 'keyturn-cli' candidates
}

# Sourced by hand there is no file of its own to be called.
if [[ ${funcstack[1]:-} == _keyturn-cli || ${funcstack[1]:-} == _keyturn_cli ]]; then
    _keyturn_cli "$@"
else
    compdef _keyturn_cli keyturn-cli
fi
