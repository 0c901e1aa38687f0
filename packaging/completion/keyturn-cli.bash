# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
#
# Completion of keyturn-cli for bash; by hand: source <(keyturn-cli completion bash)

_keyturn_cli() {
    local cur=${COMP_WORDS[COMP_CWORD]} words=("${COMP_WORDS[@]}") cword=$COMP_CWORD line joined
    # Bash takes a@b and a=b apart; bash-completion puts them together again.
    if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n '@=:' cur words cword
    fi
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            compopt -o filenames
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
        else
            line=${line%%$'\t'*}
            # What is put into the line is text, whoever chose it.
            [[ $line == *[!A-Za-z0-9._%+@:=,/-]* ]] && printf -v line %q "$line"
            COMPREPLY+=("$line")
        fi
    done < <("${words[0]}" completion candidates -- "${words[@]:1:cword}" 2>/dev/null)
    # What bash itself takes for the word is what it puts the answer in place of.
    joined=${cur%"${COMP_WORDS[COMP_CWORD]}"}
    if [[ $cur != "${COMP_WORDS[COMP_CWORD]}" && ${COMP_WORDS[COMP_CWORD]} != [=@:] ]]; then
        COMPREPLY=("${COMPREPLY[@]#"$joined"}")
    elif [[ $cur != "${COMP_WORDS[COMP_CWORD]}" ]]; then
        COMPREPLY=("${COMPREPLY[@]#"$cur"}")
    fi
}

complete -F _keyturn_cli keyturn-cli
