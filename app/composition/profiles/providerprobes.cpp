// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/providerprobes.h"

#include "composition/profiles/answerprobes.h"
#include "core/json.h"
#include "oauth/form.h"

#include <QUrlQuery>

namespace keyturn::composition {

namespace {

constexpr std::chrono::milliseconds patience = std::chrono::seconds(15);

/// Any port will do: nobody comes back to it.
const QString redirectBase = QStringLiteral("http://127.0.0.1:49152");

using Steps = QList<CheckStep>;

core::Async<Steps> nothing()
{
    return core::ready<Steps>(Steps());
}

net::HttpRequest get(const QUrl &url, const QString &purpose)
{
    net::HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/json"}};
    request.deadline = patience;
    request.purpose = purpose;
    return request;
}

/// RFC 6749 §5.2 as JSON, or form-encoded as GitHub has it.
QString errorCodeOf(const net::HttpResponse &response)
{
    const core::Result<QJsonObject> json = core::parseJsonObject(response.body.reveal(), 64 * 1024);
    if (json.ok())
        return json->value(QLatin1String("error")).toString().left(100);
    return oauth::Form::read(response.body.reveal().first(qMin<qsizetype>(response.body.reveal().size(), 4096)))
        .value(QStringLiteral("error"))
        .value_or(QString())
        .left(100);
}

QString statusText(const net::HttpResponse &response, const QString &code = {})
{
    const QString status = QStringLiteral("status %1").arg(response.status);
    return code.isEmpty() ? status : status + QLatin1String(", ") + code;
}

bool blamesClient(const QString &code)
{
    return code == QLatin1String("invalid_client") || code == QLatin1String("unauthorized_client")
        || code == QLatin1String("incorrect_client_credentials");
}

} // namespace

ProviderProbes::ProviderProbes(core::Clock &clock, net::HttpClient &http, model::IdentityProvider provider, QString place, QObject *parent)
    : QObject(parent), m_http(http), m_jwks(clock, http), m_provider(std::move(provider)), m_place(std::move(place))
{ }

QList<Probe> ProviderProbes::probes()
{
    QList<Probe> probes{
        [this] { return discovery(); },
        [this] { return keys(); },
        [this] { return authorization(); },
        [this] { return token(); },
        [this] { return m_metadata ? resource(QStringLiteral("userinfo"), m_metadata->endpoints.userinfo, placeOf("userinfo")) : nothing(); },
        [this] { return revocation(); }};
    if (!m_provider.emailsEndpoint.isEmpty())
        probes += [this] { return resource(QStringLiteral("emails"), m_provider.emailsEndpoint, m_place + QLatin1String("/emailsEndpoint")); };
    return probes;
}

QString ProviderProbes::placeOf(const char *endpoint) const
{
    return m_provider.kind == model::ProviderKind::OAuth2 ? m_place + QLatin1String("/endpoints/") + QLatin1String(endpoint)
                                                          : m_place + QLatin1String("/issuer");
}

core::Async<QList<CheckStep>> ProviderProbes::discovery()
{
    const core::Promise<Steps> promise;
    Steps steps;
    model::IdentityProvider known = m_provider;
    if (const QString client = m_provider.missingClient(); !client.isEmpty()) {
        steps += CheckStep::fails(QStringLiteral("client_id"), m_place + QLatin1String("/clientId"), QStringLiteral("client_id_missing"), client);
        known.clientId = QStringLiteral("-"); // the rest can be looked at without
    }
    const QString place = m_place + (m_provider.kind == model::ProviderKind::OAuth2 ? QLatin1String("/endpoints") : QLatin1String("/issuer"));
    core::whenDone(oauth::discover(m_http, known, this), this, [this, promise, steps, place](const core::Result<oauth::ProviderMetadata> &found) {
        Steps all = steps;
        if (found.ok())
            m_metadata = *found;
        if (!found.ok())
            all += CheckStep::of(QStringLiteral("discovery"), place, found.error());
        else if (m_provider.kind == model::ProviderKind::OpenIdConnect)
            all += CheckStep::works(QStringLiteral("discovery"), place, m_provider.issuer);
        promise.finish(all);
    });
    return promise.future();
}

core::Async<QList<CheckStep>> ProviderProbes::keys()
{
    if (!m_metadata || m_metadata->jwks.isEmpty())
        return nothing();
    const core::Promise<Steps> promise;
    core::whenDone(m_jwks.fetch(m_metadata->jwks, {}), this, [promise, place = placeOf("")](const core::Result<jose::Jwks> &found) {
        const QString what = QStringLiteral("keys");
        if (!found.ok())
            promise.finish(Steps{CheckStep::of(what, place, found.error())});
        else if (found->keys.isEmpty())
            promise.finish(Steps{CheckStep::fails(what, place, QStringLiteral("no_keys"))});
        else
            promise.finish(Steps{CheckStep::works(what, place, QString::number(found->keys.size()))});
    });
    return promise.future();
}

/// The request of a sign-in as it stands, to a person who is not there: a provider that does not know the client or the redirect address says so
/// before it asks for anybody's name.
core::Async<QList<CheckStep>> ProviderProbes::authorization()
{
    if (!m_metadata)
        return nothing();
    QUrl url = m_metadata->endpoints.authorization;
    QUrlQuery query(url);
    const QString redirect = redirectBase + m_provider.callbackPath + QLatin1String("/check");
    const QList<std::pair<QString, QString>> fields{
        {QStringLiteral("response_type"), QStringLiteral("code")},
        {QStringLiteral("client_id"), m_provider.missingClient().isEmpty() ? m_provider.clientId : QString()},
        {QStringLiteral("redirect_uri"), redirect},
        {QStringLiteral("scope"), m_provider.scopes.join(u' ')},
        {QStringLiteral("state"), QStringLiteral("keyturn-check")},
        {QStringLiteral("code_challenge_method"), QStringLiteral("S256")},
        {QStringLiteral("code_challenge"), QStringLiteral("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")}};
    for (const auto &[name, value] : fields) {
        if (!value.isEmpty())
            query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    }
    url.setQuery(query);
    net::HttpRequest request = get(url, QStringLiteral("check"));
    request.headers = {{"Accept", "text/html"}};
    request.maxBodyBytes = 4 * 1024 * 1024; // a page for people
    const QString what = QStringLiteral("authorization");
    const QString place = placeOf("authorization");
    const bool known = m_provider.missingClient().isEmpty();
    return ask(m_http, request, what, place, this,
               [what, place, known, client = m_place + QLatin1String("/clientId")](const net::HttpResponse &response) {
                   if (const std::optional<CheckStep> gone = missing(what, place, response.status))
                       return *gone;
                   const QUrl location(QString::fromLatin1(response.header("Location")));
                   const QString error = QUrlQuery(location).queryItemValue(QStringLiteral("error"));
                   if (response.status >= 500)
                       return CheckStep::unclear(what, place, QStringLiteral("server_error"), statusText(response));
                   if (!known)
                       return CheckStep::works(what, place, statusText(response));
                   if (location.toString().startsWith(redirectBase) && !error.isEmpty())
                       return CheckStep::fails(what, place, QStringLiteral("request_refused"), error.left(100));
                   if (response.status >= 400)
                       return CheckStep::fails(what, client, QStringLiteral("client_refused"), statusText(response));
                   // Some show their refusal as a page with a good status: what a person would see cannot be told from here.
                   return CheckStep::works(what, place, statusText(response));
               });
}

net::HttpRequest ProviderProbes::form(const QUrl &url, const QList<std::pair<QByteArray, QString>> &fields) const
{
    net::HttpRequest request = get(url, QStringLiteral("check"));
    request.method = "POST";
    request.headers.append(net::Header{"Content-Type", "application/x-www-form-urlencoded"});
    QList<oauth::FormField> all;
    for (const auto &[name, value] : fields)
        all.append({name, core::Secret::fromText(value)});
    if (m_provider.missingClient().isEmpty())
        all.append({"client_id", core::Secret::fromText(m_provider.clientId)});
    request.body = oauth::writeForm(all);
    return request;
}

/// With a grant type that nobody has (RFC 6749 §5.2: unsupported_grant_type), so that no code and no token is spent.
core::Async<QList<CheckStep>> ProviderProbes::token()
{
    if (!m_metadata)
        return nothing();
    const QString what = QStringLiteral("token");
    const QString place = placeOf("token");
    const net::HttpRequest request = form(m_metadata->endpoints.token, {{"grant_type", QStringLiteral("urn:keyturn:check")}});
    const bool known = m_provider.missingClient().isEmpty();
    return ask(
        m_http, request, what, place, this, [what, place, known, client = m_place + QLatin1String("/clientId")](const net::HttpResponse &response) {
            const QString code = errorCodeOf(response);
            if (known && blamesClient(code))
                return CheckStep::fails(what, client, QStringLiteral("client_refused"), statusText(response, code));
            if (!code.isEmpty() && response.status < 500)
                return CheckStep::works(what, place, statusText(response, code));
            if (const std::optional<CheckStep> gone = missing(what, place, response.status))
                return *gone;
            const bool broken = response.status >= 500;
            return CheckStep::unclear(what, place, broken ? QStringLiteral("server_error") : QStringLiteral("status_unclear"), statusText(response));
        });
}

core::Async<QList<CheckStep>> ProviderProbes::resource(const QString &what, const QUrl &url, const QString &place)
{
    if (url.isEmpty())
        return nothing();
    return ask(m_http, get(url, QStringLiteral("check")), what, place, this,
               [what, place](const net::HttpResponse &response) { return asksForToken(what, place, response); });
}

/// RFC 7009 §2.2: an unknown token is as good as revoked.
core::Async<QList<CheckStep>> ProviderProbes::revocation()
{
    // The form that plain OAuth 2 providers have for it takes the token in another way, and is seen at a sign-out only.
    if (!m_metadata || m_metadata->endpoints.revocation.isEmpty() || m_provider.kind == model::ProviderKind::OAuth2)
        return nothing();
    const QString what = QStringLiteral("revocation");
    const QString place = placeOf("revocation");
    const net::HttpRequest request = form(m_metadata->endpoints.revocation, {{"token", QStringLiteral("keyturn-check")}});
    return ask(m_http, request, what, place, this, [what, place](const net::HttpResponse &response) {
        if (const std::optional<CheckStep> gone = missing(what, place, response.status))
            return *gone;
        const QString code = errorCodeOf(response);
        if (response.status < 300 || (response.status < 500 && !code.isEmpty()))
            return CheckStep::works(what, place, statusText(response, code));
        return CheckStep::unclear(what, place, QStringLiteral("status_unclear"), statusText(response));
    });
}

} // namespace keyturn::composition
