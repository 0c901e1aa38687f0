// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/providerprobes.h"

#include "composition/profiles/answerprobes.h"
#include "core/json.h"
#include "oauth/clientfields.h"
#include "oauth/clientrequest.h"

#include <QUrlQuery>

namespace keyturn::composition {

namespace {

constexpr std::chrono::milliseconds patience = std::chrono::seconds(15);

QString redirectUriOf(const model::IdentityProvider &provider)
{
    constexpr int port = 49152; // any one will do: nobody comes back to it
    if (provider.redirectUri.isEmpty())
        return QStringLiteral("http://127.0.0.1:%1%2/check").arg(QString::number(port), provider.callbackPath);
    QUrl uri = provider.redirectUri;
    uri.setPort(uri.port(port));
    return uri.toString(QUrl::FullyEncoded);
}

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
QString memberOf(const net::HttpResponse &response, const QString &name)
{
    const core::Result<QJsonObject> json = core::parseJsonObject(response.body.reveal(), 64 * 1024);
    if (json.ok())
        return json->value(name).toString().left(200);
    const QByteArrayView body = response.body.reveal();
    return oauth::Form::read(body.first(qMin<qsizetype>(body.size(), 4096))).value(name).value_or(QString()).left(200);
}

QString errorCodeOf(const net::HttpResponse &response)
{
    return memberOf(response, QStringLiteral("error"));
}

/// `status 400, invalid_request: redirect_uri did not match`; the provider's own words, to be shown as plain text.
QString statusText(const net::HttpResponse &response, const QString &code = {})
{
    const QString status = QStringLiteral("status %1").arg(response.status);
    const QString description = code.isEmpty() ? QString() : memberOf(response, QStringLiteral("error_description"));
    return status + (code.isEmpty() ? QString() : QLatin1String(", ") + code)
        + (description.isEmpty() ? QString() : QLatin1String(": ") + description);
}

bool blamesClient(const QString &code)
{
    return code == QLatin1String("invalid_client") || code == QLatin1String("unauthorized_client")
        || code == QLatin1String("incorrect_client_credentials");
}

} // namespace

ProviderProbes::ProviderProbes(core::Clock &clock, net::HttpClient &http, model::IdentityProvider provider, QString place, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_jwks(clock, http), m_provider(std::move(provider)), m_place(std::move(place))
{ }

QList<Probe> ProviderProbes::probes()
{
    QList<Probe> probes{
        [this] { return discovery(); },
        [this] { return keys(); },
        [this] { return authorization(); },
        [this] { return pushed(); },
        [this] { return token(); },
        [this] { return m_metadata ? resource(QStringLiteral("userinfo"), m_metadata->endpoints.userinfo, placeOf("userinfo")) : nothing(); },
        [this] { return revocation(); }};
    if (!m_provider.emailsEndpoint.isEmpty())
        probes += [this] { return resource(QStringLiteral("emails"), m_provider.emailsEndpoint, m_place + QLatin1String("/emailsEndpoint")); };
    return probes;
}

QString ProviderProbes::placeOf(const char *endpoint) const
{
    return m_provider.isDiscovered() ? m_place + QLatin1String("/issuer") : m_place + QLatin1String("/endpoints/") + QLatin1String(endpoint);
}

core::Async<QList<CheckStep>> ProviderProbes::discovery()
{
    const core::Promise<Steps> promise;
    Steps steps;
    model::IdentityProvider known = m_provider;
    if (const QString client = m_provider.missingClient(); !client.isEmpty()) {
        steps += CheckStep::fails(QStringLiteral("client_id"), m_place + QLatin1String("/clientId"), QStringLiteral("client_id_missing"), client);
        known.clientId = QStringLiteral("-"); // the rest can be looked at without
    } else if (m_provider.issuer == QLatin1String("https://accounts.google.com") && m_provider.clientSecret.isEmpty()) {
        // Its token endpoint refuses a desktop client without one, which shows only when the person is back from the browser.
        steps += CheckStep::fails(QStringLiteral("client_id"), m_place + QLatin1String("/clientSecret"), QStringLiteral("client_secret_missing"));
    }
    const QString place = m_place + (m_provider.isDiscovered() ? QLatin1String("/issuer") : QLatin1String("/endpoints"));
    core::whenDone(oauth::discover(m_http, m_clock, known, this), this,
                   [this, promise, steps, place](const core::Result<oauth::ProviderMetadata> &found) {
                       Steps all = steps;
                       if (found.ok())
                           m_metadata = *found;
                       if (!found.ok())
                           all += CheckStep::of(QStringLiteral("discovery"), place, found.error());
                       else if (m_provider.isDiscovered())
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

QList<std::pair<QByteArray, QString>> ProviderProbes::authorizationFields() const
{
    return {{"response_type", QStringLiteral("code")},
            {"redirect_uri", redirectUriOf(m_provider)},
            {"scope", m_provider.scopes.join(u' ')},
            {"state", QStringLiteral("keyturn-check")},
            {"code_challenge_method", QStringLiteral("S256")},
            {"code_challenge", QStringLiteral("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")}}; // RFC 7636 Appendix B
}

/// The request of a sign-in as it stands, to a person who is not there: a provider that does not know the client or the redirect address says so
/// before it asks for anybody's name.
core::Async<QList<CheckStep>> ProviderProbes::authorization()
{
    if (!m_metadata || m_metadata->endpoints.authorization.isEmpty() || m_metadata->pushedRequired)
        return nothing();
    QUrl url = m_metadata->endpoints.authorization;
    QUrlQuery query(url);
    const bool known = m_provider.missingClient().isEmpty();
    for (const auto &[name, value] : authorizationFields()) {
        if (!value.isEmpty())
            query.addQueryItem(QString::fromLatin1(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
    }
    if (known)
        query.addQueryItem(QStringLiteral("client_id"), QString::fromLatin1(QUrl::toPercentEncoding(m_provider.clientId)));
    url.setQuery(query);
    net::HttpRequest request = get(url, QStringLiteral("check"));
    request.headers = {{"Accept", "text/html"}};
    request.maxBodyBytes = 4 * 1024 * 1024; // a page for people
    const QString what = QStringLiteral("authorization");
    const QString place = placeOf("authorization");
    return ask(m_http, request, what, place, this,
               [what, place, known, client = m_place + QLatin1String("/clientId"),
                ours = redirectUriOf(m_provider) + u'?'](const net::HttpResponse &response) {
                   if (const std::optional<CheckStep> gone = missing(what, place, response.status))
                       return *gone;
                   const QUrl location(QString::fromLatin1(response.header("Location")));
                   const QString error = QUrlQuery(location).queryItemValue(QStringLiteral("error"));
                   if (response.status >= 500)
                       return CheckStep::unclear(what, place, QStringLiteral("server_error"), statusText(response));
                   if (!known)
                       return CheckStep::works(what, place, statusText(response));
                   if (location.toString().startsWith(ours) && !error.isEmpty())
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
    const core::Secret basic = oauth::basicAuthorization(m_provider, *m_metadata);
    if (!basic.isEmpty())
        request.headers.append(net::Header{"Authorization", basic.reveal().toByteArray()});
    else if (m_provider.missingClient().isEmpty())
        all += oauth::clientFields(m_provider);
    request.body = oauth::writeForm(all);
    return request;
}

/// RFC 9126 §2: what is pushed and never used is forgotten within a minute or so.
core::Async<QList<CheckStep>> ProviderProbes::pushed()
{
    if (!m_metadata || m_metadata->endpoints.pushedAuthorization.isEmpty() || !m_provider.missingClient().isEmpty())
        return nothing();
    const QString what = QStringLiteral("pushed");
    const QString place = placeOf("pushedAuthorization");
    auto fields = authorizationFields();
    if (!oauth::basicAuthorization(m_provider, *m_metadata).isEmpty()) // else it comes with who asks
        fields.append({"client_id", m_provider.clientId});
    return ask(m_http, form(m_metadata->endpoints.pushedAuthorization, fields), what, place, this,
               [what, place, client = m_place + QLatin1String("/clientId")](const net::HttpResponse &response) {
                   const QString code = errorCodeOf(response);
                   if (response.status == 200 || response.status == 201)
                       return CheckStep::works(what, place, statusText(response));
                   if (!code.isEmpty() && response.status < 500)
                       return blamesClient(code) ? CheckStep::fails(what, client, QStringLiteral("client_refused"), statusText(response, code))
                                                 : CheckStep::fails(what, place, QStringLiteral("request_refused"), statusText(response, code));
                   if (const std::optional<CheckStep> gone = missing(what, place, response.status))
                       return *gone;
                   return CheckStep::unclear(what, place, QStringLiteral("status_unclear"), statusText(response));
               });
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
    if (!m_metadata || m_metadata->endpoints.revocation.isEmpty())
        return nothing();
    // GitHub's own form names the token in another way, and is seen at a sign-out only.
    if (m_metadata->endpoints.revocation.path().contains(QLatin1String("/applications/")))
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
