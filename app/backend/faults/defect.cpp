// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defect.h"

namespace keyturn::backend {

const QList<DefectDescription> &defectDescriptions()
{
    static const QList<DefectDescription> list{
        {Defect::PlainHttp, "plain-http", 1, "Where HTTPS is served (--tls-cert), plain HTTP is served on the same port."},
        {Defect::CookieFlags, "cookie-flags", 2, "Cookies come without Secure, HttpOnly and SameSite."},
        {Defect::WideCookiePath, "wide-cookie-path", 3, "The refresh cookie is sent to every address of the server."},
        {Defect::NoStrictTransport, "no-strict-transport", 4, "HTTPS comes without Strict-Transport-Security."},
        {Defect::NoSecurityHeaders, "no-security-headers", 5,
         "Answers come without Content-Security-Policy, X-Frame-Options, X-Content-Type-Options and Referrer-Policy."},
        {Defect::CacheableAnswers, "cacheable-answers", 6, "Answers of the API, with tokens and profiles, may be cached."},
        {Defect::PoweredBy, "powered-by", 7, "Answers tell what made them (X-Powered-By)."},
        {Defect::StackTraces, "stack-traces", 7, "Errors come with a stack trace."},
        {Defect::CorsReflects, "cors-reflects", 8, "Pages of any origin, null too, may read answers of the API with the person's cookies."},
        {Defect::CsrfOff, "csrf-off", 9, "What a cookie is for is done for any page: from any origin, as text/plain, without a CSRF token."},
        {Defect::GetChangesState, "get-changes-state", 10, "GET /api/auth/logout signs out, and GET /api/sessions/ID/end ends a session."},
        {Defect::AlgNoneAccepted, "alg-none-accepted", 11, "Access tokens that say alg: none, in any spelling, are taken."},
        {Defect::SignatureIgnored, "signature-ignored", 11, "The signature of an access token is not looked at."},
        {Defect::EmbeddedKeyAccepted, "embedded-key-accepted", 12, "The key that an access token brings along in its header (jwk) is believed."},
        {Defect::KeyIdInjection, "key-id-injection", 12, "kid is a file's name: a path to an empty file makes the key empty."},
        {Defect::KeyConfusion, "key-confusion", 12, "With --signing RS256, an HMAC by the public key (PEM) is taken as a signature."},
        {Defect::WeakSecret, "weak-secret", 13, "Access tokens are signed by HMAC with the key: secret."},
        {Defect::ExpiredAccepted, "expired-accepted", 14, "Access tokens are taken after their end, as long as the session lives."},
        {Defect::NoAudience, "no-audience", 15, "Access tokens have neither iss nor aud."},
        {Defect::AudienceIgnored, "audience-ignored", 15, "iss and aud of an access token are not looked at."},
        {Defect::RefreshAsAccess, "refresh-as-access", 16, "A refresh token is taken as an access token."},
        {Defect::AccessAsRefresh, "access-as-refresh", 16, "An access token is taken as a refresh token."},
        {Defect::LongLivedAccess, "long-lived-access", 17, "Access tokens live for 30 days."},
        {Defect::PersonalClaims, "personal-claims", 17, "Access tokens hold the person's e-mail and name."},
        {Defect::FirstRefreshFails, "first-refresh-fails", 18, "The refresh token of a sign-in is never good for anything."},
        {Defect::OldRefreshAccepted, "old-refresh-accepted", 19, "A refresh token stays good after its rotation."},
        {Defect::ReuseIgnored, "reuse-ignored", 20, "A spent refresh token is refused, and its family lives on."},
        {Defect::NoTokenId, "no-token-id", 21, "Two access tokens of one person from one second are the same (no jti)."},
        {Defect::ForkedRefresh, "forked-refresh", 22, "Each of several refreshes at the same time leaves a live token of its own."},
        {Defect::EndlessChain, "endless-chain", 23, "Sessions that are refreshed have no end."},
        {Defect::SignOutIgnored, "sign-out-ignored", 24, "Signing out ends nothing at the server."},
        {Defect::SessionFixation, "session-fixation", 25, "A sign-in to a cookie session keeps the id that the browser brought."},
        {Defect::NoSessionTimeout, "no-session-timeout", 26, "Cookie sessions end neither unused nor at any age."},
        {Defect::NoSessionList, "no-session-list", 27, "Sessions can be neither listed nor ended."},
        {Defect::PasswordChangeKeepsSessions, "password-change-keeps-sessions", 27, "A new password leaves the other sessions alive."},
        {Defect::SignInTellsAccounts, "sign-in-tells-accounts", 28, "A sign-in says that there is no such account."},
        {Defect::ResetTellsAccounts, "reset-tells-accounts", 28, "Asking for a new password says that there is no such account."},
        {Defect::TimeTellsAccounts, "time-tells-accounts", 29, "A sign-in to no account is refused at once, without hashing."},
        {Defect::NoRateLimits, "no-rate-limits", 30, "Nothing is counted, whatever --rate-limit says."},
        {Defect::SilentLimits, "silent-limits", 31, "429 comes without Retry-After, RateLimit and RateLimit-Policy."},
        {Defect::ForwardedForBelieved, "forwarded-for-believed", 32, "Anybody's X-Forwarded-For is believed, so that each one counts anew."},
        {Defect::NoAccountLimit, "no-account-limit", 32, "Attempts are counted by address alone, not by account."},
        {Defect::WeakPasswords, "weak-passwords", 33, "Short passwords are taken."},
        {Defect::TruncatedPasswords, "truncated-passwords", 34, "Of a password, 72 bytes count."},
        {Defect::EmailAsTyped, "email-as-typed", 35, "A registration normalises the e-mail address, and a sign-in does not."},
        {Defect::CrashOnInput, "crash-on-input", 36, "JSON that is broken or has wrong types gets a 500."},
        {Defect::RoleSettable, "role-settable", 37, "A registration takes the role that the client asks for."},
        {Defect::TokenInUrl, "token-in-url", 38, "Access tokens are taken from the address (access_token)."},
        {Defect::NoState, "no-state", 39, "A sign-in by a provider is begun without state, and a callback needs none."},
        {Defect::NoNonce, "no-nonce", 39, "A sign-in by a provider is begun without nonce."},
        {Defect::NoPkce, "no-pkce", 39, "A sign-in by a provider is begun without PKCE."},
        {Defect::AnyRedirect, "any-redirect", 40, "The simulated providers redirect to any address, with the code."},
        {Defect::CodeReusable, "code-reusable", 41, "A code of the hand-off serves more than once."},
        {Defect::PlainPkce, "plain-pkce", 41, "PKCE's method plain is taken, by the providers and the hand-off."},
        {Defect::OptionalPkce, "optional-pkce", 41, "PKCE may be left out, at the providers and the hand-off."},
        {Defect::LegacyGrants, "legacy-grants", 42, "The simulated Google's metadata offers the implicit and the password grant."},
        {Defect::InexactIssuer, "inexact-issuer", 43, "The simulated Google's metadata names another issuer than its address."},
        {Defect::NoIssuerInCallback, "no-issuer-in-callback", 43, "Callbacks come without iss."},
        {Defect::OpenRedirect, "open-redirect", 44, "A sign-in by a provider ends at any address that it was begun with."},
        {Defect::NoChallenge, "no-challenge", 45, "401 comes without WWW-Authenticate."},
        {Defect::UnverifiedEmailTakesOver, "unverified-email-takes-over", 46,
         "A provider's e-mail address links to an account though nobody verified it."},
    };
    return list;
}

QStringList Defects::names() const
{
    QStringList names;
    for (const DefectDescription &each : defectDescriptions()) {
        if (has(each.defect))
            names.append(QLatin1String(each.name));
    }
    return names;
}

std::optional<Defect> defectNamed(const QString &name)
{
    for (const DefectDescription &each : defectDescriptions()) {
        if (name == QLatin1String(each.name))
            return each.defect;
    }
    return std::nullopt;
}

QString defectTable()
{
    QString table = QStringLiteral("%1 check  what is wrong\n").arg(QStringLiteral("name"), -30);
    for (const DefectDescription &each : defectDescriptions())
        table += QStringLiteral("%1 %2  %3\n").arg(QLatin1String(each.name), -30).arg(each.check, 5).arg(QLatin1String(each.sentence));
    return table;
}

} // namespace keyturn::backend
