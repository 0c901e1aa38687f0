// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"

#include <QList>

namespace keyturn::cli {

/// A sequence diagram in text: one lane a party, an arrow each way, with the time, the address, what came of it, what it is for and the RFC's
/// section.
class TraceDiagram
{
public:
    /// The lanes are those of @p entries.
    explicit TraceDiagram(const QList<net::Exchange> &entries);

    [[nodiscard]] QString head() const;
    /// Of one entry; lines without a line end after the last.
    [[nodiscard]] QString step(const net::Exchange &entry) const;

private:
    [[nodiscard]] QString lanes() const;
    [[nodiscard]] QString arrow(int from, int to) const;
    [[nodiscard]] int laneOf(int party) const;

    QList<int> m_parties; ///< By lane.
    QStringList m_names;
};

} // namespace keyturn::cli
