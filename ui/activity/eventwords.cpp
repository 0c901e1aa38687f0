// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/eventwords.h"

#include "ui/common/plaintext.h"
#include "ui/common/times.h"
#include "words/historywords.h"

#include <QLocale>

namespace keyturn::ui::activity {

using history::EventKind;

namespace {

QString timeOfDay(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().time(), QLocale::ShortFormat);
}

} // namespace

QString EventWords::sentence(const history::Event &event)
{
    return words::historySentence(event, [](const QString &text) { return common::oneLine(text); });
}

QString EventWords::time(const history::Event &event)
{
    return timeOfDay(event.at);
}

QString EventWords::repeats(const history::Event &event)
{
    if (event.times < 2)
        return {};
    const bool sameDay = event.at.toLocalTime().date() == event.lastAt.toLocalTime().date();
    return tr("%1 times, last at %2").arg(event.times).arg(sameDay ? timeOfDay(event.lastAt) : common::Times::exact(event.lastAt));
}

QString EventWords::subjectAndRepeats(const history::Event &event)
{
    QStringList parts{common::oneLine(event.subject.name, 80), common::oneLine(event.subject.backend, 80), repeats(event)};
    if (event.subject.account.isEmpty())
        parts.prepend(tr("This computer"));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString EventWords::day(const history::Event &event, const QDateTime &now)
{
    const QDate date = event.at.toLocalTime().date();
    const qint64 ago = date.daysTo(now.toLocalTime().date());
    if (ago == 0)
        return tr("Today");
    if (ago == 1)
        return tr("Yesterday");
    return QLocale().toString(date, QLocale::LongFormat);
}

QString EventWords::exactTimes(const history::Event &event)
{
    const QString first = common::Times::exact(event.at);
    return event.times > 1 ? tr("First %1, last %2").arg(first, common::Times::exact(event.lastAt)) : first;
}

QString EventWords::program(const history::Event &event)
{
    return event.program == history::Program::Window ? tr("Keyturn's window") : tr("Keyturn's command line");
}

QString EventWords::iconName(const history::Event &event)
{
    switch (event.kind) {
    case EventKind::SignedIn:
    case EventKind::SignedInAgain:
        return QStringLiteral("log-in");
    case EventKind::Renewed:
    case EventKind::Rotated:
        return QStringLiteral("refresh-cw");
    case EventKind::SignInFailed:
    case EventKind::SignInNeeded:
    case EventKind::RenewalFailed:
        return QStringLiteral("circle-alert");
    case EventKind::Unreachable:
        return QStringLiteral("cloud-off");
    case EventKind::KeychainFailed:
    case EventKind::NotSaved:
        return QStringLiteral("lock");
    case EventKind::ClockOff:
        return QStringLiteral("clock-alert");
    case EventKind::ReachableAgain:
    case EventKind::KeychainWorks:
    case EventKind::Saved:
    case EventKind::ClockRight:
        return QStringLiteral("circle-check");
    case EventKind::SessionRevoked:
    case EventKind::OthersRevoked:
        return QStringLiteral("monitor-smartphone");
    case EventKind::SignedOut:
    case EventKind::LateTokens:
        return QStringLiteral("log-out");
    case EventKind::Experiment:
        return QStringLiteral("sliders-horizontal");
    case EventKind::HistorySetAside:
        break;
    }
    return QStringLiteral("info");
}

common::Tone EventWords::tone(const history::Event &event)
{
    switch (event.kind) {
    case EventKind::SignInNeeded:
    case EventKind::KeychainFailed:
    case EventKind::NotSaved:
    case EventKind::ClockOff:
    case EventKind::HistorySetAside:
        return common::Tone::Warning;
    case EventKind::SignedIn:
    case EventKind::SignedInAgain:
        return common::Tone::Accent;
    default:
        return common::Tone::Muted;
    }
}

} // namespace keyturn::ui::activity
