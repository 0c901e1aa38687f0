// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/handoffrequest.h"

#include "backend/providers/redirecturi.h"

#include <QRegularExpression>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxHint = 254;

bool matches(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

/// What is taken on to the provider: short, and nothing that is not seen.
QString passedOn(const QString &text, qsizetype most)
{
    return text.size() <= most && matches(text, QStringLiteral("[^\\p{C}]*")) ? text : QString();
}

/// What goes on to the provider, whoever asks.
HandoffRequest requestFrom(const FormData &form, const QString &redirectUri)
{
    HandoffRequest request;
    request.redirectUri = redirectUri;
    request.loginHint = passedOn(form.value(QStringLiteral("login_hint")), maxHint);
    request.prompt = passedOn(form.value(QStringLiteral("prompt")), 64);
    request.acrValues = passedOn(form.value(QStringLiteral("acr_values")), maxHint);
    const QString maxAge = form.value(QStringLiteral("max_age"));
    request.maxAge = matches(maxAge, QStringLiteral("[0-9]{1,9}")) ? maxAge : QString();
    return request;
}

/// No open redirect: the text is compared, whole, with what the backend was told (RFC 9700 §4.11).
ParsedHandoffRequest parseWebRequest(const FormData &form, const QStringList &webRedirects)
{
    const QString wanted = form.has(QStringLiteral("redirect")) ? form.value(QStringLiteral("redirect")) : webRedirects.value(0);
    if (wanted.isEmpty() || !webRedirects.contains(wanted))
        return {{}, QStringLiteral("The address to return to is not one that this server sends people to (redirect).")};
    return {requestFrom(form, wanted), {}};
}

} // namespace

ParsedHandoffRequest parseHandoffRequest(const QByteArray &query, const QStringList &webRedirects)
{
    const std::optional<FormData> form = FormData::parse(query);
    if (!form)
        return {{}, QStringLiteral("The request is malformed, or it says something twice.")};
    const bool isApp = form->has(QStringLiteral("redirect_uri"));
    if (form->has(QStringLiteral("redirect")) || (!isApp && !webRedirects.isEmpty()))
        return isApp ? ParsedHandoffRequest{{}, QStringLiteral("The request names two addresses to return to.")}
                     : parseWebRequest(*form, webRedirects);
    const QString redirectUri = form->value(QStringLiteral("redirect_uri"));
    // A query of its own could hold a second code or state.
    if (!isLoopbackRedirect(redirectUri, false) || redirectUri.contains(u'?'))
        return {{}, QStringLiteral("The address to return to is not one of this computer (redirect_uri).")};
    const QString state = form->value(QStringLiteral("state"));
    if (!matches(state, QStringLiteral("[\\x21-\\x7e]{8,512}")))
        return {{}, QStringLiteral("The program that asked did not say which sign-in this is (state).")};
    HandoffRequest request = requestFrom(*form, redirectUri);
    request.state = state;
    request.challenge = form->value(QStringLiteral("code_challenge"));
    request.device = plainDeviceName(form->value(QStringLiteral("device_name")));
    // RFC 9700 §2.1.1: plain proves nothing to whoever can read the request; absent means plain (RFC 7636 §4.3).
    if (form->value(QStringLiteral("code_challenge_method")) != QLatin1String("S256"))
        return {request, QStringLiteral("code_challenge_method must be S256.")};
    if (!matches(request.challenge, QStringLiteral("[A-Za-z0-9_-]{43}")))
        return {request, QStringLiteral("code_challenge is not the base64url of a SHA-256.")};
    return {request, {}};
}

QString plainDeviceName(const QString &name)
{
    QString plain;
    for (const QChar c : name.left(256)) {
        if (c.unicode() >= 0x20 && c.unicode() < 0x7f)
            plain += c;
    }
    return plain.left(64).trimmed();
}

} // namespace keyturn::backend
