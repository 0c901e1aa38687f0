# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
#
# Completion of keyturn and keyturn-backend for fish: the options that their own --help has, else names of files.

function __keyturn_options
    set -l words (commandline -opc)
    $words[1] --help 2>/dev/null | string match -rg '^  (?:-[a-z], )*(--[a-z][a-z-]*)'
end

complete -c keyturn -n 'string match -q -- "-*" (commandline -ct)' -a '(__keyturn_options)'
complete -c keyturn-backend -n 'string match -q -- "-*" (commandline -ct)' -a '(__keyturn_options)'
