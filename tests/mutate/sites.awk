# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
#
# awk -f sites.awk FILE…: where a condition of C++ code can be turned round, a line each: FILE, line, column, what stands there, what is to stand
# there, between tabs. Looks at our own code, which clang-format has spaced: operators of comparison stand between blanks.
BEGIN {
    n = 0
    add(" == ", " != "); add(" != ", " == ")
    add(" < ", " >= "); add(" >= ", " < "); add(" > ", " <= "); add(" <= ", " > ")
    add(" && ", " || "); add(" || ", " && ")
    add("if (!", "if ("); add("return !", "return ")
    add("return true;", "return false;"); add("return false;", "return true;")
    add(" + 1", " + 0"); add(" - 1", " - 0")
    add("continue;", ";")
}
function add(from, to) { ++n; was[n] = from; is[n] = to }

# Strings and comments hold no conditions: the same number of other characters takes their place.
function code(line,    result, i, c, quote) {
    result = ""; quote = ""
    for (i = 1; i <= length(line); ++i) {
        c = substr(line, i, 1)
        if (quote != "") {
            if (c == "\\") { result = result "__"; ++i; continue }
            if (c == quote) quote = ""
            result = result "_"
        } else if (c == "\"" || (c == "'" && substr(line, i - 1, 1) !~ /[0-9]/)) {
            quote = c; result = result "_"
        } else if (c == "/" && substr(line, i + 1, 1) == "/") {
            return result
        } else {
            result = result c
        }
    }
    return result
}

FNR == 1 { raw = 0 }
/R"\(/ { raw = 1 }
raw { if (/\)"/) raw = 0; next }
/^[ \t]*#/ || /^template/ || /static_assert/ { next }
{
    text = code($0)
    for (k = 1; k <= n; ++k) {
        from = 1
        while ((at = index(substr(text, from), was[k])) > 0) {
            column = from + at - 1
            printf "%s\t%d\t%d\t%s\t%s\n", FILENAME, FNR, column, was[k], is[k]
            from = column + length(was[k])
        }
    }
}
