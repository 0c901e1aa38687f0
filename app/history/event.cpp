// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/event.h"

#include <iterator>

namespace keyturn::history {

namespace {

struct Entry {
    EventKind kind;
    const char *word;
    EventGroup group;
    Repeat repeat;
};

constexpr Entry entries[] = {
    {EventKind::SignedIn, "signedIn", EventGroup::SignIn, Repeat::Tell},
    {EventKind::SignedInAgain, "signedInAgain", EventGroup::SignIn, Repeat::Tell},
    {EventKind::SignInFailed, "signInFailed", EventGroup::SignIn, Repeat::Count},
    {EventKind::Renewed, "renewed", EventGroup::Renewal, Repeat::Tell},
    {EventKind::Rotated, "rotated", EventGroup::Renewal, Repeat::Tell},
    {EventKind::RenewalFailed, "renewalFailed", EventGroup::Renewal, Repeat::Count},
    {EventKind::SignInNeeded, "signInNeeded", EventGroup::Refusal, Repeat::Once},
    {EventKind::Unreachable, "unreachable", EventGroup::Network, Repeat::Count},
    {EventKind::ReachableAgain, "reachableAgain", EventGroup::Network, Repeat::Tell},
    {EventKind::KeychainFailed, "keychainFailed", EventGroup::Keychain, Repeat::Count},
    {EventKind::KeychainWorks, "keychainWorks", EventGroup::Keychain, Repeat::Tell},
    {EventKind::NotSaved, "notSaved", EventGroup::Keychain, Repeat::Count},
    {EventKind::Saved, "saved", EventGroup::Keychain, Repeat::Tell},
    {EventKind::ClockOff, "clockOff", EventGroup::Clock, Repeat::Count},
    {EventKind::ClockRight, "clockRight", EventGroup::Clock, Repeat::Tell},
    {EventKind::SessionRevoked, "sessionRevoked", EventGroup::Session, Repeat::Tell},
    {EventKind::OthersRevoked, "othersRevoked", EventGroup::Session, Repeat::Tell},
    {EventKind::SignedOut, "signedOut", EventGroup::SignOut, Repeat::Tell},
    {EventKind::LateTokens, "lateTokens", EventGroup::SignOut, Repeat::Tell},
    {EventKind::HistorySetAside, "historySetAside", EventGroup::History, Repeat::Tell},
    {EventKind::Experiment, "experiment", EventGroup::Lab, Repeat::Tell},
};
static_assert(std::size(entries) == eventKindCount);

constexpr const char *groups[] = {"sign-in", "renewal", "refusal", "network", "keychain", "clock", "session", "sign-out", "history", "lab"};
static_assert(std::size(groups) == std::size_t(EventGroup::Lab) + 1);

consteval bool standInOrder()
{
    for (int i = 0; i < eventKindCount; ++i) {
        if (int(entries[i].kind) != i)
            return false;
    }
    return true;
}
static_assert(standInOrder());

} // namespace

QString wordOf(EventKind kind)
{
    return QString::fromLatin1(entries[int(kind)].word);
}

std::optional<EventKind> kindOf(const QString &word)
{
    for (const Entry &entry : entries) {
        if (word == QLatin1String(entry.word))
            return entry.kind;
    }
    return std::nullopt;
}

EventGroup groupOf(EventKind kind)
{
    return entries[int(kind)].group;
}

QList<EventKind> kindsOf(const QString &word)
{
    if (const std::optional<EventKind> kind = kindOf(word))
        return {*kind};
    QList<EventKind> kinds;
    for (const Entry &entry : entries) {
        if (word == QLatin1String(groups[int(entry.group)]))
            kinds += entry.kind;
    }
    return kinds;
}

QStringList groupWords()
{
    QStringList words;
    for (const char *group : groups)
        words += QString::fromLatin1(group);
    return words;
}

Repeat repeatOf(EventKind kind)
{
    return entries[int(kind)].repeat;
}

QString wordOf(Program program)
{
    return program == Program::Window ? QStringLiteral("window") : QStringLiteral("commandLine");
}

} // namespace keyturn::history
