// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/picturefetcher.h"

#include "core/logging.h"
#include "model/pictureaddress.h"
#include "net/origin.h"
#include "net/reach.h"

#include <algorithm>

namespace keyturn::accounts {

namespace {

constexpr std::chrono::milliseconds patience{10'000};
constexpr int mostRedirects = 3;
constexpr qsizetype mostWaiting = 64;
constexpr qsizetype maxEtag = 256;
constexpr qint64 day = 24 * 3600;
constexpr qint64 goodFor = 7 * day;

core::Error refused(const char *code)
{
    return {core::ErrorKind::Rejected, QString::fromLatin1(code), {}};
}

core::Error cancelled(const char *code)
{
    return {core::ErrorKind::Cancelled, QString::fromLatin1(code), {}};
}

bool isPicture(const QByteArray &mediaType)
{
    return QList<QByteArray>{"image/png", "image/jpeg", "image/webp", "image/gif"}.contains(mediaType);
}

bool isOwn(const model::Account &account, const QUrl &url)
{
    const net::Origin origin = net::Origin::of(url);
    return origin.isValid() && std::any_of(account.origins.begin(), account.origins.end(), [&origin](const QString &own) {
               return net::Origin::of(QUrl(own)) == origin;
           });
}

/// Whether nobody heard the question: no network yet, say, or a locked keychain.
bool wasNotAsked(const core::Error &error)
{
    return error.kind != core::ErrorKind::BadReply && error.code != QLatin1String("timeout");
}

QByteArray etagOf(const net::HttpResponse &response)
{
    const QByteArray etag = response.header("ETag");
    const bool plain = std::all_of(etag.begin(), etag.end(), [](char c) { return c > ' ' && c <= '~'; });
    return plain && etag.size() <= maxEtag ? etag : QByteArray();
}

net::HttpRequest requestFor(const QUrl &url, const QByteArray &etag, std::chrono::milliseconds left)
{
    net::HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "image/png, image/jpeg, image/webp, image/gif"}};
    if (!etag.isEmpty())
        request.headers.append(net::Header{"If-None-Match", etag});
    request.deadline = left;
    request.maxBodyBytes = PictureFetcher::longest;
    request.purpose = QStringLiteral("picture");
    return request;
}

} // namespace

/// One picture on its way.
struct PictureFetcher::Errand {
    model::Account account;
    std::optional<KeptPicture> kept; ///< To be served on where it cannot be had anew.
    core::Promise<QByteArray> promise = {};
    QUrl url = account.identity.picture; ///< Where it is asked for at the moment.
    bool asAccount = isOwn(account, url); ///< And never again once it has left the account's own places.
    int redirects = 0;
    std::chrono::milliseconds end{0}; ///< Monotonic.
};

