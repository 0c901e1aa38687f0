// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/answer.h"

#include <QString>

namespace keyturn::audit {

/// An answer to a question about somebody.
struct AnswerAbout {
    QString user;
    Answer answer;
};

/// Whether the answers about somebody who is known and about somebody who is not can be told apart.
struct Likeness {
    QString difference; ///< By what they differ, as the end of a sentence; empty: they are alike.
    QString obstacle; ///< Why they cannot be compared, as a sentence; empty: they can.
};

/// Compares status, text or JSON, and the fields Location and Set-Cookie. What differs between @p unknown and @p another, who are equally unknown,
/// differs by itself (times, numbers, tokens of a form) and does not count; neither does the name that was asked about.
[[nodiscard]] Likeness likenessOf(const AnswerAbout &known, const AnswerAbout &unknown, const AnswerAbout &another);

} // namespace keyturn::audit
