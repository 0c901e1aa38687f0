// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/difference.h"
#include "inspection/findings.h"

#include <functional>

/// What the inspection of a token says. Values of tokens stand in it as they are: make them fit to be shown through a Voice.
namespace keyturn::words {

/// How whoever speaks says what differs between a terminal and a window.
struct Voice {
    std::function<QString(const QDateTime &)> time; ///< "in 14 min".
    std::function<QString(std::chrono::seconds)> span; ///< "15 min".
    std::function<QString(const QString &)> untrusted; ///< Text of a token's, fit to be shown.
};

/// "Signed token (JWT) for access"; "Opaque token of GitHub, for OAuth".
[[nodiscard]] QString tokenTitle(const inspection::Token &token, const Voice &voice);
/// Of an opaque one: how long, of what signs, how much could be random. Empty of others.
[[nodiscard]] QString opaqueSentence(const inspection::OpaqueToken &token);
/// "high", "medium", "low", "note".
[[nodiscard]] QString severityWord(inspection::Severity severity);
[[nodiscard]] QString findingSentence(const inspection::Finding &finding, const Voice &voice);
[[nodiscard]] QString verificationSentence(const inspection::Verification &verification, const Voice &voice);
/// Why a key was not tried: "is for another algorithm"; empty: it was.
[[nodiscard]] QString keyFitWords(inspection::KeyFit fit);
/// "exp: 14 min later (…)".
[[nodiscard]] QString changeSentence(const inspection::Change &change, const Voice &voice);

/// The sentence of a text that is no token, of keys that cannot be read, or of neither being there, where %2 stands for the error's detail; empty for
/// other codes.
[[nodiscard]] QString tokenTrouble(const QString &code);

} // namespace keyturn::words
