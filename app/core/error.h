// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace keyturn::core {

/// Sorted by what a person can do about it, not by where it arose.
enum class ErrorKind {
    Offline, ///< No answer: no network, refused, timed out. Try again later; nothing was lost.
    Cancelled, ///< The person, or the program's end, stopped it.
    Rejected, ///< The backend understood and said no (wrong password, forbidden).
    RateLimited, ///< The backend said "not so often"; see Error::retryAfter.
    SignInAgain, ///< A definite refusal of what we hold (`invalid_grant`): only a new sign-in helps.
    BadReply, ///< The answer breaks the protocol or a limit; nothing of it was used.
    Storage, ///< Keychain or disk: locked, absent, full, unwritable.
    Configuration, ///< A profile, setting or command that cannot work as written.
};

/// One field of a form that the backend did not accept (RFC 9457-like `errors` members and their kin).
struct FieldError {
    QString field; ///< The backend's name of the field.
    QString message; ///< The backend's own words; untrusted text, show as plain text.
    bool operator==(const FieldError &) const = default;
};

/// What went wrong, as one value. Sentences for people are made in ui/ and cli/ alone.
struct Error {
    ErrorKind kind = ErrorKind::BadReply;
    /// Stable and machine-readable: the protocol's own code (`invalid_grant`, RFC 6749 §5.2) or ours (`keychain_locked`).
    QString code;
    /// For developers, in English; redacted where it is made: never holds a secret.
    QString detail;
    /// From Retry-After (RFC 9110 §10.2.3) where the backend gave one, else empty.
    std::optional<std::chrono::seconds> retryAfter = {};
    QList<FieldError> fields = {};
    /// What was under way, by the name that the exchange log has for it ("token", "discovery" …); empty outside of the network.
    QString step = {};
    bool operator==(const Error &) const = default;
};

/// What a promise answers whose last copy went without an answer. Not inline: where GCC 14 sees its fields in a destructor, it
/// takes the empty optional for uninitialised memory.
[[nodiscard]] Error abandoned();

/// @p error, of @p step where it does not tell one yet. Not inline for the same reason.
[[nodiscard]] Error ofStep(Error error, const QString &step);

} // namespace keyturn::core
