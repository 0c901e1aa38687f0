// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/withheldscopes.h"

#include <algorithm>

namespace keyturn::model {

namespace {

/// Whether GitHub's @p granted holds @p asked: `user` holds `user:email` and `read:user`, `admin:org` holds `write:org` and `read:org`.
bool holds(const QString &granted, const QString &asked)
{
    if (granted == asked || asked.startsWith(granted + u':') || asked == QLatin1String("read:") + granted)
        return true;
    static const QStringList ranks{QStringLiteral("read:"), QStringLiteral("write:"), QStringLiteral("admin:")};
    const auto rank = [](const QString &scope) {
        const auto found = std::find_if(ranks.begin(), ranks.end(), [&scope](const QString &prefix) { return scope.startsWith(prefix); });
        return found == ranks.end() ? -1 : static_cast<int>(found - ranks.begin());
    };
    return rank(asked) >= 0 && rank(granted) >= rank(asked) && granted.section(u':', 1) == asked.section(u':', 1);
}

bool isGoogles(const QString &granted, const QString &asked)
{
    return granted == QStringLiteral("https://www.googleapis.com/auth/userinfo.") + asked;
}

} // namespace

QStringList withheldScopes(const QStringList &asked, const TokenSet &tokens)
{
    // Not told. A GitHub app has permissions in place of scopes: its answer's scope is always empty
    // (https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app).
    if (tokens.scopes.isEmpty())
        return {};
    QStringList withheld;
    for (const QString &scope : asked) {
        const bool granted = std::any_of(tokens.scopes.begin(), tokens.scopes.end(),
                                         [&scope](const QString &one) { return holds(one, scope) || isGoogles(one, scope); });
        // What came tells that it was granted, whatever the answer's `scope` says.
        const bool shown =
            (scope == QLatin1String("offline_access") && tokens.canRefresh()) || (scope == QLatin1String("openid") && !tokens.idToken.isEmpty());
        if (!granted && !shown)
            withheld.append(scope);
    }
    return withheld;
}

} // namespace keyturn::model
