// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

/// Among several fields, and several challenges in one of them (RFC 9110 §11.6.1).
bool names(const Answer &answer, const QByteArray &scheme)
{
    for (const QByteArray &field : answer.headers("WWW-Authenticate")) {
        for (const QByteArray &part : field.split(',')) {
            const QByteArray word = part.trimmed().split(' ').constFirst();
            if (word.compare(scheme, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

void lookAt(const QString &what, const Answer &answer, const model::AccessUse &access, Verdict &verdict)
{
    const bool isBearer = access.cookie.isEmpty() && access.scheme.compare("Bearer", Qt::CaseInsensitive) == 0;
    verdict.show(answer);
    if (answer.status != 401)
        verdict.addGap(QStringLiteral("%1 was answered by %2, not by 401.").arg(what, answer.told()));
    else if (answer.headers("WWW-Authenticate").isEmpty())
        verdict.addFailure(QStringLiteral("%1 got 401 without WWW-Authenticate.").arg(what), answer);
    else if (isBearer && !names(answer, "Bearer"))
        verdict.addFailure(QStringLiteral("%1 got 401 with a WWW-Authenticate that does not name Bearer.").arg(what), answer);
    else
        verdict.addPass(QStringLiteral("%1 got 401 with WWW-Authenticate.").arg(what));
}

Verdict look(Site &site)
{
    const core::Result<Answer> nobody = site.whoAmI();
    if (!nobody.ok())
        return Verdict::without(nobody.error());
    Verdict verdict;
    lookAt(QStringLiteral("A request without a token"), *nobody, site.profile().access, verdict);
    const core::Result<Answer> madeUp = site.whoAmI(core::Secret::fromText(QStringLiteral("keyturn-audit-") + site.randomWord()));
    if (!madeUp.ok())
        return Verdict::without(madeUp.error());
    lookAt(QStringLiteral("A request with a made-up token"), *madeUp, site.profile().access, verdict);
    return verdict;
}

} // namespace

Check challenges()
{
    return {45,
            QStringLiteral("challenges"),
            QStringLiteral("401 carries WWW-Authenticate"),
            Severity::Low,
            Mode::Passive,
            {reference(QStringLiteral("RFC 6750 §3")), reference(QStringLiteral("RFC 9110 §15.5.2"))},
            QStringLiteral("Say with each 401 how to authenticate.\n\nres.set('WWW-Authenticate', 'Bearer realm=\"api\"').status(401).json(error);"),
            &look};
}

} // namespace keyturn::audit::checks
