// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/knownsession.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

namespace keyturn::history {

namespace {

/// With its length in front, so that no two pairs read the same.
void add(QCryptographicHash &hash, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const quint64 length = qToBigEndian(static_cast<quint64>(bytes.size()));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&length), sizeof length));
    hash.addData(QByteArrayView(bytes));
}

} // namespace

QByteArray sessionKey(const model::AccountId &account, const model::SessionId &id)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    add(hash, account.toString());
    add(hash, id.toString());
    return hash.result();
}

KnownSessions listedOnly(const model::AccountId &account, const QList<model::Session> &listed, const core::Error &why)
{
    KnownSessions known;
    known.notKept = why;
    known.sessions.reserve(listed.size());
    for (const model::Session &session : listed)
        known.sessions.append({session, sessionKey(account, session.id), {}, {}, false});
    sortKnown(known.sessions);
    return known;
}

void sortKnown(QList<KnownSession> &sessions)
{
    const auto isAlive = [](const KnownSession &known) { return !known.session.endedAt.isValid(); };
    const auto ended = std::stable_partition(sessions.begin(), sessions.end(), isAlive);
    std::stable_sort(ended, sessions.end(), [](const KnownSession &a, const KnownSession &b) { return a.session.endedAt > b.session.endedAt; });
}

} // namespace keyturn::history
