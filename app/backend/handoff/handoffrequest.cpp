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

} // namespace

ParsedHandoffRequest parseHandoffRequest(const QByteArray &query)
{
    const std::optional<FormData> form = FormData::parse(query);
    if (!form)
        return {{}, QStringLiteral("The request is malformed, or it says something twice.")};
    const QString redirectUri = form->value(QStringLiteral("redirect_uri"));
    // A query of its own could hold a second code or state.
    if (!isLoopbackRedirect(redirectUri, false) || redirectUri.contains(u'?'))
        return {{}, QStringLiteral("The address to return to is not one of this computer (redirect_uri).")};
    const QString state = form->value(QStringLiteral("state"));
    if (!matches(state, QStringLiteral("[\\x21-\\x7e]{8,512}")))
        return {{}, QStringLiteral("The program that asked did not say which sign-in this is (state).")};
    HandoffRequest request{redirectUri,
                           state,
                           form->value(QStringLiteral("code_challenge")),
                           plainDeviceName(form->value(QStringLiteral("device_name"))),
                           passedOn(form->value(QStringLiteral("login_hint")), maxHint),
                           passedOn(form->value(QStringLiteral("prompt")), 64),
                           passedOn(form->value(QStringLiteral("acr_values")), maxHint),
                           matches(form->value(QStringLiteral("max_age")), QStringLiteral("[0-9]{1,9}")) ? form->value(QStringLiteral("max_age"))
                                                                                                         : QString()};
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
