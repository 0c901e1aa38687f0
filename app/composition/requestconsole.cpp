// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/requestconsole.h"

#include "accounts/tokenorigins.h"
#include "composition/keyturn.h"
#include "lab/lab.h"

namespace keyturn::composition {

namespace {

core::Error wrong(const char *code, const QString &detail = {})
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

/// How a request proves who sends it; without a token, that it does.
console::SnippetCredential credentialOf(const model::AccessUse &use, const core::Secret &token)
{
    if (use.cookie.isEmpty())
        return {use.header, use.scheme.isEmpty() ? QByteArray() : use.scheme + ' ', token};
    if (token.isEmpty())
        return {"Cookie", use.cookie + '=', {}};
    QByteArrayList cookies;
    for (const auto &[name, value] : use.cookiesOf(token))
        cookies.append(name + '=' + value.reveal().toByteArray());
    return {"Cookie", {}, core::Secret::take(cookies.join("; "))};
}

} // namespace

RequestConsole::RequestConsole(Keyturn &core, QObject *parent) : QObject(parent), m_core(core), m_sender(core.clock()) { }

std::optional<model::BackendProfile> RequestConsole::profileOf(const model::AccountId &id) const
{
    const model::Account *account = m_core.accounts().account(id);
    const core::Result<model::BackendProfile> profile = m_core.profiles().find(account ? account->profile : model::ProfileId());
    return profile.ok() ? std::optional(*profile) : std::nullopt;
}

QUrl RequestConsole::baseOf(const model::AccountId &id) const
{
    const std::optional<model::BackendProfile> profile = profileOf(id);
    return profile ? profile->baseUrl : QUrl();
}

bool RequestConsole::carriesToken(const model::AccountId &id, const QUrl &url) const
{
    const model::Account *account = m_core.accounts().account(id);
    const std::optional<model::BackendProfile> profile = profileOf(id);
    return account && profile && accounts::accessOrigins(*profile, *account).contains(net::Origin::of(url));
}

console::RequestStore &RequestConsole::store()
{
    return m_core.requests();
}

core::Async<console::Answer> RequestConsole::send(const model::AccountId &id, const console::Draft &draft, std::stop_token stop,
                                                  console::Sender::Progress progress)
{
    QNetworkAccessManager *manager = m_core.sessions().networkManager(id);
    if (!manager)
        return core::ready<console::Answer>(wrong("account_unknown"));
    return core::chain(m_sender.send(*manager, draft, baseOf(id), std::move(stop), std::move(progress)), this,
                       [this, id, draft](const console::Answer &answer) -> core::Result<console::Answer> {
                           store().remember(id.toString(), draft, answer);
                           return answer;
                       });
}

core::Async<void> RequestConsole::expire(const model::AccountId &id)
{
    const core::Promise<void> promise;
    core::whenDone(m_core.lab().run(id, lab::Experiment::Expire), this, [promise](const core::Result<lab::Report> &report) {
        if (!report.ok())
            promise.finish(report.error().code == QLatin1String("lab_needs_refresh_token") ? wrong("refresh_token_absent") : report.error());
        else if (const std::optional<core::Error> trouble = report->trouble())
            promise.finish(*trouble);
        else
            promise.finish({});
    });
    return promise.future();
}

core::Async<CountedVolley> RequestConsole::fire(const model::AccountId &id, const console::Draft &draft, int count, Begin begin, std::stop_token stop,
                                                console::Sender::Landed landed)
{
    QNetworkAccessManager *manager = m_core.sessions().networkManager(id);
    if (!manager)
        return core::ready<CountedVolley>(wrong("account_unknown"));
    if (const core::Result<console::Prepared> fine = console::prepare(draft, baseOf(id)); !fine.ok()) // before anything is made to run out
        return core::ready<CountedVolley>(fine.error());
    const auto shoot = [this, id, draft, count, stop = std::move(stop), landed = std::move(landed), manager = QPointer(manager)] {
        // Goes with the volley, and its connection too.
        const auto counting = std::make_shared<QObject>();
        const auto refreshes = std::make_shared<int>(0);
        connect(&m_core.tokens(), &tokens::TokenManager::refreshedHere, counting.get(), [id, refreshes](const model::AccountId &whose) {
            if (whose == id)
                ++*refreshes;
        });
        if (!manager)
            return core::ready<CountedVolley>(wrong("account_unknown"));
        return core::chain(m_sender.fire(*manager, draft, baseOf(id), count, stop, landed), this,
                           [counting, refreshes](const console::Volley &volley) -> core::Result<CountedVolley> {
                               return CountedVolley{volley, *refreshes};
                           });
    };
    return begin == Begin::AsItIs ? shoot() : core::chain(expire(id), this, shoot);
}

QList<console::Endpoint> RequestConsole::profileEndpoints(const model::AccountId &id) const
{
    const std::optional<model::BackendProfile> profile = profileOf(id);
    return profile ? console::endpointsOf(*profile) : QList<console::Endpoint>();
}

core::Async<QList<console::Endpoint>> RequestConsole::fetch(const QUrl &url)
{
    net::HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/json"}};
    request.maxBodyBytes = console::mostOpenApiBytes;
    request.purpose = QStringLiteral("openapi");
    return core::chain(m_core.http().send(request), this, [](const net::HttpResponse &response) -> core::Result<QList<console::Endpoint>> {
        if (response.status != 200)
            return core::Error{core::ErrorKind::Rejected, QStringLiteral("openapi_absent"),
                               QStringLiteral("%1 answers %2").arg(response.url.toString()).arg(response.status)};
        return console::readOpenApi(response.body.reveal().toByteArray());
    });
}

core::Async<QList<console::Endpoint>> RequestConsole::search(const QUrl &base, const QStringList &paths)
{
    if (paths.isEmpty() || base.isEmpty())
        return core::ready<QList<console::Endpoint>>(QList<console::Endpoint>());
    const core::Promise<QList<console::Endpoint>> promise;
    core::whenDone(
        fetch(base.resolved(QUrl(paths.first()))), this, [this, base, paths, promise](const core::Result<QList<console::Endpoint>> &found) {
            // Who is not there at all has no other document either.
            if (found.ok() || found.error().kind == core::ErrorKind::Offline || found.error().kind == core::ErrorKind::Cancelled)
                return promise.finish(found);
            core::whenDone(search(base, paths.mid(1)), this, [promise](const core::Result<QList<console::Endpoint>> &next) { promise.finish(next); });
        });
    return promise.future();
}

core::Async<QList<console::Endpoint>> RequestConsole::endpoints(const model::AccountId &id, const QString &document)
{
    const std::optional<model::BackendProfile> profile = profileOf(id);
    if (!profile)
        return core::ready<QList<console::Endpoint>>(wrong("account_unknown"));
    const QString key = profile->id.toString();
    const QList<console::Endpoint> own = console::endpointsOf(*profile);
    if (document.isEmpty() && m_published.contains(key))
        return core::ready<QList<console::Endpoint>>(console::merged(own, m_published.value(key)));
    console::Draft place;
    place.address = document;
    const core::Result<QUrl> url = document.isEmpty() ? core::Result<QUrl>(QUrl()) : console::addressOf(place, profile->baseUrl);
    if (!url.ok())
        return core::ready<QList<console::Endpoint>>(url.error());
    return core::chain(document.isEmpty() ? search(profile->baseUrl, console::commonOpenApiPaths()) : fetch(*url), this,
                       [this, key, own](const QList<console::Endpoint> &published) -> core::Result<QList<console::Endpoint>> {
                           m_published.insert(key, published);
                           return console::merged(own, published);
                       });
}

core::Async<core::Secret> RequestConsole::snippet(const model::AccountId &id, const console::Draft &draft, console::Language language, Token token)
{
    const model::Account *account = m_core.accounts().account(id);
    const std::optional<model::BackendProfile> profile = profileOf(id);
    if (!account || !profile)
        return core::ready<core::Secret>(wrong("account_unknown"));
    const core::Result<QUrl> url = console::addressOf(draft, profile->baseUrl);
    if (!url.ok())
        return core::ready<core::Secret>(url.error());
    const bool mayHaveIt = carriesToken(id, *url);
    const model::AccessUse use = account->provider.isEmpty() ? profile->access : model::AccessUse();
    const auto make = [base = profile->baseUrl, draft, language, use, mayHaveIt](const core::Secret &access, bool secretsShown) {
        console::SnippetOptions options;
        if (mayHaveIt)
            options.credential = credentialOf(use, access);
        options.secretsShown = secretsShown;
        return console::snippet(draft, base, language, options);
    };
    if (token == Token::Placeholder)
        return core::ready<core::Secret>(make({}, false));
    if (!mayHaveIt)
        return core::ready<core::Secret>(make({}, true));
    return core::chain(m_core.tokens().tokens(id), this, [make](const model::TokenSet &tokens) -> core::Result<core::Secret> {
        if (tokens.bound) // RFC 9449 §4.3: each sending wants a proof of its own, which no copied text has
            return wrong("token_bound", QStringLiteral("the token serves only with the key that it is bound to"));
        return make(tokens.accessToken, true);
    });
}

} // namespace keyturn::composition
