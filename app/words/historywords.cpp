// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/historywords.h"

#include "composition/doctor/clockcheck.h"
#include "words/filled.h"
#include "words/labwords.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

using history::EventKind;

struct Entry {
    EventKind kind;
    const char *cause; ///< Empty: any other.
    const char *text; ///< %1: the backend, %2: the detail, %3: the cause, %4: the span.
    const char *withSpan = nullptr; ///< Where there is one.
    const char *withDetail = nullptr; ///< The same.
};

/// The first that fits counts.
// clang-format off
constexpr Entry entries[] = {
    {EventKind::SignedIn, "password", QT_TRANSLATE_NOOP("History", "Signed in to %1 by password.")},
    {EventKind::SignedIn, "browser", QT_TRANSLATE_NOOP("History", "Signed in to %1 in the browser.")},
    {EventKind::SignedIn, "device", QT_TRANSLATE_NOOP("History", "Signed in to %1 by a code on another device.")},
    {EventKind::SignedIn, "", QT_TRANSLATE_NOOP("History", "Signed in to %1.")},
    {EventKind::SignedInAgain, "password", QT_TRANSLATE_NOOP("History", "Signed in to %1 again by password.")},
    {EventKind::SignedInAgain, "browser", QT_TRANSLATE_NOOP("History", "Signed in to %1 again in the browser.")},
    {EventKind::SignedInAgain, "device", QT_TRANSLATE_NOOP("History", "Signed in to %1 again by a code on another device.")},
    {EventKind::SignedInAgain, "", QT_TRANSLATE_NOOP("History", "Signed in to %1 again.")},

    {EventKind::SignInFailed, "invalid_credentials", QT_TRANSLATE_NOOP("History", "A sign-in failed: %1 did not know that name and password together.")},
    {EventKind::SignInFailed, "other_identity", QT_TRANSLATE_NOOP("History", "A sign-in failed: somebody else came back from %1 than was expected. Nothing of theirs was kept.")},
    {EventKind::SignInFailed, "access_denied", QT_TRANSLATE_NOOP("History", "A sign-in failed: access was refused on %1's page.")},
    {EventKind::SignInFailed, "browser_timeout", QT_TRANSLATE_NOOP("History", "A sign-in failed: nobody came back from the browser in time.")},
    {EventKind::SignInFailed, "expired_token", QT_TRANSLATE_NOOP("History", "A sign-in failed: nobody entered the code in time.")},
    {EventKind::SignInFailed, "keychain_locked", QT_TRANSLATE_NOOP("History", "A sign-in at %1 failed: the keychain was locked, so it could not have been kept.")},
    {EventKind::SignInFailed, "keychain_absent", QT_TRANSLATE_NOOP("History", "A sign-in at %1 failed: there was no keychain to keep it in.")},
    {EventKind::SignInFailed, "", QT_TRANSLATE_NOOP("History", "A sign-in at %1 failed (%3).")},

    {EventKind::Renewed, "", QT_TRANSLATE_NOOP("History", "Renewed by %1."),
     QT_TRANSLATE_NOOP("History", "Renewed by %1; the next renewal is due within %4.")},
    {EventKind::Rotated, "", QT_TRANSLATE_NOOP("History", "Renewed by %1, with a new refresh token."),
     QT_TRANSLATE_NOOP("History", "Renewed by %1, with a new refresh token; the next renewal is due within %4.")},
    {EventKind::RenewalFailed, "rate_limited", QT_TRANSLATE_NOOP("History", "Not renewed yet: %1 asked for fewer attempts. The sign-in is kept.")},
    {EventKind::RenewalFailed, "lock_timeout", QT_TRANSLATE_NOOP("History", "Not renewed yet: another Keyturn was busy with this account. The sign-in is kept.")},
    {EventKind::RenewalFailed, "disk_failed", QT_TRANSLATE_NOOP("History", "Not renewed yet: a file could not be read or written. The sign-in is kept.")},
    {EventKind::RenewalFailed, "backend_not_started", QT_TRANSLATE_NOOP("History", "Not renewed yet: the demo backend was not running. The sign-in is kept.")},
    {EventKind::RenewalFailed, "", QT_TRANSLATE_NOOP("History", "Not renewed yet: %1 gave no answer that could be used (%3). The sign-in is kept.")},

    {EventKind::SignInNeeded, "reuse_detected", QT_TRANSLATE_NOOP("History", "Signed out by %1: the refresh token had been used twice (reuse detected). Sign in again; if that was not you, end the other sessions too.")},
    {EventKind::SignInNeeded, "revoked", QT_TRANSLATE_NOOP("History", "Signed out by %1: the session was ended from another place. Sign in again.")},
    {EventKind::SignInNeeded, "session_revoked", QT_TRANSLATE_NOOP("History", "Signed out by %1: the session was ended from another place. Sign in again.")},
    {EventKind::SignInNeeded, "expired", QT_TRANSLATE_NOOP("History", "Signed out by %1: the sign-in was not used for too long and has run out. Sign in again.")},
    {EventKind::SignInNeeded, "refresh_expired", QT_TRANSLATE_NOOP("History", "Signed out by %1: the sign-in was not used for too long and has run out. Sign in again.")},
    {EventKind::SignInNeeded, "no_refresh_token", QT_TRANSLATE_NOOP("History", "The sign-in has run out, and %1 gave nothing to renew it with. Sign in again.")},
    {EventKind::SignInNeeded, "password_changed", QT_TRANSLATE_NOOP("History", "Signed out by %1, since the password was changed. Sign in again.")},
    {EventKind::SignInNeeded, "id_token_subject", QT_TRANSLATE_NOOP("History", "The renewal brought another person's tokens, which were not used. Sign in to %1 again.")},
    {EventKind::SignInNeeded, "invalid_grant", QT_TRANSLATE_NOOP("History", "Signed out by %1: it does not take this sign-in any more, because it ran out or was ended from another place. Sign in again.")},
    {EventKind::SignInNeeded, "bad_refresh_token", QT_TRANSLATE_NOOP("History", "Signed out by %1: it does not take this sign-in any more, because it ran out or was ended from another place. Sign in again.")},
    {EventKind::SignInNeeded, "", QT_TRANSLATE_NOOP("History", "Signed out by %1 (%3). Sign in again.")},

    {EventKind::Unreachable, "reply_dropped", QT_TRANSLATE_NOOP("History", "The answer of %1 was thrown away, in the lab. The sign-in is kept.")},
    {EventKind::Unreachable, "connection_refused", QT_TRANSLATE_NOOP("History", "%1 did not answer: it was not running or not reachable. The sign-in is kept.")},
    {EventKind::Unreachable, "host_not_found", QT_TRANSLATE_NOOP("History", "The address of %1 was not found: the network was down, or the address is wrong. The sign-in is kept.")},
    {EventKind::Unreachable, "timeout", QT_TRANSLATE_NOOP("History", "%1 did not answer in time. The sign-in is kept.")},
    {EventKind::Unreachable, "server_error", QT_TRANSLATE_NOOP("History", "%1 had a fault of its own. The sign-in is kept.")},
    {EventKind::Unreachable, "tls_failed", QT_TRANSLATE_NOOP("History", "The secure connection to %1 could not be trusted. The sign-in is kept.")},
    {EventKind::Unreachable, "proxy_failed", QT_TRANSLATE_NOOP("History", "The proxy on the way to %1 refused. The sign-in is kept.")},
    {EventKind::Unreachable, "", QT_TRANSLATE_NOOP("History", "%1 could not be reached (%3). The sign-in is kept.")},
    {EventKind::ReachableAgain, "", QT_TRANSLATE_NOOP("History", "%1 could be reached again.")},

    {EventKind::KeychainFailed, "keychain_locked", QT_TRANSLATE_NOOP("History", "The keychain was locked, so the sign-in could not be used.")},
    {EventKind::KeychainFailed, "keychain_absent", QT_TRANSLATE_NOOP("History", "There was no keychain, so the sign-in could not be used.")},
    {EventKind::KeychainFailed, "keychain_timeout", QT_TRANSLATE_NOOP("History", "The keychain did not answer, so the sign-in could not be used.")},
    {EventKind::KeychainFailed, "secret_missing", QT_TRANSLATE_NOOP("History", "The keychain did not hand out the sign-in: it was locked, another one was in use, or the entry was removed.")},
    {EventKind::KeychainFailed, "passphrase_wrong", QT_TRANSLATE_NOOP("History", "The passphrase did not open the secrets file, so the sign-in could not be used.")},
    {EventKind::KeychainFailed, "", QT_TRANSLATE_NOOP("History", "The keychain reported a fault (%3), so the sign-in could not be used.")},
    {EventKind::KeychainWorks, "", QT_TRANSLATE_NOOP("History", "The keychain could be used again.")},
    {EventKind::NotSaved, "keychain_locked", QT_TRANSLATE_NOOP("History", "New tokens could not be stored, because the keychain was locked. They live in memory, and it is tried again.")},
    {EventKind::NotSaved, "", QT_TRANSLATE_NOOP("History", "New tokens could not be stored (%3). They live in memory, and it is tried again.")},
    {EventKind::Saved, "", QT_TRANSLATE_NOOP("History", "The new tokens are stored.")},

    {EventKind::ClockOff, "ahead", QT_TRANSLATE_NOOP("History", "This computer's clock was ahead of %2."),
     QT_TRANSLATE_NOOP("History", "This computer's clock was off: ahead of %2 by %4, so that sign-ins seem to run out too early.")},
    {EventKind::ClockOff, "", QT_TRANSLATE_NOOP("History", "This computer's clock was behind %2."),
     QT_TRANSLATE_NOOP("History", "This computer's clock was off: behind %2 by %4, so that sign-ins seem to be good for longer than they are.")},
    {EventKind::ClockRight, "", QT_TRANSLATE_NOOP("History", "This computer's clock agreed with %2 again.")},

    {EventKind::SessionRevoked, "", QT_TRANSLATE_NOOP("History", "You ended one of the sessions at %1 from here."), nullptr,
     QT_TRANSLATE_NOOP("History", "You ended the session on “%2” at %1 from here.")},
    {EventKind::OthersRevoked, "", QT_TRANSLATE_NOOP("History", "You ended all other sessions at %1 from here.")},

    {EventKind::SignedOut, "this_device", QT_TRANSLATE_NOOP("History", "You signed out here, and %1 ended the session.")},
    {EventKind::SignedOut, "this_device_later", QT_TRANSLATE_NOOP("History", "You signed out here. %1 could not be told then (%2), and is told later.")},
    {EventKind::SignedOut, "this_device_untold", QT_TRANSLATE_NOOP("History", "You signed out here. %1 was not told, so the session may live on there until it runs out.")},
    {EventKind::SignedOut, "everywhere", QT_TRANSLATE_NOOP("History", "You signed out everywhere, and %1 ended every session.")},
    {EventKind::SignedOut, "everywhere_later", QT_TRANSLATE_NOOP("History", "You signed out everywhere. %1 ended the other sessions; of this one it could not be told then (%2), and is told later.")},
    {EventKind::SignedOut, "everywhere_untold", QT_TRANSLATE_NOOP("History", "You signed out everywhere. %1 ended the other sessions; this one may live on there until it runs out.")},
    {EventKind::SignedOut, "", QT_TRANSLATE_NOOP("History", "You had this account forgotten here, without telling %1.")},
    {EventKind::LateTokens, "", QT_TRANSLATE_NOOP("History", "Tokens that came after the sign-out were given back to %1.")},
    {EventKind::HistorySetAside, "", QT_TRANSLATE_NOOP("History", "The history of before could not be read. It was set aside as %2.")},
    {EventKind::Experiment, "", QT_TRANSLATE_NOOP("History", "An experiment with the tokens.")}, // in experimentEvent()'s words
};
// clang-format on

