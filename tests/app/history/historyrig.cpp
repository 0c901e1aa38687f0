// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "historyrig.h"

#include <QDir>
#include <QFile>

namespace keyturn::tests {

HistoryRig::HistoryRig()
{
    restart();
}

QString HistoryRig::path() const
{
    return home.paths().state + QStringLiteral("/history.sqlite");
}

history::Subject HistoryRig::ada()
{
    return {model::AccountId(QStringLiteral("a1")), QStringLiteral("Ada Lovelace"), QStringLiteral("Example")};
}

history::Subject HistoryRig::bob()
{
    return {model::AccountId(QStringLiteral("b2")), QStringLiteral("Bob"), QStringLiteral("Hub")};
}

void HistoryRig::add(const history::Subject &subject, history::EventKind kind, const QString &cause, const QString &detail)
{
    history::Event event;
    event.subject = subject;
    event.kind = kind;
    event.cause = cause;
    event.detail = detail;
    store->append(event);
}

void HistoryRig::restart()
{
    store.reset();
    store = std::make_unique<history::EventStore>(clock, path());
}

QList<history::Event> HistoryRig::events(const history::Filter &filter, int limit)
{
    const core::Result<history::Page> page = answerOf(store->page(filter, std::nullopt, limit));
    if (!page.ok()) {
        QTest::qFail(qPrintable(page.error().code + u' ' + page.error().detail), __FILE__, __LINE__);
        return {};
    }
    return page->events;
}

QStringList HistoryRig::story(const history::Filter &filter)
{
    QStringList words;
    for (const history::Event &event : events(filter))
        words += history::wordOf(event.kind) + (event.times > 1 ? u'*' + QString::number(event.times) : QString());
    return words;
}

QByteArray HistoryRig::everythingOnDisk() const
{
    QByteArray all;
    for (const QFileInfo &info : QDir(home.paths().state).entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile file(info.filePath());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

} // namespace keyturn::tests
