// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/networkauthadapter.h"

#include "oauth/tokenresponse.h"

#include <QAbstractOAuthReplyHandler>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QOAuth2AuthorizationCodeFlow>
#include <QUrlQuery>

namespace keyturn::oauth {

namespace {

/// Stands for a request that HttpClient has taken over: finishes when its answer is there, and holds none of it.
class HandedOverReply final : public QNetworkReply
{
public:
    HandedOverReply(const QNetworkRequest &request, QNetworkAccessManager::Operation operation, QObject *parent) : QNetworkReply(parent)
    {
        setRequest(request);
        setUrl(request.url());
        setOperation(operation);
        open(QIODevice::ReadOnly);
    }
    void finish()
    {
        setFinished(true);
        Q_EMIT finished();
    }
    void abort() override { }

protected:
    qint64 readData(char *, qint64) override { return -1; }
};

/// The access manager that NetworkAuth posts with: each request goes out through HttpClient, with its limits, its one delivery and its log, and
/// nobody answers a 401 with credentials behind our back (FAULTS 43).
class HttpClientManager final : public QNetworkAccessManager
{
public:
    explicit HttpClientManager(net::HttpClient &http) : m_http(http) { }

    std::stop_token stop;
    core::Secret authorization; ///< Empty: none.
    [[nodiscard]] core::Async<net::HttpResponse> response() const { return m_response.future(); }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &asked, QIODevice *body) override
    {
        net::HttpRequest request;
        request.method = "POST";
        request.url = asked.url();
        request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
        if (!authorization.isEmpty())
            request.headers.append(net::Header{"Authorization", authorization.reveal().toByteArray()});
        request.body = body ? core::Secret::take(body->readAll()) : core::Secret();
        request.maxBodyBytes = maxTokenResponseBytes;
        request.purpose = QStringLiteral("token");
        request.cannotWait = true; // a code lives for a minute
        request.stop = stop;
        auto *reply = new HandedOverReply(asked, operation, this);
        core::whenDone(m_http.send(std::move(request)), reply, [reply, answer = m_response](core::Result<net::HttpResponse> response) {
            answer.finish(std::move(response));
            reply->finish();
            reply->deleteLater();
        });
        return reply;
    }

private:
    net::HttpClient &m_http;
    core::Promise<net::HttpResponse> m_response;
};

/// Knows where the browser comes back to, and lets no answer through to NetworkAuth: ours is read by readTokenResponse().
class ReplyHandler final : public QAbstractOAuthReplyHandler
{
public:
    explicit ReplyHandler(const QUrl &redirectUri) : m_callback(redirectUri.toString(QUrl::FullyEncoded)) { }
    [[nodiscard]] QString callback() const override { return m_callback; }
    void networkReplyFinished(QNetworkReply *) override { }

private:
    QString m_callback;
};

/// Opens what is protected in it.
class CodeFlow final : public QOAuth2AuthorizationCodeFlow
{
public:
    CodeFlow(const AuthorizationParameters &parameters, const ProviderMetadata &metadata, QNetworkAccessManager *manager)
        : QOAuth2AuthorizationCodeFlow(parameters.clientId, metadata.endpoints.authorization, metadata.endpoints.token, manager)
    { }
    using QOAuth2AuthorizationCodeFlow::buildAuthenticateUrl;
    using QOAuth2AuthorizationCodeFlow::requestAccessToken;
};

/// NetworkAuth puts values into a QUrlQuery as they are, which takes a percent sign for an escape and a plus for itself: they must come encoded.
QVariant encoded(const QByteArray &utf8)
{
    return QString::fromLatin1(utf8.toPercentEncoding());
}

QVariant encoded(const QString &value)
{
    return encoded(value.toUtf8());
}

QVariant encoded(const core::Secret &value)
{
    return encoded(value.reveal().toByteArray());
}

} // namespace

