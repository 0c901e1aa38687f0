// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "history/event.h"

#include <functional>

namespace keyturn::history {

/// Which events are asked for. What is empty or invalid excludes nothing.
struct Filter {
    QList<model::AccountId> accounts = {};
    bool thisComputer = true; ///< With `accounts`: what happened to the computer, and so to each of them, as well.
    QList<EventKind> kinds = {};
    QDateTime from = {}; ///< Inclusive.
    QDateTime until = {}; ///< Exclusive.
    QString text = {}; ///< In the sentence, the cause or the detail, whatever its case.
    /// How an event is told to people, so that `text` finds what they read; of the event it is given kind, cause and detail alone. Called in another
    /// thread.
    std::function<QString(const Event &)> sentence = {};
};

/// A place between two events of the list: what follows it is older.
struct PageKey {
    qint64 at = 0; ///< Milliseconds since 1970.
    qint64 id = 0;
    bool operator==(const PageKey &) const = default;
};

struct Page {
    QList<Event> events; ///< Newest first.
    /// Where to go on; nullopt: there are no more. A page may have fewer events than asked for, even none, and go on: the search of one page is
    /// bounded.
    std::optional<PageKey> next;
    std::optional<core::Error> notRecorded = {}; ///< Why what happens now is not recorded.
};

} // namespace keyturn::history
