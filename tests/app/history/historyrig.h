// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/eventstore.h"
#include "support/fakeclock.h"
#include "support/temporaryhome.h"

#include <QTest>

#include <memory>

namespace keyturn::tests {

/// A history in a folder and at a time of the test's own.
class HistoryRig
{
public:
    HistoryRig();

    FakeClock clock;
    TemporaryHome home;
    std::unique_ptr<history::EventStore> store;

    [[nodiscard]] QString path() const;
    [[nodiscard]] static history::Subject ada();
    [[nodiscard]] static history::Subject bob();
    /// As of now.
    void add(const history::Subject &subject, history::EventKind kind, const QString &cause = {}, const QString &detail = {});
    /// The store ends, as with its program, and another begins.
    void restart();
    /// The first @p limit that @p filter lets through; fails the test where they cannot be read.
    [[nodiscard]] QList<history::Event> events(const history::Filter &filter = {}, int limit = 1000);
    /// Their kinds, newest first, with `*N` where they were repeated.
    [[nodiscard]] QStringList story(const history::Filter &filter = {});
    /// All bytes of the file and of those beside it.
    [[nodiscard]] QByteArray everythingOnDisk() const;
};

/// The answer of @p future, once it is there; an error `unanswered` after @p patience milliseconds.
template <class T> [[nodiscard]] core::Result<T> answerOf(const core::Async<T> &future, int patience = 10'000)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patience) || future.resultCount() == 0)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("unanswered"), {}};
    return future.result();
}

} // namespace keyturn::tests
