// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/tokentrial.h"
#include "jose/tokensigner.h"

namespace keyturn::audit::checks {

namespace {

QByteArray textOf(const core::Secret &token)
{
    return token.reveal().toByteArray();
}

/// Another first letter of what stands behind the dot @p before: six bits of it are others.
core::Secret altered(const core::Secret &token, qsizetype before)
{
    QByteArray text = textOf(token);
    text[before + 1] = text[before + 1] == 'A' ? 'B' : 'A';
    return core::Secret(text);
}

void tryUnsigned(TokenTrial &trial)
{
    for (const char *spelling : {"none", "None", "NONE", "nOnE", ""}) {
        QJsonObject header = trial.header();
        header.insert(QStringLiteral("alg"), QLatin1String(spelling));
        trial.expectRefusal(jose::unsignedJwt(header, trial.claims()),
                            QStringLiteral("An access token without a signature that says alg: \"%1\"").arg(QLatin1String(spelling)));
    }
    QJsonObject header = trial.header();
    header.remove(QStringLiteral("alg"));
    trial.expectRefusal(jose::unsignedJwt(header, trial.claims()), QStringLiteral("An access token without a signature that says no alg"));
}

void tryWrongSignatures(TokenTrial &trial)
{
    const QByteArray text = textOf(trial.token());
    const qsizetype dot = text.lastIndexOf('.');
    trial.expectRefusal(core::Secret(text.left(dot + 1)), QStringLiteral("An access token whose signature was cut off"));
    trial.expectRefusal(core::Secret(text.left(dot)), QStringLiteral("An access token whose signature was cut off with its dot"));
    trial.expectRefusal(altered(trial.token(), dot), QStringLiteral("An access token whose signature was altered"));
    QJsonObject claims = trial.claims();
    claims.insert(QStringLiteral("keyturnAudit"), true);
    const QByteArray forged = textOf(jose::unsignedJwt(trial.header(), claims));
    trial.expectRefusal(core::Secret(QByteArray(forged + text.mid(dot + 1))),
                        QStringLiteral("An access token with other claims and the signature that it had"));
}

Verdict look(Site &site)
{
    core::Result<TokenTrial> trial = TokenTrial::begin(site);
    if (!trial.ok())
        return Verdict::without(trial.error());
    tryUnsigned(trial.value());
    tryWrongSignatures(trial.value());
    return trial.value().ended(QStringLiteral("Tokens without a signature, with an altered one and with altered claims are refused."));
}

} // namespace

Check signatureRequired()
{
    return {11,
            QStringLiteral("signature-required"),
            QStringLiteral("Access tokens without their signature, and altered ones, are refused"),
            Severity::Critical,
            Mode::Active,
            {reference(QStringLiteral("RFC 8725 §3.1")), reference(QStringLiteral("WSTG-SESS-10"))},
            QStringLiteral("Verify each token, by an algorithm that the server chooses and not the token.\n\njwt.verify(token, key, { algorithms: "
                           "['HS256'] }); // never jwt.decode()"),
            &look};
}

} // namespace keyturn::audit::checks
