// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/program.h"
#include "model/ids.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <chrono>
#include <optional>

namespace keyturn::history {

/// What happened. Their words (wordOf()) are on disk and in JSON: add, never rename.
enum class EventKind {
    SignedIn, ///< Cause: the method; detail: the provider.
    SignedInAgain, ///< The same.
    SignInFailed,
    Renewed, ///< By the refresh token that stays as it is. Span: what the new access token serves for.
    Rotated, ///< The same, and a new refresh token came.
    RenewalFailed, ///< Of no definite answer: the tokens are kept.
    SignInNeeded, ///< Refused for good.
    Unreachable,
    ReachableAgain,
    KeychainFailed,
    KeychainWorks,
    NotSaved, ///< New tokens live in memory only.
    Saved,
    ClockOff, ///< Of this computer. Cause: `ahead` or `behind`; detail: by whose clock; span: by how much.
    ClockRight,
    SessionRevoked, ///< One of the account's sessions, from here. Detail: its device and program, where they are known.
    OthersRevoked, ///< All but ours, from here.
    SignedOut, ///< Cause: how far, and whether the backend knows; detail: the code of why it does not.
    LateTokens, ///< Tokens that came after the sign-out and were given back.
    HistorySetAside, ///< What was recorded before could not be read. Detail: the file that it lies in now.
    Experiment, ///< With the account's tokens, from here, on purpose. Cause: which; detail: what came of it.
};
constexpr int eventKindCount = int(EventKind::Experiment) + 1;

[[nodiscard]] QString wordOf(EventKind kind);
[[nodiscard]] std::optional<EventKind> kindOf(const QString &word);

/// What people look for together.
enum class EventGroup { SignIn, Renewal, Refusal, Network, Keychain, Clock, Session, SignOut, History, Lab };
[[nodiscard]] EventGroup groupOf(EventKind kind);
/// Of a group's word (`sign-in`, `renewal`, …) or a kind's own; empty: it is neither's.
[[nodiscard]] QList<EventKind> kindsOf(const QString &word);
[[nodiscard]] QStringList groupWords();

/// What becomes of an event that is like the newest of its account.
enum class Repeat {
    Tell, ///< Recorded as its own.
    Count, ///< Counted with the first of them: a backend that is away is asked again and again.
    Once, ///< Not recorded again: several processes hear of the one refusal.
};
[[nodiscard]] Repeat repeatOf(EventKind kind);

/// Whom an event is about, by the names that were theirs then.
struct Subject {
    model::AccountId account; ///< Empty: no account, but this computer, or a sign-in that came to nothing.
    QString name; ///< Of the account, for people.
    QString backend; ///< Of the backend or provider, for people; empty: this computer.
    bool operator==(const Subject &) const = default;
};

/// The requests that an event came of.
struct Trace {
    QStringList requests = {}; ///< A line each, redacted: "POST https://a.example/refresh → 401, 12 ms".
    QString run = {}; ///< Which process made them, as Recorder::run(); empty: none did. Its exchange log, which has all of them, goes with it.
    QList<quint64> exchanges = {}; ///< Their numbers there.
    bool operator==(const Trace &) const = default;
};

struct Event {
    qint64 id = 0; ///< 0: not recorded yet.
    Subject subject;
    EventKind kind = EventKind::SignedIn;
    QString cause; ///< The protocol's code, or ours.
    QString detail; ///< For who looks closer; redacted.
    QDateTime at; ///< UTC.
    QDateTime lastAt; ///< UTC; of the last of `times`.
    int times = 1;
    std::optional<std::chrono::seconds> span = {};
    Program program = Program::Window;
    Trace trace = {};
    bool operator==(const Event &) const = default;
};

} // namespace keyturn::history
