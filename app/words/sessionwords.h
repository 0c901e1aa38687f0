// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

namespace keyturn::words {

/// Why a session is over, in a few words and without a full stop: "Ended elsewhere". @p cause is one of history::endcause or the backend's own code,
/// which is not trusted: what comes out is one line of at most 80 characters, fit for a terminal and for a label of plain text.
[[nodiscard]] QString endedWords(const QString &cause);

/// Why nothing about sessions could be remembered (history::KnownSessions::notKept), as a sentence.
[[nodiscard]] QString notKeptWords(const core::Error &error);

} // namespace keyturn::words
