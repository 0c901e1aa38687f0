// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/difference.h"
#include "inspection/findings.h"
#include "words/tokenwords.h"

#include <QJsonObject>

namespace keyturn::cli {

/// All that there is to tell of one token.
struct Inspection {
    inspection::Token token;
    QList<inspection::Finding> findings;
    inspection::Verification verification;
    std::optional<QList<inspection::Change>> changes; ///< nullopt: nothing was there to compare with.
    QDateTime now; ///< UTC.

    [[nodiscard]] bool isSound() const { return !inspection::isRefused(findings, verification); }
};

/// For a terminal, several paragraphs.
[[nodiscard]] QString inspectionText(const Inspection &inspection);

/// `{"kind","form","use","bytes","header","claims","issuedAt","expiresAt","notBefore","signature":{"state","reason","algorithm","key","keys"},
/// "findings":[{"id","severity","reference","message"}],"changes":[{"kind","part","name","before","after"}],"sound"}`; of an opaque token instead of
/// header and claims `length`, `alphabet`, `entropyBits`, `shape`, `issuer`. The token itself is never in it.
[[nodiscard]] QJsonObject inspectionJson(const Inspection &inspection);

} // namespace keyturn::cli