consteval bool isComplete()
{
    for (int kind = 0; kind < history::eventKindCount; ++kind) {
        bool hasAny = false;
        for (const Entry &entry : entries)
            hasAny = hasAny || (int(entry.kind) == kind && entry.cause[0] == 0);
        if (!hasAny)
            return false;
    }
    return true;
}
static_assert(isComplete());

/// "15 min" rather than "14 min 59 s".
QString spanWords(std::chrono::seconds span)
{
    if (span >= std::chrono::minutes(2))
        span = std::chrono::round<std::chrono::minutes>(span);
    return composition::doctor::spanNotation(span);
}

const char *textOf(const Entry &entry, const history::Event &event)
{
    if (event.span && entry.withSpan)
        return entry.withSpan;
    return !event.detail.isEmpty() && entry.withDetail ? entry.withDetail : entry.text;
}

QString patternOf(const history::Event &event)
{
    for (const Entry &entry : entries) {
        if (entry.kind == event.kind && (entry.cause[0] == 0 || event.cause == QLatin1String(entry.cause)))
            return QCoreApplication::translate("History", textOf(entry, event));
    }
    return {};
}

} // namespace

QString historySentence(const history::Event &event, const std::function<QString(const QString &)> &clean)
{
    const QString backend = event.subject.backend.isEmpty() ? QCoreApplication::translate("History", "the backend") : clean(event.subject.backend);
    if (event.kind == EventKind::Experiment)
        return experimentEvent(event, backend);
    const QString pattern = patternOf(event);
    QString sentence = filled(pattern, {backend, clean(event.detail), clean(event.cause), event.span ? spanWords(*event.span) : QString()});
    if (!sentence.isEmpty() && pattern.startsWith(QLatin1String("%1")))
        sentence.front() = event.subject.backend.isEmpty() ? sentence.front().toUpper() : sentence.front();
    return sentence;
}

QString historySentence(const history::Event &event)
{
    return historySentence(event, [](const QString &text) { return text; });
}

} // namespace keyturn::words