PictureFetcher::PictureFetcher(core::Clock &clock, net::HttpClient &http, AccountClient accountClient, Resolver resolver, const QString &directory,
                               QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_accountClient(std::move(accountClient)), m_resolver(std::move(resolver)), m_cache(directory)
{ }

PictureFetcher::~PictureFetcher() = default;

void PictureFetcher::setEnabled(bool enabled)
{
    m_enabled = enabled;
    if (enabled)
        return;
    m_waiting.clear(); // whoever asked is told Cancelled
    m_running.clear();
    m_cache.removeAll();
}

core::Async<QByteArray> PictureFetcher::fetch(const model::Account &account)
{
    if (!m_enabled)
        return core::ready<QByteArray>(refused("pictures_off"));
    if (account.identity.picture.isEmpty())
        return core::ready<QByteArray>(refused("picture_unknown"));
    const auto isSame = [&account](const std::shared_ptr<Errand> &one) {
        return one->account.id == account.id && one->account.identity.picture == account.identity.picture;
    };
    for (QList<std::shared_ptr<Errand>> *list : {&m_running, &m_waiting}) {
        const auto same = std::find_if(list->begin(), list->end(), isSame);
        if (same == list->end())
            continue;
        const std::shared_ptr<Errand> errand = *same;
        if (list == &m_waiting) // it is looked at again
            list->append(list->takeAt(same - list->begin()));
        return errand->promise.future();
    }
    const std::optional<KeptPicture> kept = m_cache.find(account);
    if (kept && kept->checkedAt.isValid()) {
        const qint64 age = kept->checkedAt.secsTo(m_clock.now());
        const bool isFresh = age >= 0 && age < (kept->failed ? day : goodFor);
        if (isFresh && kept->bytes.isEmpty())
            return core::ready<QByteArray>(refused("picture_failed"));
        if (isFresh)
            return core::ready<QByteArray>(kept->bytes);
    }
    const auto errand = std::make_shared<Errand>(Errand{account, kept});
    m_waiting.append(errand);
    if (m_waiting.size() > mostWaiting)
        m_waiting.takeFirst()->promise.finish(cancelled("picture_passed"));
    startNext();
    return errand->promise.future();
}

void PictureFetcher::forget(const model::AccountId &id)
{
    const auto isTheirs = [&id](const std::shared_ptr<Errand> &one) { return one->account.id == id; };
    m_waiting.removeIf(isTheirs);
    m_running.removeIf(isTheirs);
    m_cache.remove(id);
    startNext();
}

void PictureFetcher::startNext()
{
    while (m_running.size() < atOnce && !m_waiting.isEmpty()) {
        m_running.append(m_waiting.takeLast());
        m_running.last()->end = m_clock.monotonic() + patience;
        ask(m_running.last());
    }
}

void PictureFetcher::ask(const std::shared_ptr<Errand> &errand)
{
    core::whenDone(checkPlace(*errand), this, [this, errand](const core::Result<void> &allowed) {
        const std::chrono::milliseconds left = errand->end - m_clock.monotonic();
        if (!m_running.contains(errand)) // signed out meanwhile, say
            return;
        if (!allowed.ok() && allowed.error().kind != core::ErrorKind::Rejected)
            return served(errand, allowed.error());
        if (!allowed.ok() || left.count() <= 0)
            return failed(errand, allowed.ok() ? "timeout" : "picture_place");
        const bool isFirst = errand->redirects == 0;
        const net::HttpRequest request = requestFor(errand->url, isFirst && errand->kept ? errand->kept->etag : QByteArray(), left);
        core::whenDone(errand->asAccount ? m_accountClient(errand->account.id, request) : m_http.send(request), this,
                       [this, errand](const core::Result<net::HttpResponse> &answer) {
                           if (m_running.contains(errand))
                               answered(errand, answer);
                       });
    });
}

void PictureFetcher::answered(const std::shared_ptr<Errand> &errand, const core::Result<net::HttpResponse> &answer)
{
    if (!answer.ok() && wasNotAsked(answer.error())) // which says nothing about the picture
        return served(errand, answer.error());
    if (!answer.ok())
        return failed(errand, "picture_failed");
    if (answer->status == 304 && errand->kept && !errand->kept->bytes.isEmpty()) {
        const KeptPicture again{m_clock.now(), false, errand->kept->etag, errand->kept->bytes};
        m_cache.keep(errand->account, again);
        return finish(errand, again.bytes);
    }
    if (QList<int>{301, 302, 303, 307, 308}.contains(answer->status))
        return redirected(errand, answer->header("Location"));
    if (answer->status == 404 || answer->status == 410)
        errand->kept.reset(); // taken away
    if (answer->status != 200 || !isPicture(answer->mediaType()) || answer->body.isEmpty())
        return failed(errand, "picture_failed");
    const KeptPicture fresh{m_clock.now(), false, errand->redirects == 0 ? etagOf(*answer) : QByteArray(), answer->body.reveal().toByteArray()};
    m_cache.keep(errand->account, fresh);
    finish(errand, fresh.bytes);
}

void PictureFetcher::redirected(const std::shared_ptr<Errand> &errand, const QByteArray &location)
{
    const QUrl relative = QUrl::fromEncoded(location, QUrl::StrictMode);
    const QUrl target = model::pictureAddress(QString::fromLatin1(errand->url.resolved(relative).toEncoded()));
    if (location.isEmpty() || !relative.isValid() || target.isEmpty() || target.scheme() != errand->url.scheme()
        || errand->redirects == mostRedirects)
        return failed(errand, "picture_redirect");
    ++errand->redirects;
    errand->url = target;
    errand->asAccount = errand->asAccount && isOwn(errand->account, target);
    ask(errand);
}

core::Async<void> PictureFetcher::checkPlace(const Errand &errand)
{
    if (errand.asAccount) // where its token goes anyway
        return core::ready<void>({});
    QList<QUrl> own;
    for (const QString &origin : errand.account.origins)
        own.append(QUrl(origin));
    return core::chain(nearest({errand.url}), this, [this, own](int reach) -> core::Async<void> {
        if (reach == int(net::Reach::Public))
            return core::ready<void>({});
        return core::chain(nearest(own), this, [reach](int ownReach) -> core::Result<void> {
            return reach >= ownReach ? core::Result<void>() : core::Result<void>(refused("picture_place"));
        });
    });
}

/// The nearest net::Reach of them. One whose name nobody knows has none.
core::Async<int> PictureFetcher::nearest(const QList<QUrl> &urls)
{
    const int farthest = int(net::Reach::Public);
    if (urls.isEmpty())
        return core::ready<int>(farthest);
    const core::Promise<int> promise;
    core::whenDone(nearest(urls.sliced(1)), this, [this, promise, url = urls.first(), isOnly = urls.size() == 1](const core::Result<int> &others) {
        if (!others.ok())
            return promise.finish(others);
        if (const std::optional<net::Reach> written = net::writtenReach(url))
            return promise.finish(std::min(*others, int(*written)));
        core::whenDone(m_resolver(url), this, [promise, nearest = *others, isOnly](const core::Result<QList<QHostAddress>> &found) {
            if (!found.ok())
                return promise.finish(isOnly ? core::Result<int>(found.error()) : core::Result<int>(nearest));
            int least = nearest;
            for (const QHostAddress &address : *found)
                least = std::min(least, int(net::reachOf(address)));
            promise.finish(least);
        });
    });
    return promise.future();
}

/// What was there before goes on, and is asked for again in a day.
void PictureFetcher::failed(const std::shared_ptr<Errand> &errand, const char *code)
{
    qCDebug(core::lcAccounts) << "a picture could not be had:" << code;
    KeptPicture nothing{m_clock.now(), true, {}, {}};
    if (errand->kept) {
        nothing.etag = errand->kept->etag;
        nothing.bytes = errand->kept->bytes;
    }
    m_cache.keep(errand->account, nothing);
    served(errand, refused(code));
}

/// With what was kept, if anything was.
void PictureFetcher::served(const std::shared_ptr<Errand> &errand, const core::Error &otherwise)
{
    const bool has = errand->kept && !errand->kept->bytes.isEmpty();
    finish(errand, has ? core::Result<QByteArray>(errand->kept->bytes) : core::Result<QByteArray>(otherwise));
}

void PictureFetcher::finish(const std::shared_ptr<Errand> &errand, const core::Result<QByteArray> &picture)
{
    m_running.removeOne(errand);
    startNext();
    errand->promise.finish(picture);
}

} // namespace keyturn::accounts
