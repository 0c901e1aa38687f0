// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/displaywidth.h"

#include <algorithm>

#include <utf8proc.h>

namespace keyturn::cli {

namespace {

constexpr char32_t zeroWidthJoiner = 0x200d;
constexpr char32_t emojiPresentation = 0xfe0f;

bool isRegionalIndicator(char32_t character)
{
    return character >= 0x1f1e6 && character <= 0x1f1ff;
}

/// What an emoji is made of: symbols, none of them ASCII.
bool isPictograph(char32_t character)
{
    return character > 0x7f && (QChar::category(character) == QChar::Symbol_Other || QChar::category(character) == QChar::Symbol_Modifier);
}

/// A letter of a script that joins, or what stands above or below one.
bool isJoiningLetter(char32_t character)
{
    return character >= 0x0590 && (QChar::isLetter(character) || QChar::isMark(character));
}

int widthOf(char32_t character)
{
    return std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(character)));
}

} // namespace

int displayWidth(const QString &text)
{
    int width = 0;
    int cluster = 0;
    char32_t before = 0;
    utf8proc_int32_t state = 0;
    for (const char32_t character : text.toUcs4()) {
        const bool begins =
            before == 0 || utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before), static_cast<utf8proc_int32_t>(character), &state);
        if (begins) {
            width += cluster;
            cluster = 0;
        }
        const bool isEmoji = !begins && (character == emojiPresentation || isRegionalIndicator(character));
        cluster = std::max(cluster, isEmoji ? 2 : widthOf(character));
        before = character;
    }
    return width + cluster;
}

bool isJoinedRightly(char32_t before, char32_t joiner, char32_t after)
{
    const bool joinsEmoji = joiner == zeroWidthJoiner && isPictograph(after) && (isPictograph(before) || before == emojiPresentation);
    return joinsEmoji || (isJoiningLetter(before) && isJoiningLetter(after));
}

} // namespace keyturn::cli
