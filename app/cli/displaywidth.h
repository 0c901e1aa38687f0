// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::cli {

/// How many columns of a terminal @p text takes: by grapheme clusters (Unicode UAX #29), each as wide as its widest character (UAX #11), with emoji
/// presentation, flags and joined emoji two columns wide. Precondition: @p text is printable().
[[nodiscard]] int displayWidth(const QString &text);

/// Whether @p joiner (U+200C, U+200D) between @p before and @p after is part of how a word or an emoji is written, as in Persian, Hindi, and joined
/// emoji, and not a way to make two names look alike.
[[nodiscard]] bool isJoinedRightly(char32_t before, char32_t joiner, char32_t after);

} // namespace keyturn::cli
