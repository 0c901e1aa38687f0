// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/tokentrial.h"

#include <QJsonArray>

namespace keyturn::audit::checks {

namespace {

bool says(const QJsonObject &claims, const QString &name)
{
    const QJsonValue value = claims.value(name);
    return value.isArray() ? !value.toArray().isEmpty() : !value.toString().isEmpty();
}

/// Tokens by the backend's own key that another of its services might be given.
void tryOthers(TokenTrial &trial, const QString &claim, const QString &told)
{
    QJsonObject wrong = trial.claims();
    wrong.insert(claim, QStringLiteral("https://elsewhere.example"));
    const core::Result<core::Secret> token = trial.signedAnew(wrong);
    if (!token.ok())
        return trial.verdict().addGap(QStringLiteral("Whether another %1 is refused was not tried. ").arg(claim) + token.error().detail);
    trial.expectRefusal(*token, QStringLiteral("An access token %1").arg(told));
}

Verdict look(Site &site)
{
    core::Result<TokenTrial> begun = TokenTrial::begin(site);
    if (!begun.ok())
        return Verdict::without(begun.error());
    TokenTrial &trial = begun.value();
    const QString issuer = QStringLiteral("iss");
    const QString audience = QStringLiteral("aud");
    for (const QString &claim : {issuer, audience}) {
        if (says(trial.claims(), claim))
            trial.verdict().addPass(QStringLiteral("Access tokens have %1.").arg(claim));
        else
            trial.verdict().addFailure(QStringLiteral("Access tokens have no %1.").arg(claim));
    }
    if (says(trial.claims(), issuer))
        tryOthers(trial, issuer, QStringLiteral("of another issuer (iss)"));
    if (says(trial.claims(), audience))
        tryOthers(trial, audience, QStringLiteral("for another audience (aud)"));
    return trial.ended(QStringLiteral("Tokens of another issuer and for another audience are refused."));
}

} // namespace

Check issuerAndAudience()
{
    return {15,
            QStringLiteral("issuer-and-audience"),
            QStringLiteral("Access tokens say who gave them and whom they are for, and others are refused"),
            Severity::Medium,
            Mode::Active,
            {reference(QStringLiteral("RFC 8725 §3.8")), reference(QStringLiteral("RFC 8725 §3.9"))},
            QStringLiteral("Put iss and aud into each token, and compare both where it is verified.\n\njwt.sign(claims, key, { issuer, audience });\n"
                           "jwt.verify(token, key, { algorithms: ['HS256'], issuer, audience });"),
            &look};
}

} // namespace keyturn::audit::checks
