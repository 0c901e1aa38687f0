// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "backend/replay/recording.h"

#include <QHash>

namespace keyturn::backend {

/// Puts made-up values in place of what a recording of Keyturn's has as `<secret #1a2b3c4d>`. One mark becomes one value wherever it stands, at every
/// start of the program: what a client is given here it can bring back there. What stands as an access or ID token becomes a JWT that is signed by
/// nobody and ends an hour from now, for clients that look for an end in it; all else is opaque.
class MadeUp
{
public:
    MadeUp(const QList<RecordedExchange> &recorded, Instant now);

    [[nodiscard]] QByteArray filled(QByteArray text) const;
    /// Whether @p text holds a mark.
    [[nodiscard]] static bool isMark(QByteArrayView text);

private:
    QHash<QByteArray, QByteArray> m_tokens; ///< By mark: those that are JWTs.
};

} // namespace keyturn::backend
