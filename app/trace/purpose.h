// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"

#include <QString>
#include <QStringList>
#include <QUrl>

namespace keyturn::trace {

/// Who takes part in a flow.
enum class Party {
    App, ///< Keyturn.
    Browser,
    Provider, ///< Whoever the person signs in at: OAuth's authorization server.
    Backend, ///< The resource server; whoever signs people in by its own rules, too.
};
constexpr int partyCount = int(Party::Backend) + 1;

/// Every word that Exchange::purpose has in Keyturn; sentences for them are made in words/.
[[nodiscard]] QStringList purposes();

/// With whom Keyturn speaks for @p purpose; Backend for one that is none of Keyturn's.
[[nodiscard]] Party counterpartOf(const QString &purpose);

/// Where the step is laid down, as `RFC 6749 §4.1.3`, by what it is for and, where that leaves several, by the grant that it names; empty where no
/// standard speaks of it.
[[nodiscard]] QString referenceOf(const net::Exchange &exchange);
/// Where to read @p reference; empty for an empty one.
[[nodiscard]] QUrl addressOf(const QString &reference);

/// What an exchange is most likely for that nobody has told the purpose of (of an imported recording): by OAuth's own words in it; empty: no idea.
[[nodiscard]] QString guessedPurpose(const net::Exchange &exchange);

} // namespace keyturn::trace
