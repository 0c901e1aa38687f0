#compdef keyturn keyturn-backend
# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
#
# Completion of keyturn and keyturn-backend for zsh: the options that their own --help has, else names of files.

_arguments '*:file:_files' --
