// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/clientauthentication.h"

namespace keyturn::backend {

namespace {

/// Id and secret are form-encoded each before they are joined (RFC 6749 §2.3.1).
std::optional<QString> formDecoded(const QByteArray &text)
{
    const auto parsed = FormData::parse("v=" + text);
    return parsed && parsed->size() == 1 ? std::optional(parsed->value(QStringLiteral("v"))) : std::nullopt;
}

} // namespace

Response oauthRefusal(const char *error, const QString &description, int status)
{
    return jsonAnswer(status, QJsonObject{{QStringLiteral("error"), QLatin1String(error)}, {QStringLiteral("error_description"), description}});
}

AuthenticatedClient authenticate(const QList<ProviderClient> &clients, const Request &request, const FormData &form)
{
    const auto basic = request.authorization("Basic");
    if (!basic)
        return {authenticatedClient(clients, form), false};
    const auto bytes = QByteArray::fromBase64Encoding(*basic, QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray pair = bytes ? *bytes : QByteArray();
    const qsizetype colon = pair.indexOf(':');
    const auto id = formDecoded(pair.left(qMax<qsizetype>(colon, 0)));
    const auto secret = formDecoded(pair.mid(colon + 1));
    const bool other = form.has(QStringLiteral("client_id")) && form.value(QStringLiteral("client_id")) != id;
    if (colon < 0 || !id || !secret || other || form.has(QStringLiteral("client_secret")))
        return {nullptr, true};
    FormData proof;
    proof.set(QStringLiteral("client_id"), *id);
    proof.set(QStringLiteral("client_secret"), *secret);
    return {authenticatedClient(clients, proof), true};
}

ClientRequest clientRequest(const QList<ProviderClient> &clients, const Request &request)
{
    const auto form = request.mediaType() == "application/x-www-form-urlencoded" ? FormData::parse(request.body) : std::nullopt;
    if (!form)
        return {{}, false, oauthRefusal("invalid_request", QStringLiteral("The body must be a form in which no parameter stands twice.")), false};
    const AuthenticatedClient who = authenticate(clients, request, *form);
    if (!who.client) {
        // RFC 6749 §5.2: 401 with a challenge where the client tried by the header.
        Response refusal =
            oauthRefusal("invalid_client", QStringLiteral("The client is not registered here, or its secret is wrong."), who.byBasic ? 401 : 400);
        if (who.byBasic)
            refusal.headers.append(HttpHeader{"WWW-Authenticate", "Basic realm=\"clients\""});
        return {{}, false, refusal, true};
    }
    ClientRequest sent{*form, !who.client->secret.isEmpty(), std::nullopt, false};
    sent.form.set(QStringLiteral("client_id"), who.client->id);
    return sent;
}

} // namespace keyturn::backend