class NetworkAuthAdapter::Impl
{
public:
    Impl(net::HttpClient &http, const ProviderMetadata &metadata, AuthorizationParameters given)
        : parameters(std::move(given)), manager(http), handler(parameters.redirectUri), flow(parameters, metadata, &manager)
    {
        flow.setReplyHandler(&handler);
        flow.setState(QString::fromLatin1(parameters.state));
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
        flow.setPkceMethod(QOAuth2AuthorizationCodeFlow::PkceMethod::None); // ours is put in below
#endif
        flow.setModifyParametersFunction([this](QAbstractOAuth::Stage stage, QMultiMap<QString, QVariant> *values) {
            if (stage == QAbstractOAuth::Stage::RequestingAuthorization)
                modifyAuthorization(*values);
            else if (stage == QAbstractOAuth::Stage::RequestingAccessToken)
                modifyTokenRequest(*values);
        });
    }

    void modifyAuthorization(QMultiMap<QString, QVariant> &values) const
    {
        values.clear(); // so that no version adds what we do not know of
        // RFC 6749 §3.1: the endpoint's own query is kept; NetworkAuth drops it.
        const QList<std::pair<QString, QString>> own = QUrlQuery(flow.authorizationUrl()).queryItems(QUrl::FullyDecoded);
        for (const auto &[name, value] : own)
            values.replace(name, encoded(value));
        for (auto it = parameters.extra.cbegin(); it != parameters.extra.cend(); ++it)
            values.replace(it.key(), encoded(it.value()));
        values.replace(QStringLiteral("response_type"), QStringLiteral("code"));
        values.replace(QStringLiteral("client_id"), encoded(parameters.clientId));
        values.replace(QStringLiteral("redirect_uri"), encoded(handler.callback()));
        values.replace(QStringLiteral("state"), encoded(parameters.state));
        values.replace(QStringLiteral("code_challenge"), encoded(parameters.pkce.challenge));
        values.replace(QStringLiteral("code_challenge_method"), QStringLiteral("S256"));
        if (!parameters.scopes.isEmpty())
            values.replace(QStringLiteral("scope"), encoded(parameters.scopes.join(u' ')));
        if (!parameters.nonce.isEmpty())
            values.replace(QStringLiteral("nonce"), encoded(parameters.nonce));
        addResources(values);
    }

    void addResources(QMultiMap<QString, QVariant> &values) const
    {
        if (!parameters.resources.isEmpty())
            values.remove(QStringLiteral("resource"));
        for (const QString &resource : parameters.resources)
            values.insert(QStringLiteral("resource"), encoded(resource));
    }

    void modifyTokenRequest(QMultiMap<QString, QVariant> &values) const
    {
        values.clear(); // its code is encoded twice
        values.replace(QStringLiteral("grant_type"), QStringLiteral("authorization_code"));
        values.replace(QStringLiteral("code"), encoded(code));
        values.replace(QStringLiteral("redirect_uri"), encoded(handler.callback()));
        values.replace(QStringLiteral("code_verifier"), encoded(parameters.pkce.verifier));
        if (parameters.basicAuthorization.isEmpty()) // RFC 6749 §2.3: one way to say who asks, not two
            values.replace(QStringLiteral("client_id"), encoded(parameters.clientId));
        if (parameters.basicAuthorization.isEmpty() && !parameters.clientSecret.isEmpty())
            values.replace(QStringLiteral("client_secret"), encoded(parameters.clientSecret));
        addResources(values);
    }

    AuthorizationParameters parameters;
    core::Secret code;
    HttpClientManager manager;
    ReplyHandler handler;
    CodeFlow flow;
};

NetworkAuthAdapter::NetworkAuthAdapter(net::HttpClient &http, const ProviderMetadata &metadata, AuthorizationParameters parameters)
    : m_impl(std::make_unique<Impl>(http, metadata, std::move(parameters)))
{ }

NetworkAuthAdapter::~NetworkAuthAdapter() = default;

QUrl NetworkAuthAdapter::authorizationUrl()
{
    return m_impl->flow.buildAuthenticateUrl();
}

core::Async<net::HttpResponse> NetworkAuthAdapter::exchangeCode(const core::Secret &code, std::stop_token stop)
{
    m_impl->code = code;
    m_impl->manager.stop = std::move(stop);
    m_impl->manager.authorization = m_impl->parameters.basicAuthorization;
    m_impl->flow.requestAccessToken(QString::fromLatin1(code.reveal()));
    return m_impl->manager.response();
}

} // namespace keyturn::oauth
