// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/picturecache.h"
#include "core/async.h"
#include "core/clock.h"
#include "model/account.h"
#include "net/httpclient.h"

#include <QHostAddress>
#include <QObject>

#include <functional>
#include <memory>

namespace keyturn::accounts {

/// The pictures of people, from where their backend or provider said they are, and from the cache.
///
/// Such an address is a stranger's word, and following it makes this computer ask things of others. Hence:
/// - At the account's own origins it goes through the account's client, with its token; anywhere else, and after the first redirect that leaves them,
///   without token, cookies or referrer.
/// - Who is on the internet may not point into the person's networks, nor to this computer, by address, by name or by redirect: a place is allowed
/// where
///   it is reached no nearer than the account's own origins. What a name stands for may be another by the time of the connection; then TLS fails,
///   since what is no loopback is https.
/// - Three redirects, ten seconds in all, 1 MiB (cut off while it comes), PNG, JPEG, WebP and GIF by their type. Nobody has looked into the bytes.
/// A picture is asked for again after seven days, one that could not be had after one, unless nobody could be asked. Nothing of this is anybody's
/// error to be shown.
class PictureFetcher : public QObject
{
    Q_OBJECT
public:
    /// A request of an account's own, with its token.
    using AccountClient = std::function<core::Async<net::HttpResponse>(const model::AccountId &id, const net::HttpRequest &request)>;
    /// What a host's name stands for. No address: it goes through a proxy, in whose network the name counts.
    using Resolver = std::function<core::Async<QList<QHostAddress>>(const QUrl &url)>;

    static constexpr qsizetype longest = 1024 * 1024; ///< Bytes of a picture.
    static constexpr int atOnce = 2;

    /// @p clock and @p http, which goes without anybody's token, must outlive it. @p directory is the cache's.
    PictureFetcher(core::Clock &clock, net::HttpClient &http, AccountClient accountClient, Resolver resolver, const QString &directory,
                   QObject *parent = nullptr);
    ~PictureFetcher() override;

    /// False: fetches nothing from now on, and removes all that it keeps.
    void setEnabled(bool enabled);
    /// The encoded picture. Cancelled: too many were asked for since. Rejected: there is none for now, and asking again within a day brings the same.
    /// Whatever else: nobody could be asked.
    [[nodiscard]] core::Async<QByteArray> fetch(const model::Account &account);
    /// Removes what is kept of @p id, who was signed out.
    void forget(const model::AccountId &id);

private:
    struct Errand;
    void startNext();
    void ask(const std::shared_ptr<Errand> &errand);
    void answered(const std::shared_ptr<Errand> &errand, const core::Result<net::HttpResponse> &answer);
    void redirected(const std::shared_ptr<Errand> &errand, const QByteArray &location);
    void finish(const std::shared_ptr<Errand> &errand, const core::Result<QByteArray> &picture);
    void failed(const std::shared_ptr<Errand> &errand, const char *code);
    void served(const std::shared_ptr<Errand> &errand, const core::Error &otherwise);
    /// Rejected `picture_place` where the errand's address may not be asked.
    [[nodiscard]] core::Async<void> checkPlace(const Errand &errand);
    [[nodiscard]] core::Async<int> nearest(const QList<QUrl> &urls);

    core::Clock &m_clock;
    net::HttpClient &m_http;
    AccountClient m_accountClient;
    Resolver m_resolver;
    PictureCache m_cache;
    QList<std::shared_ptr<Errand>> m_waiting; ///< The newest last, and served first: it is what the person looks at.
    QList<std::shared_ptr<Errand>> m_running;
    bool m_enabled = true;
};

} // namespace keyturn::accounts
