// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "words/historywords.h"

#include <QRegularExpression>
#include <QTest>

namespace keyturn::words {

using history::Event;
using history::EventKind;

namespace {

Event eventOf(EventKind kind, const QString &cause = {}, const QString &detail = {}, std::optional<std::chrono::seconds> span = {})
{
    Event event;
    event.subject = {model::AccountId(QStringLiteral("a1")), QStringLiteral("Ada"), QStringLiteral("Ada's backend")};
    event.kind = kind;
    event.cause = cause;
    event.detail = detail;
    event.span = span;
    return event;
}

} // namespace

/// "Why was I signed out?", answered.
class TstHistoryWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatHappenedIsSaidInPlainWords_data();
    void whatHappenedIsSaidInPlainWords();
    void everyKindHasASentence();
    void whatIsNotOursIsMadeFitAndFillsNothing();
};

void TstHistoryWords::whatHappenedIsSaidInPlainWords_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<QString>("sentence");
    using std::chrono::seconds;
    const auto row = [](const char *name, const Event &event, const char *sentence) { QTest::newRow(name) << event << QString::fromUtf8(sentence); };
    row("signed in", eventOf(EventKind::SignedIn, QStringLiteral("browser")), "Signed in to Ada's backend in the browser.");
    row("refreshed", eventOf(EventKind::Renewed, {}, {}, seconds(899)), "Renewed by Ada's backend; the next renewal is due within 15 min.");
    row("refreshed, for nobody knows how long", eventOf(EventKind::Renewed), "Renewed by Ada's backend.");
    row("for a moment", eventOf(EventKind::Renewed, {}, {}, seconds(59)), "Renewed by Ada's backend; the next renewal is due within 59 s.");
    row("rotated", eventOf(EventKind::Rotated, {}, {}, seconds(3600)),
        "Renewed by Ada's backend, with a new refresh token; the next renewal is due within 1 h.");
    row("revoked elsewhere", eventOf(EventKind::SignInNeeded, QStringLiteral("revoked")),
        "Signed out by Ada's backend: the session was ended from another place. Sign in again.");
    row("reuse detected", eventOf(EventKind::SignInNeeded, QStringLiteral("reuse_detected")),
        "Signed out by Ada's backend: the refresh token had been used twice (reuse detected). Sign in again; if that was not you, end the other "
        "sessions too.");
    row("refused by a code that nobody knows", eventOf(EventKind::SignInNeeded, QStringLiteral("moon_phase")),
        "Signed out by Ada's backend (moon_phase). Sign in again.");
    row("clock off by 4 min", eventOf(EventKind::ClockOff, QStringLiteral("ahead"), QStringLiteral("a.example"), seconds(243)),
        "This computer's clock was off: ahead of a.example by 4 min, so that sign-ins seem to run out too early.");
    row("keychain was locked", eventOf(EventKind::KeychainFailed, QStringLiteral("keychain_locked")),
        "The keychain was locked, so the sign-in could not be used.");
    row("network", eventOf(EventKind::Unreachable, QStringLiteral("host_not_found")),
        "The address of Ada's backend was not found: the network was down, or the address is wrong. The sign-in is kept.");
    row("a session ended", eventOf(EventKind::SessionRevoked, {}, QStringLiteral("Pixel 8 · Keyturn")),
        "You ended the session on “Pixel 8 · Keyturn” at Ada's backend from here.");
    row("a session of nobody knows what ended", eventOf(EventKind::SessionRevoked), "You ended one of the sessions at Ada's backend from here.");
    row("signed out by the person", eventOf(EventKind::SignedOut, QStringLiteral("this_device")),
        "You signed out here, and Ada's backend ended the session.");
    row("signed out, told later", eventOf(EventKind::SignedOut, QStringLiteral("this_device_later"), QStringLiteral("timeout")),
        "You signed out here. Ada's backend could not be told then (timeout), and is told later.");
    row("an experiment", eventOf(EventKind::Experiment, QStringLiteral("twice"), QStringLiteral("reuse_ended_session")),
        "You used a refresh token twice, in the lab. Ada's backend noticed the reuse and ended the session, as RFC 9700 §4.14.2 wants it. Sign in "
        "again.");
    row("an experiment of a newer program", eventOf(EventKind::Experiment, QStringLiteral("fly"), QStringLiteral("high")),
        "You tried something with the tokens, in the lab.");
    row("a reply that was dropped", eventOf(EventKind::Unreachable, QStringLiteral("reply_dropped")),
        "The answer of Ada's backend was thrown away, in the lab. The sign-in is kept.");
    Event nobodys = eventOf(EventKind::Unreachable, QStringLiteral("timeout"));
    nobodys.subject.backend.clear();
    row("a backend without a name", nobodys, "The backend did not answer in time. The sign-in is kept.");
}

void TstHistoryWords::whatHappenedIsSaidInPlainWords()
{
    QFETCH(const Event, event);
    QFETCH(const QString, sentence);
    QCOMPARE(historySentence(event), sentence);
}

void TstHistoryWords::everyKindHasASentence()
{
    for (int kind = 0; kind < history::eventKindCount; ++kind) {
        for (const std::optional<std::chrono::seconds> span : {std::optional<std::chrono::seconds>(), std::optional(std::chrono::seconds(300))}) {
            const QString sentence = historySentence(eventOf(EventKind(kind), QStringLiteral("odd_code"), QStringLiteral("detail"), span));
            QVERIFY2(sentence.size() > 15 && sentence.endsWith(u'.'), qPrintable(sentence));
            QVERIFY2(!sentence.contains(QRegularExpression(QStringLiteral("%\\d|\\(\\)"))), qPrintable(sentence));
        }
    }
}

void TstHistoryWords::whatIsNotOursIsMadeFitAndFillsNothing()
{
    Event event = eventOf(EventKind::SignInNeeded, QStringLiteral("%1\n%2"));
    event.subject.backend = QStringLiteral("%3\tEvil");
    const auto clean = [](const QString &text) { return QString(text).replace(u'\n', u' ').replace(u'\t', u' '); };
    QCOMPARE(historySentence(event, clean), QStringLiteral("Signed out by %3 Evil (%1 %2). Sign in again."));
}

} // namespace keyturn::words

using keyturn::words::TstHistoryWords;
KEYTURN_TEST(TstHistoryWords)
#include "tst_historywords.moc"
