// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

/// Among the directives (RFC 9111 §5.2), of which there may be several fields.
bool forbidsStoring(const Answer &answer)
{
    for (const QByteArray &value : answer.headers("Cache-Control")) {
        for (const QByteArray &directive : value.split(',')) {
            if (directive.trimmed().compare("no-store", Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

Verdict look(Site &site)
{
    Verdict verdict;
    for (const Sight &sight : site.tour()) {
        const bool isPrivate = sight.what == sights::signIn || sight.what == sights::person || sight.what == sights::refresh;
        if (!isPrivate || !sight.answer.isGood())
            continue;
        if (!forbidsStoring(sight.answer))
            verdict.addFailure(QStringLiteral("The answer to %1 may be stored: it has no Cache-Control: no-store.").arg(sight.what), sight.answer);
        else
            verdict.addPass(QStringLiteral("The answer to %1 says that it must not be stored.").arg(sight.what));
    }
    if (verdict.isEmpty())
        verdict.addGap(QStringLiteral("There was no answer with tokens or a profile to look at: a test account is needed."));
    return verdict;
}

} // namespace

Check noStore()
{
    return {
        6,
        QStringLiteral("no-store"),
        QStringLiteral("Answers with tokens or personal data must not be stored"),
        Severity::Medium,
        Mode::Passive,
        {reference(QStringLiteral("RFC 6749 §5.1")), reference(QStringLiteral("ASVS 14.3.2"))},
        QStringLiteral("Send Cache-Control: no-store with every answer of the API.\n\napp.use('/api', (req, res, next) => { res.set('Cache-Control', "
                       "'no-store'); next(); });"),
        &look};
}

} // namespace keyturn::audit::checks
