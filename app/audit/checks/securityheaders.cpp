// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

#include <QHash>

namespace keyturn::audit::checks {

namespace {

/// All policies of an answer together (CSP Level 3 §4.1: each of them is enforced), by directive.
QHash<QByteArray, QByteArrayList> policyOf(const Answer &answer)
{
    QHash<QByteArray, QByteArrayList> policy;
    for (const QByteArray &value : answer.headers("Content-Security-Policy")) {
        for (const QByteArray &each : value.split(',').join(';').split(';')) {
            QByteArrayList words = each.simplified().split(' ');
            const QByteArray name = words.takeFirst().toLower();
            if (!name.isEmpty() && !policy.contains(name))
                policy.insert(name, words);
        }
    }
    return policy;
}

/// Whether it keeps anything out.
bool restricts(const QHash<QByteArray, QByteArrayList> &policy, const char *directive, const char *fallback = nullptr)
{
    const auto found = policy.constFind(directive);
    if (found == policy.constEnd())
        return fallback && restricts(policy, fallback);
    return !found->contains("*") && !found->contains("http:") && !found->contains("https:");
}

/// The last word that is known counts (Referrer Policy §11.1).
bool keepsAddresses(const Answer &answer)
{
    static const QByteArrayList keeping{
        "no-referrer", "same-origin", "origin", "strict-origin", "origin-when-cross-origin", "strict-origin-when-cross-origin"};
    static const QByteArrayList telling{"unsafe-url", "no-referrer-when-downgrade"};
    bool keeps = false;
    for (const QByteArray &word : answer.headers("Referrer-Policy").join(',').split(',')) {
        const QByteArray policy = word.trimmed().toLower();
        if (keeping.contains(policy) || telling.contains(policy))
            keeps = keeping.contains(policy);
    }
    return keeps;
}

QStringList missing(const Answer &answer)
{
    QStringList lacks;
    const QHash<QByteArray, QByteArrayList> policy = policyOf(answer);
    if (policy.isEmpty()) {
        lacks.append(QStringLiteral("Content-Security-Policy"));
    } else {
        for (const char *directive : {"frame-ancestors", "base-uri"}) {
            if (!restricts(policy, directive)) // neither falls back to default-src
                lacks.append(QStringLiteral("%1 in the Content-Security-Policy").arg(QLatin1String(directive)));
        }
        if (!restricts(policy, "object-src", "default-src"))
            lacks.append(QStringLiteral("object-src in the Content-Security-Policy"));
    }
    if (answer.header("X-Content-Type-Options").trimmed().compare("nosniff", Qt::CaseInsensitive) != 0)
        lacks.append(QStringLiteral("X-Content-Type-Options: nosniff"));
    if (!keepsAddresses(answer))
        lacks.append(QStringLiteral("a Referrer-Policy that keeps addresses"));
    return lacks;
}

Verdict look(Site &site)
{
    Verdict verdict;
    QStringList told;
    for (const Sight &sight : site.tour()) {
        const bool hasPage = sight.answer.arrived() && (sight.answer.status < 300 || sight.answer.status >= 400);
        if (!hasPage || sight.answer.status == 204)
            continue;
        const QString lacks = missing(sight.answer).join(QStringLiteral(", "));
        if (told.contains(lacks))
            continue;
        told.append(lacks);
        if (!lacks.isEmpty())
            verdict.addFailure(QStringLiteral("The answer to %1 lacks %2.").arg(sight.what, lacks), sight.answer);
    }
    if (told.isEmpty())
        verdict.addGap(QStringLiteral("The backend answered nothing that could be looked at."));
    else if (!verdict.hasFailed())
        verdict.addPass(QStringLiteral("Answers have a Content-Security-Policy, X-Content-Type-Options and a Referrer-Policy."));
    return verdict;
}

} // namespace

Check securityHeaders()
{
    return {5,
            QStringLiteral("security-headers"),
            QStringLiteral("Answers tell browsers what not to do with them (CSP, nosniff, Referrer-Policy)"),
            Severity::Low,
            Mode::Passive,
            {reference(QStringLiteral("ASVS 3.4"))},
            QStringLiteral("Send the headers with every answer, errors too.\n\napp.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: "
                           "[\"'none'\"], frameAncestors: [\"'none'\"], baseUri: [\"'none'\"], objectSrc: [\"'none'\"] } } }));"),
            &look};
}

} // namespace keyturn::audit::checks
