// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <bitset>
#include <optional>

namespace keyturn::backend {

/// A weakness that auth backends have, each to be switched on alone, so that an audit can be proven on it.
enum class Defect {
    PlainHttp,
    OldTls,
    CookieFlags,
    CookieNotSecure,
    CookieForScripts,
    CookieForAllSites,
    WideCookiePath,
    NoStrictTransport,
    ShortStrictTransport,
    NoSecurityHeaders,
    CacheableAnswers,
    PoweredBy,
    StackTraces,
    CorsReflects,
    CorsNull,
    CsrfOff,
    CsrfOriginIgnored,
    CsrfTextPlain,
    CsrfTokenIgnored,
    GetChangesState,
    AlgNoneAccepted,
    AlgNoneMisspelt,
    SignatureIgnored,
    MissingSignatureAccepted,
    EmbeddedKeyAccepted,
    KeyAddressBelieved,
    CertificateAddressBelieved,
    KeyIdInjection,
    KeyConfusion,
    WeakSecret,
    ShortKey,
    ExpiredAccepted,
    NotYetValidAccepted,
    NoIssuer,
    NoAudience,
    IssuerIgnored,
    AudienceIgnored,
    RefreshAsAccess,
    AccessAsRefresh,
    IdTokenAsAccess,
    LongLivedAccess,
    PersonalClaims,
    FirstRefreshFails,
    OldRefreshAccepted,
    ReuseIgnored,
    NoTokenId,
    ForkedRefresh,
    EndlessChain,
    SignOutIgnored,
    AccessOutlivesSignOut,
    SessionFixation,
    NoSessionTimeout,
    NoIdleTimeout,
    NoAbsoluteTimeout,
    NoSessionList,
    RevocationIgnored,
    PasswordChangeKeepsSessions,
    SignInTellsAccounts,
    RegisterTellsAccounts,
    ResetTellsAccounts,
    TimeTellsAccounts,
    NoRateLimits,
    UnlimitedSignIn,
    UnlimitedRegistration,
    UnlimitedRefresh,
    SilentLimits,
    ForwardedForBelieved,
    NoAccountLimit,
    ShortPasswords,
    CommonPasswords,
    NoLongPasswords,
    TruncatedPasswords,
    EmailAsTyped,
    CrashOnInput,
    CrashOnLargeBody,
    HangOnInput,
    DropOnInput,
    RoleSettable,
    RoleChangeable,
    UsersDeleteOthers,
    TokenInUrl,
    TokenInRedirect,
    PasswordInUrl,
    NoState,
    FixedState,
    CallbackWithoutState,
    NoNonce,
    FixedNonce,
    NoPkce,
    PlainChallenge,
    FixedPkce,
    AnyRedirect,
    RedirectPrefix,
    CodeReusable,
    LongLivedCode,
    PlainPkce,
    OptionalPkce,
    VerifierIgnored,
    LegacyGrants,
    NoMetadata,
    InexactIssuer,
    NoIssuerInCallback,
    OpenRedirect,
    NoChallenge,
    UnverifiedEmailTakesOver,
    Count ///< How many there are.
};

/// Which defects are on; none, but for --defect.
class Defects
{
public:
    void add(Defect defect) { m_on.set(static_cast<std::size_t>(defect)); }
    [[nodiscard]] bool has(Defect defect) const { return m_on.test(static_cast<std::size_t>(defect)); }
    [[nodiscard]] bool any() const { return m_on.any(); }
    [[nodiscard]] QStringList names() const;
    bool operator==(const Defects &) const = default;

private:
    std::bitset<static_cast<std::size_t>(Defect::Count)> m_on;
};

struct DefectDescription {
    Defect defect;
    const char *name; ///< For --defect.
    int check; ///< Its number among the audit's checks.
    const char *sentence;
};

/// One for each, in the order of the checks.
[[nodiscard]] const QList<DefectDescription> &defectDescriptions();
[[nodiscard]] std::optional<Defect> defectNamed(const QString &name);
/// The table that --list-defects prints.
[[nodiscard]] QString defectTable();

} // namespace keyturn::backend
