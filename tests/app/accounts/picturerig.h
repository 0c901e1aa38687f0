// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/picturefetcher.h"
#include "house.h"

#include <QDir>

namespace keyturn::tests {

inline const QByteArray png = "\x89PNG and the rest of it";
inline const QList<net::Header> pngType{{"Content-Type", "image/png"}};

/// An account at @p origin whose picture is said to be at @p picture.
[[nodiscard]] inline model::Account accountAt(const QString &origin, const QString &picture, const QString &id = QStringLiteral("a1"))
{
    model::Account account;
    account.id = model::AccountId(id);
    account.identity = {origin, QStringLiteral("u1"), {}, {}, QUrl(picture)};
    account.origins = {origin};
    return account;
}

/// On the internet, both of them.
[[nodiscard]] inline model::Account usual(const QString &path = QStringLiteral("/p"), const QString &id = QStringLiteral("a1"))
{
    return accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example") + path, id);
}

/// The fetcher on a network, a clock and a disk of the test's own.
struct PictureRig {
    PictureRig()
    {
        names = {{QStringLiteral("auth.example"), QStringLiteral("203.0.114.1")},
                 {QStringLiteral("pics.example"), QStringLiteral("203.0.114.2")},
                 {QStringLiteral("auth.corp"), QStringLiteral("10.0.0.1")},
                 {QStringLiteral("wiki.corp"), QStringLiteral("10.0.0.2")},
                 {QStringLiteral("rebound.example"), QStringLiteral("127.0.0.1")}};
    }

    TemporaryHome home;
    FakeClock clock;
    FakeHttpClient plain; ///< Without anybody's token.
    FakeHttpClient own; ///< With the account's.
    QHash<QString, QString> names; ///< Host → address; the others are unknown.
    accounts::PictureFetcher fetcher{clock, plain, [this](const model::AccountId &, const net::HttpRequest &request) { return own.send(request); },
                                     [this](const QUrl &url) { return addressesOf(url); }, folder()};

    [[nodiscard]] QString folder() const { return home.paths().cache + QStringLiteral("/pictures"); }
    [[nodiscard]] QStringList files() const { return QDir(folder()).entryList(QDir::Files | QDir::Hidden); }
    /// The picture, or the error's code.
    [[nodiscard]] QString outcome(const model::Account &account)
    {
        const core::Result<QByteArray> picture = answerOf(fetcher.fetch(account));
        return picture.ok() ? QString::fromLatin1(*picture) : picture.error().code;
    }

private:
    [[nodiscard]] core::Async<QList<QHostAddress>> addressesOf(const QUrl &url) const
    {
        const auto found = names.constFind(url.host());
        if (found == names.constEnd())
            return core::ready<QList<QHostAddress>>(core::Error{core::ErrorKind::Offline, QStringLiteral("host_not_found"), {}});
        return core::ready<QList<QHostAddress>>(QList<QHostAddress>{QHostAddress(*found)});
    }
};

} // namespace keyturn::tests
