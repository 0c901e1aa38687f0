# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
#
# Completion of keyturn-cli for fish; by hand: keyturn-cli completion fish | source

function __keyturn_cli_candidates
    set -l words (commandline -opc)
    for line in ($words[1] completion candidates -- $words[2..-1] (commandline -ct) 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end

complete -c keyturn-cli -f -k -a '(__keyturn_cli_candidates)'
