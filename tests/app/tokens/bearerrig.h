// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/scriptedserver.h"
#include "tokens/authenticatednetworkaccessmanager.h"
#include "tokenworld.h"

#include <QNetworkReply>
#include <QStringList>
#include <QTest>

#include <memory>
#include <optional>

namespace keyturn::tests {

/// Ada is signed in with `access-1`, and a server on loopback may have her token.
struct BearerRig {
    explicit BearerRig(QList<Turn> turns, std::optional<QSslConfiguration> tls = std::nullopt) : server(std::move(turns), std::move(tls))
    {
        if (!world.signIn(*process).ok())
            qFatal("not signed in");
    }

    using Reply = std::unique_ptr<QNetworkReply>;
    [[nodiscard]] QNetworkRequest request(const QString &path = QStringLiteral("/")) const { return QNetworkRequest(server.url(path)); }
    [[nodiscard]] Reply get() { return Reply(manager.get(request())); }
    /// The token has run out: the next request waits for a refresh, whose answer is held back.
    void expireAndHoldBack()
    {
        world.pass(world.refresher.lifetime);
        world.refresher.holdBack();
    }
    /// Lets the network do its part; false where @p reply has not finished by then.
    [[nodiscard]] static bool finishes(const QNetworkReply &reply)
    {
        return QTest::qWaitFor([&reply] { return reply.isFinished(); }, 10'000);
    }
    [[nodiscard]] static int statusOf(const QNetworkReply &reply) { return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }
    [[nodiscard]] static QString errorCodeOf(const QNetworkReply &reply)
    {
        return reply.attribute(tokens::AuthenticatedNetworkAccessManager::ErrorCodeAttribute).toString();
    }
    /// The access tokens that came with the requests, in order; `none` for a request without one.
    [[nodiscard]] QByteArrayList bearers() const
    {
        QByteArrayList tokens;
        for (const QByteArray &sent : server.requests()) {
            // Qt 6.8 writes header names in lower case (RFC 9110 §5.1 has them equal).
            const qsizetype at = sent.toLower().indexOf("\r\nauthorization: bearer ");
            const qsizetype from = at + 24;
            tokens.append(at < 0 ? QByteArray("none") : sent.mid(from, sent.indexOf("\r\n", from) - from));
        }
        return tokens;
    }

    TokenWorld world;
    std::unique_ptr<TokenWorld::Process> process = world.start();
    ScriptedServer server;
    tokens::AuthenticatedNetworkAccessManager manager{process->manager, world.id, {{net::Origin::of(server.url())}, {}, {}, nullptr}};
};

/// A sound answer that stands for all requests, or until the next one.
[[nodiscard]] inline Turn says(int status, const QByteArray &body = {}, const QByteArray &headers = {})
{
    return Turn{ScriptedServer::answer(status, body, headers)};
}

/// What a reply has told, in order; `readyRead` and the progress once at most, however the network cut the body.
class Told
{
public:
    explicit Told(QNetworkReply &reply)
    {
        const auto note = [this](const QString &what) { return [this, what] { list.append(what); }; };
        QObject::connect(&reply, &QNetworkReply::metaDataChanged, &m_context, note(QStringLiteral("head")));
        QObject::connect(&reply, &QNetworkReply::readyRead, &m_context, [this] {
            if (!list.contains(QStringLiteral("body")))
                list.append(QStringLiteral("body"));
        });
        QObject::connect(&reply, &QNetworkReply::errorOccurred, &m_context, note(QStringLiteral("error")));
        QObject::connect(&reply, &QNetworkReply::finished, &m_context, note(QStringLiteral("finished")));
    }
    QStringList list;

private:
    QObject m_context;
};

[[nodiscard]] inline QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

} // namespace keyturn::tests
