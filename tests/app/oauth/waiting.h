// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/loopbacklistener.h"

#include "support/fakebrowser.h"
#include "support/fakeclock.h"

#include <QSignalSpy>

namespace keyturn::oauth {

using tests::BrowserPage;
using tests::FakeBrowser;
using tests::FakeClock;
using tests::RawConnection;
using Verdict = LoopbackListener::Verdict;

inline const QString path = QStringLiteral("/callback/r4nd0m");

/// A listener that waits for `state=right`; `state=right&error=…` is a refusal.
struct Waiting {
    explicit Waiting(LoopbackRules rules = {}, LoopbackTarget target = {path})
        : listener(clock, std::move(target), nullptr, std::move(rules)), closed(&listener, &LoopbackListener::closed)
    {
        listener.setJudge([this](const QString &query) {
            judged.append(query);
            if (!query.contains(QStringLiteral("state=right")))
                return Verdict::NotOurs;
            return query.contains(QStringLiteral("error=")) ? Verdict::Refused : Verdict::Accepted;
        });
        const auto listening = listener.listen();
        if (listening.ok())
            address = *listening;
    }

    [[nodiscard]] quint16 port() const { return static_cast<quint16>(address.port()); }
    [[nodiscard]] QByteArray get(const QByteArray &target, const QByteArray &headers = {}) const
    {
        return "GET " + target + " HTTP/1.1\r\nHost: " + address.authority().toLatin1() + "\r\n" + headers + "\r\n";
    }
    [[nodiscard]] QByteArray callback(const QByteArray &query) const { return get(path.toLatin1() + '?' + query); }
    /// The answer to @p bytes on a fresh connection.
    [[nodiscard]] QByteArray exchange(const QByteArray &bytes) const
    {
        RawConnection connection(address.host(), port());
        connection.send(bytes);
        return connection.waitForAll();
    }
    [[nodiscard]] bool stillTakesTheAnswer() const { return exchange(callback("code=1&state=right")).startsWith("HTTP/1.1 303 "); }
    [[nodiscard]] bool isGone() const
    {
        RawConnection connection(address.host(), port());
        return connection.waitForAll().isEmpty() && connection.wasRefused();
    }

    FakeClock clock;
    LoopbackListener listener;
    QSignalSpy closed;
    QUrl address;
    QStringList judged;
};

inline int statusOf(const QByteArray &reply)
{
    return reply.startsWith("HTTP/1.1 ") ? reply.mid(9, 3).toInt() : 0;
}

} // namespace keyturn::oauth
