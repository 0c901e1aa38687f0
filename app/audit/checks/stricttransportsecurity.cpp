// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

constexpr qint64 aYear = 31'536'000; // seconds: 365 days

/// What is wrong with the field (RFC 6797 §6.1), of which the first one counts (§8.1); empty: all is right.
QString weakness(const QByteArray &field)
{
    if (field.isEmpty())
        return QStringLiteral("has no Strict-Transport-Security");
    qint64 age = -1;
    bool hasSubdomains = false;
    for (const QByteArray &directive : field.split(';')) {
        const QByteArray word = directive.trimmed().toLower();
        if (word.startsWith("max-age") && word.contains('='))
            age = word.mid(word.indexOf('=') + 1).trimmed().replace('"', QByteArray()).toLongLong();
        hasSubdomains = hasSubdomains || word == "includesubdomains";
    }
    if (age < aYear)
        return QStringLiteral("has a Strict-Transport-Security of less than a year");
    return hasSubdomains ? QString() : QStringLiteral("has a Strict-Transport-Security that leaves subdomains out");
}

Verdict look(Site &site)
{
    if (!site.isSecure())
        return Verdict::notApplicable(QStringLiteral("The backend was reached by plain HTTP, where Strict-Transport-Security means nothing."));
    Verdict verdict;
    QStringList told;
    for (const Sight &sight : site.tour()) {
        if (!sight.answer.arrived())
            continue;
        const QString wrong = weakness(sight.answer.header("Strict-Transport-Security"));
        if (told.contains(wrong))
            continue;
        told.append(wrong);
        if (!wrong.isEmpty())
            verdict.addFailure(QStringLiteral("The answer to %1 %2.").arg(sight.what, wrong), sight.answer);
    }
    if (told.isEmpty())
        verdict.addGap(QStringLiteral("The backend answered nothing that could be looked at."));
    else if (!verdict.hasFailed())
        verdict.addPass(QStringLiteral("Browsers are told to come by HTTPS alone, for a year or more, to subdomains too."));
    return verdict;
}

} // namespace

Check strictTransportSecurity()
{
    return {4,
            QStringLiteral("strict-transport-security"),
            QStringLiteral("Browsers are told to come by HTTPS alone, for a year or more"),
            Severity::Low,
            Mode::Passive,
            {reference(QStringLiteral("ASVS 3.4.1")), reference(QStringLiteral("WSTG-CONF-07"))},
            QStringLiteral("Send the field with every answer over TLS, at the proxy or in the program.\n\n"
                           "app.use(helmet.hsts({ maxAge: 31536000, includeSubDomains: true }));"),
            &look};
}

} // namespace keyturn::audit::checks
