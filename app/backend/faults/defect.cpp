// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defect.h"

namespace keyturn::backend {

const QList<DefectDescription> &defectDescriptions()
{
    static const QList<DefectDescription> list{
        {Defect::PlainHttp, "plain-http", 1, "Where HTTPS is served (--tls-cert), plain HTTP is served on the same port."},
        {Defect::OldTls, "old-tls", 1, "Where HTTPS is served, TLS 1.0 and 1.1 are spoken too, with whatever cipher."},
        {Defect::CookieFlags, "cookie-flags", 2, "Cookies come without Secure, HttpOnly and SameSite."},
        {Defect::CookieNotSecure, "cookie-not-secure", 2, "Where HTTPS is served, cookies come without Secure."},
        {Defect::CookieForScripts, "cookie-for-scripts", 2, "Cookies come without HttpOnly."},
        {Defect::CookieForAllSites, "cookie-for-all-sites", 2, "Cookies come with SameSite=None."},
        {Defect::WideCookiePath, "wide-cookie-path", 3, "The refresh cookie is sent to every address of the server."},
        {Defect::NoStrictTransport, "no-strict-transport", 4, "HTTPS comes without Strict-Transport-Security."},
        {Defect::ShortStrictTransport, "short-strict-transport", 4, "Strict-Transport-Security is for a day, and not for subdomains."},
        {Defect::NoSecurityHeaders, "no-security-headers", 5,
         "Answers come without Content-Security-Policy, X-Frame-Options, X-Content-Type-Options and Referrer-Policy."},
        {Defect::CacheableAnswers, "cacheable-answers", 6, "Answers of the API, with tokens and profiles, may be cached."},
        {Defect::PoweredBy, "powered-by", 7, "Answers tell what made them (X-Powered-By)."},
        {Defect::StackTraces, "stack-traces", 7, "Errors come with a stack trace."},
        {Defect::CorsReflects, "cors-reflects", 8, "Pages of any origin, null too, may read answers of the API with the person's cookies."},
        {Defect::CorsNull, "cors-null", 8,
         "Pages of the origin null (a sandboxed frame, a file) may read answers of the API with the person's cookies."},
        {Defect::CsrfOff, "csrf-off", 9, "What a cookie is for is done for any page: from any origin, as text/plain, without a CSRF token."},
        {Defect::CsrfOriginIgnored, "csrf-origin-ignored", 9, "Pages of any origin may do what a cookie is for, if they bring the CSRF token."},
        {Defect::CsrfTextPlain, "csrf-text-plain", 9, "JSON is taken as text/plain, which pages of any origin may send without being asked first."},
        {Defect::CsrfTokenIgnored, "csrf-token-ignored", 9, "What a cookie is for is done without a CSRF token, for pages of our own."},
        {Defect::GetChangesState, "get-changes-state", 10, "GET /api/auth/logout signs out, and GET /api/sessions/ID/end ends a session."},
        {Defect::AlgNoneAccepted, "alg-none-accepted", 11, "Access tokens that say alg: none, in any spelling, are taken."},
        {Defect::AlgNoneMisspelt, "alg-none-misspelt", 11, "Access tokens that say alg: None, NONE or nOnE are taken; none is refused."},
        {Defect::SignatureIgnored, "signature-ignored", 11, "The signature of an access token is not looked at."},
        {Defect::MissingSignatureAccepted, "missing-signature-accepted", 11,
         "An access token whose signature was cut off is taken; a wrong signature is refused."},
        {Defect::EmbeddedKeyAccepted, "embedded-key-accepted", 12, "The key that an access token brings along in its header (jwk) is believed."},
        {Defect::KeyAddressBelieved, "key-address-believed", 12,
         "The keys at the address in an access token's header (jku) are believed; loopback alone is asked."},
        {Defect::CertificateAddressBelieved, "certificate-address-believed", 12,
         "The certificate at the address in an access token's header (x5u) is believed; loopback alone is asked."},
        {Defect::KeyIdInjection, "key-id-injection", 12, "kid is a file's name: a path to an empty file makes the key empty."},
        {Defect::KeyConfusion, "key-confusion", 12, "With --signing RS256, an HMAC by the public key (PEM) is taken as a signature."},
        {Defect::WeakSecret, "weak-secret", 13, "Access tokens are signed by HMAC with the key: secret."},
        {Defect::ShortKey, "short-key", 13, "Access tokens are signed by HMAC with a key of 128 bits: keyturn-16-bytes."},
        {Defect::ExpiredAccepted, "expired-accepted", 14, "Access tokens are taken after their end, as long as the session lives."},
        {Defect::NotYetValidAccepted, "not-yet-valid-accepted", 14, "Access tokens are taken before their beginning (nbf)."},
        {Defect::NoIssuer, "no-issuer", 15, "Access tokens have no iss."},
        {Defect::NoAudience, "no-audience", 15, "Access tokens have no aud."},
        {Defect::IssuerIgnored, "issuer-ignored", 15, "iss of an access token is not looked at."},
        {Defect::AudienceIgnored, "audience-ignored", 15, "aud of an access token is not looked at."},
        {Defect::RefreshAsAccess, "refresh-as-access", 16, "A refresh token is taken as an access token."},
        {Defect::AccessAsRefresh, "access-as-refresh", 16, "An access token is taken as a refresh token."},
        {Defect::IdTokenAsAccess, "id-token-as-access", 16, "An ID token of the simulated Google is taken as an access token, there and by the API."},
        {Defect::LongLivedAccess, "long-lived-access", 17, "Access tokens live for 30 days."},
        {Defect::PersonalClaims, "personal-claims", 17, "Access tokens hold the person's e-mail and name."},
        {Defect::FirstRefreshFails, "first-refresh-fails", 18, "The refresh token of a sign-in is never good for anything."},
        {Defect::OldRefreshAccepted, "old-refresh-accepted", 19, "A refresh token stays good after its rotation."},
        {Defect::ReuseIgnored, "reuse-ignored", 20, "A spent refresh token is refused, and its family lives on."},
        {Defect::NoTokenId, "no-token-id", 21, "Two access tokens of one person from one second are the same (no jti)."},
        {Defect::ForkedRefresh, "forked-refresh", 22, "Each of several refreshes at the same time leaves a live token of its own."},
        {Defect::EndlessChain, "endless-chain", 23, "Sessions that are refreshed have no end."},
        {Defect::SignOutIgnored, "sign-out-ignored", 24, "Signing out ends nothing at the server: neither tokens nor session."},
        {Defect::AccessOutlivesSignOut, "access-outlives-sign-out", 24, "Signing out leaves the access token good until it expires."},
        {Defect::SessionFixation, "session-fixation", 25, "A sign-in to a cookie session keeps the id that the browser brought."},
        {Defect::NoSessionTimeout, "no-session-timeout", 26, "Cookie sessions end neither unused nor at any age."},
        {Defect::NoIdleTimeout, "no-idle-timeout", 26, "Cookie sessions that are not used do not end before their absolute end."},
        {Defect::NoAbsoluteTimeout, "no-absolute-timeout", 26, "Cookie sessions that are used have no end."},
        {Defect::NoSessionList, "no-session-list", 27, "Sessions can be neither listed nor ended."},
        {Defect::RevocationIgnored, "revocation-ignored", 27, "Sessions that are ended from the list live on."},
        {Defect::PasswordChangeKeepsSessions, "password-change-keeps-sessions", 27, "A new password leaves the other sessions alive."},
        {Defect::SignInTellsAccounts, "sign-in-tells-accounts", 28, "A sign-in says that there is no such account."},
        {Defect::RegisterTellsAccounts, "register-tells-accounts", 28,
         "With --verified-email, a registration says that there is such an account already."},
        {Defect::ResetTellsAccounts, "reset-tells-accounts", 28, "Asking for a new password says that there is no such account."},
        {Defect::TimeTellsAccounts, "time-tells-accounts", 29, "A sign-in to no account is refused at once, without hashing."},
        {Defect::NoRateLimits, "no-rate-limits", 30, "Nothing is counted, whatever --rate-limit says."},
        {Defect::UnlimitedSignIn, "unlimited-sign-in", 30, "Sign-ins are not counted."},
        {Defect::UnlimitedRegistration, "unlimited-registration", 30, "Registrations are not counted."},
        {Defect::UnlimitedRefresh, "unlimited-refresh", 30, "Refreshes are not counted."},
        {Defect::SilentLimits, "silent-limits", 31, "429 comes without Retry-After, RateLimit and RateLimit-Policy."},
        {Defect::ForwardedForBelieved, "forwarded-for-believed", 32, "Anybody's X-Forwarded-For is believed, so that each one counts anew."},
        {Defect::NoAccountLimit, "no-account-limit", 32, "Attempts are counted by address alone, not by account."},
        {Defect::ShortPasswords, "short-passwords", 33, "Passwords of fewer than 8 characters are taken."},
        {Defect::CommonPasswords, "common-passwords", 33, "Passwords that everybody tries first are taken."},
        {Defect::NoLongPasswords, "no-long-passwords", 33, "Passwords of more than 32 characters are refused."},
        {Defect::TruncatedPasswords, "truncated-passwords", 34, "Of a password, 72 bytes count."},
        {Defect::EmailAsTyped, "email-as-typed", 35, "A registration normalises the e-mail address, and a sign-in does not."},
        {Defect::CrashOnInput, "crash-on-input", 36, "JSON that is broken or has wrong types gets a 500."},
        {Defect::CrashOnLargeBody, "crash-on-large-body", 36, "A body of more than 64 kB gets a 500."},
        {Defect::HangOnInput, "hang-on-input", 36, "JSON that is broken or has wrong types is answered after a minute."},
        {Defect::DropOnInput, "drop-on-input", 36, "JSON that is broken or has wrong types is not answered: the connection ends."},
        {Defect::RoleSettable, "role-settable", 37, "A registration takes the role that the client asks for."},
        {Defect::RoleChangeable, "role-changeable", 37, "PATCH /api/profile takes the role that the client asks for."},
        {Defect::UsersDeleteOthers, "users-delete-others", 37, "Whoever is signed in may delete anybody (DELETE /api/users/ID)."},
        {Defect::TokenInUrl, "token-in-url", 38, "Access tokens are taken from the address (access_token)."},
        {Defect::TokenInRedirect, "token-in-redirect", 38, "The hand-off puts an access token into the address that it redirects to."},
        {Defect::PasswordInUrl, "password-in-url", 38, "GET /api/auth/login takes e-mail and password from the address."},
        {Defect::NoState, "no-state", 39, "A sign-in by a provider is begun without state, and a callback needs none."},
        {Defect::FixedState, "fixed-state", 39, "Every sign-in by a provider is begun with the same state."},
        {Defect::CallbackWithoutState, "callback-without-state", 39, "A callback needs no state, though every sign-in is begun with one."},
        {Defect::NoNonce, "no-nonce", 39, "A sign-in by a provider is begun without nonce."},
        {Defect::FixedNonce, "fixed-nonce", 39, "Every sign-in by a provider is begun with the same nonce."},
        {Defect::NoPkce, "no-pkce", 39, "A sign-in by a provider is begun without PKCE."},
        {Defect::PlainChallenge, "plain-challenge", 39, "A sign-in by a provider is begun with PKCE's method plain."},
        {Defect::FixedPkce, "fixed-pkce", 39, "Every sign-in by a provider is begun with the same code_challenge."},
        {Defect::AnyRedirect, "any-redirect", 40, "The simulated providers redirect to any address, with the code."},
        {Defect::RedirectPrefix, "redirect-prefix", 40,
         "The simulated providers redirect to any address that begins as a loopback one does, wherever it leads."},
        {Defect::CodeReusable, "code-reusable", 41, "A code of the hand-off serves more than once."},
        {Defect::LongLivedCode, "long-lived-code", 41, "A code of the hand-off serves for a day."},
        {Defect::PlainPkce, "plain-pkce", 41, "PKCE's method plain is taken, by the providers and the hand-off."},
        {Defect::OptionalPkce, "optional-pkce", 41, "PKCE may be left out, at the providers and the hand-off."},
        {Defect::VerifierIgnored, "verifier-ignored", 41, "A code is taken with any code_verifier or none, by the providers and the hand-off."},
        {Defect::LegacyGrants, "legacy-grants", 42, "The simulated Google's metadata offers the implicit and the password grant."},
        {Defect::NoMetadata, "no-metadata", 43, "The simulated Google has no metadata."},
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
