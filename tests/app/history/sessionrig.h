// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/sessionbook.h"
#include "historyrig.h"

namespace keyturn::tests {

/// A book of sessions in a folder and at a time of the test's own.
class SessionRig
{
public:
    SessionRig();

    FakeClock clock;
    TemporaryHome home;
    std::unique_ptr<history::SessionBook> book;

    [[nodiscard]] QString path() const;
    [[nodiscard]] static model::AccountId ada() { return model::AccountId(QStringLiteral("a1")); }
    [[nodiscard]] static model::AccountId bob() { return model::AccountId(QStringLiteral("b2")); }
    /// By its id, at a device of that name, for a year from the rig's first day on.
    [[nodiscard]] static model::Session session(const QString &id, bool current = false);
    /// The sessions of these ids are listed; `*` in front: the current one.
    history::KnownSessions list(const QStringList &ids, const model::AccountId &account = ada());
    history::KnownSessions list(const QList<model::Session> &sessions, const model::AccountId &account = ada());
    /// The book ends, as with its program, and another begins.
    void restart();
    /// One statement on the file, by a connection of the test's own.
    [[nodiscard]] bool execute(const QString &sql) const;
    /// All bytes of the file and of those beside it.
    [[nodiscard]] QByteArray everythingOnDisk() const;
};

/// Each by its device: `!` in front: new; `=label` and `:cause` behind.
[[nodiscard]] QStringList wordsOf(const history::KnownSessions &known);

} // namespace keyturn::tests
