// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QString>

namespace keyturn::inspection {

/// Of what signs a token is made.
enum class Alphabet { Digits, Hexadecimal, Alphanumeric, Base64Url, Base64, Printable };

/// Text that is a token for its issuer alone.
struct OpaqueToken {
    qsizetype length = 0;
    Alphabet alphabet = Alphabet::Printable;
    double bits =
        0; ///< What could be random in it, at most: an estimate from length, alphabet and repetitions. One token cannot show how it was made.
    QString shape; ///< A word for what it is known to be by its looks: `github_oauth`, `uuid`, `paseto` …; empty: nothing known.
    QString issuer; ///< Who gives such tokens, where the shape tells: "GitHub".
};

/// Precondition: printable ASCII without blanks.
[[nodiscard]] OpaqueToken readOpaque(QByteArrayView text);

} // namespace keyturn::inspection
