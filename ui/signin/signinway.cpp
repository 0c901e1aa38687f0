// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/signinway.h"

#include "ui/common/plaintext.h"

namespace keyturn::ui::signin {

namespace {

/// Only what can be done whole is offered here: a code that nobody can enter helps nobody.
void addCare(SignInWay &way, const model::PasswordSignIn &password)
{
    if (password.reset) {
        way.resetsPassword = password.reset->request && password.reset->confirm;
        way.resetPage = password.reset->page;
    }
    if (password.change) {
        way.changesPassword = password.change->endpoint.has_value();
        way.changePage = password.change->page;
    }
    if (password.emailVerification) {
        way.confirmsEmail = password.emailVerification->confirm.has_value();
        way.sendsEmailAgain = password.emailVerification->resend.has_value();
    }
}

} // namespace

QList<SignInWay> waysOf(const model::BackendProfile &profile)
{
    QList<SignInWay> ways;
    SignInWay way;
    way.profile = profile.id;
    way.backend = common::oneLine(profile.name, 80);
    way.embedded = profile.embedded;
    const SignInWay bare = way;
    if (profile.password) {
        way.name = way.backend;
        way.registration = profile.password->registration.has_value();
        way.rules = profile.password->rules;
        addCare(way, *profile.password);
        ways += way;
    }
    way = bare;
    for (const model::IdentityProvider &provider : profile.providers) {
        way.provider = provider.id;
        way.name = common::oneLine(provider.name, 80);
        const model::OAuthEndpoints &endpoints = provider.endpoints;
        const bool forDevices = provider.kind == model::ProviderKind::OAuth2 && endpoints.authorization.isEmpty();
        way.codeOnly = (forDevices && !endpoints.deviceAuthorization.isEmpty()) || provider.takesCodeAlone();
        way.byCode = way.codeOnly;
        way.lacksClient = !provider.missingClient().isEmpty();
        way.unsafe = provider.isUnsafe();
        ways += way;
    }
    return ways;
}

} // namespace keyturn::ui::signin
