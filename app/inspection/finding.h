// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QStringList>

#include <chrono>
#include <optional>

namespace keyturn::inspection {

enum class Severity { Info, Low, Medium, High };

/// Something about a token that its reader should know. The sentence is words/'s.
struct Finding {
    QString id; ///< `alg_none`, `exp_past` …: stable, the sentence's key.
    Severity severity = Severity::Info;
    QString reference; ///< Where it is asked for: "RFC 8725 §3.1".
    QStringList values = {}; ///< What the sentence tells; text of the token's, untrusted.
    QDateTime at = {}; ///< UTC; the time that it is about.
    std::optional<std::chrono::seconds> span = {}; ///< The length of time that it is about.
    bool operator==(const Finding &) const = default;
};

} // namespace keyturn::inspection
