// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/ratelimit.h"

namespace keyturn::audit {

bool isLimit(const Answer &answer)
{
    constexpr int locked = 423; // RFC 4918 §11.3
    return answer.isRateLimited() || answer.status == locked;
}

Exhaustion exhaust(int most, const std::function<core::Result<Answer>(int number)> &ask)
{
    Exhaustion result;
    int usual = 0;
    while (result.asked < most) {
        const core::Result<Answer> answer = ask(result.asked);
        if (!answer.ok()) {
            result.obstacle = answer.error().detail;
            return result;
        }
        ++result.asked;
        if (isLimit(*answer)) {
            result.limit = *answer;
            return result;
        }
        const bool hasChanged = result.asked > 2 && answer->status != usual; // the second registration of a person need not be like the first
        if (!answer->arrived() || answer->status >= 500 || hasChanged) {
            result.obstacle = QStringLiteral("After %1 times the answer was %2.").arg(result.asked).arg(answer->told());
            return result;
        }
        usual = answer->status;
    }
    return result;
}

core::Result<Answer> trySignInWith(Site &site, const Person &person, const QList<net::Header> &headers)
{
    if (!site.profile().password)
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("not_applicable"),
                           QStringLiteral("The profile has no sign-in by password.")};
    const backendapi::Placeholders values{{{QStringLiteral("user"), person.user}}, {{QStringLiteral("password"), person.password}}};
    core::Result<net::HttpRequest> built = site.request(site.profile().password->signIn, values);
    if (!built.ok())
        return built.error();
    built.value().headers += headers;
    if (const core::Result<void> ready = site.protect(built.value(), {}); !ready.ok())
        return ready.error();
    return site.ask(*built);
}

} // namespace keyturn::audit
