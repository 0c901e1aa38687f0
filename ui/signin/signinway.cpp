// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/signinway.h"

#include "ui/common/plaintext.h"

namespace keyturn::ui::signin {

QList<SignInWay> waysOf(const model::BackendProfile &profile)
{
    QList<SignInWay> ways;
    SignInWay way;
    way.profile = profile.id;
    way.backend = common::oneLine(profile.name, 80);
    way.embedded = profile.embedded;
    if (profile.password) {
        way.name = way.backend;
        way.registration = profile.password->registration.has_value();
        way.rules = profile.password->rules;
        ways += way;
    }
    way.registration = false;
    for (const model::IdentityProvider &provider : profile.providers) {
        way.provider = provider.id;
        way.name = common::oneLine(provider.name, 80);
        const model::OAuthEndpoints &endpoints = provider.endpoints;
        way.codeOnly = provider.kind == model::ProviderKind::OAuth2 && endpoints.authorization.isEmpty() && !endpoints.deviceAuthorization.isEmpty();
        way.byCode = way.codeOnly;
        way.lacksClient = !provider.missingClient().isEmpty();
        way.unsafe = provider.isUnsafe();
        ways += way;
    }
    return ways;
}

} // namespace keyturn::ui::signin
