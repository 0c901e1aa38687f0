// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionwords.h"

#include "ui/common/plaintext.h"
#include "ui/common/times.h"
#include "words/sessionwords.h"

#include <algorithm>

namespace keyturn::ui::sessions {

using common::oneLine;
using common::Times;

namespace {

/// The book knows only to a quarter of an hour when a session was listed last: who was looking all the time saw it end.
constexpr qint64 lookedAllTheTime = 20 * 60;

QString joined(const QStringList &parts)
{
    QStringList known;
    for (const QString &part : parts) {
        if (!part.isEmpty())
            known += part;
    }
    if (known.size() > 1)
        std::transform(known.begin(), known.end(), known.begin(), &common::isolated);
    return known.join(QStringLiteral(" · "));
}

bool mentions(const QString &text, std::initializer_list<const char *> words)
{
    for (const char *word : words) {
        if (text.contains(QLatin1String(word), Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace

QString SessionWords::name(const history::KnownSession &known)
{
    const QString label = oneLine(known.label, 80);
    return label.isEmpty() ? deviceName(known.session) : label;
}

QString SessionWords::title(const history::KnownSession &known)
{
    return joined({name(known), program(known), place(known.session)});
}

QString SessionWords::deviceName(const model::Session &session)
{
    for (const QString &candidate : {session.device, session.app, session.system}) {
        if (const QString found = oneLine(candidate, 80); !found.isEmpty())
            return found;
    }
    return tr("Unknown device");
}

QString SessionWords::program(const history::KnownSession &known)
{
    const model::Session &session = known.session;
    const QString shown = name(known);
    const QString device = oneLine(session.device, 80);
    const QString app = oneLine(session.app + u' ' + session.appVersion, 80);
    const QString system = oneLine(session.system, 80);
    return joined({device == shown ? QString() : device, app == shown ? QString() : app, system == shown ? QString() : system});
}

QString SessionWords::place(const model::Session &session)
{
    return joined({oneLine(session.ip, 60), oneLine(session.place, 60)});
}

QString SessionWords::used(const model::Session &session, const QDateTime &now)
{
    if (session.current && !session.id.isEmpty()) // what is only remembered may have ended since
        return tr("Active now");
    return session.lastUsedAt.isValid() ? tr("Used %1").arg(Times::past(session.lastUsedAt, now)) : QString();
}

QString SessionWords::since(const model::Session &session, const QDateTime &now)
{
    return session.createdAt.isValid() ? tr("Signed in %1").arg(Times::past(session.createdAt, now)) : QString();
}

QString SessionWords::until(const model::Session &session, const QDateTime &now)
{
    if (!session.expiresAt.isValid())
        return {};
    return (session.expiresAt <= now ? tr("Expired %1") : tr("Expires %1")).arg(Times::relative(session.expiresAt, now));
}

QString SessionWords::life(const model::Session &session, const QDateTime &now)
{
    return joined({since(session, now), until(session, now)});
}

QString SessionWords::ended(const history::KnownSession &known, const QDateTime &now)
{
    const QDateTime &noticed = known.session.endedAt;
    const QString noticedWords = Times::past(noticed, now);
    if (!known.lastSeenAt.isValid() || known.lastSeenAt.secsTo(noticed) <= lookedAllTheTime)
        return tr("Ended %1").arg(noticedWords);
    if (noticed.secsTo(now) < 60)
        return tr("Ended within the last %1").arg(Times::left(std::chrono::seconds(known.lastSeenAt.secsTo(now))));
    const QString seenWords = Times::past(known.lastSeenAt, now);
    return seenWords == noticedWords ? tr("Ended %1").arg(noticedWords) : tr("Ended between %1 and %2").arg(seenWords, noticedWords);
}

QString SessionWords::cause(const model::Session &session)
{
    return words::endedWords(session.cause);
}

QString SessionWords::exactTimes(const history::KnownSession &known)
{
    const model::Session &session = known.session;
    QStringList lines;
    const auto add = [&lines](const QString &pattern, const QDateTime &time) {
        if (time.isValid())
            lines += pattern.arg(Times::exact(time));
    };
    add(tr("Signed in: %1"), session.createdAt);
    add(tr("Last used: %1"), session.lastUsedAt);
    add(tr("Expires: %1"), session.expiresAt);
    if (known.lastSeenAt.isValid()) {
        add(tr("Still there: %1"), known.lastSeenAt);
        add(tr("Found ended: %1"), session.endedAt);
    } else {
        add(tr("Ended: %1"), session.endedAt);
    }
    return lines.join(u'\n');
}

QString SessionWords::iconName(const model::Session &session)
{
    const QString all = session.device + u' ' + session.app + u' ' + session.system;
    if (mentions(all, {"iphone", "android", "phone", "ios", "ipad", "pixel", "galaxy"}))
        return QStringLiteral("smartphone");
    if (mentions(all, {"cli", "curl", "terminal"}))
        return QStringLiteral("terminal");
    if (mentions(all, {"firefox", "chrom", "safari", "edge", "browser", "mozilla"}))
        return QStringLiteral("globe");
    if (mentions(all, {"laptop", "book"}))
        return QStringLiteral("laptop");
    return QStringLiteral("monitor");
}

} // namespace keyturn::ui::sessions
