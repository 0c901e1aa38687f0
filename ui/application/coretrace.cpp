// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coretrace.h"

#include "trace/har.h"
#include "words/tracereport.h"

#include <QCoreApplication>
#include <QSaveFile>
#include <QThread>

namespace keyturn::ui::application {

namespace {

/// More than anybody scrolls through; what is older is found by a search.
constexpr qsizetype mostShown = 3000;

QList<trace::Kept> numbered(const QList<net::Exchange> &exchanges)
{
    QList<trace::Kept> kept;
    for (const net::Exchange &exchange : exchanges)
        kept.append({kept.size() + 1, {}, exchange});
    return kept;
}

} // namespace

CoreTrace::CoreTrace(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
    connect(&host, &CoreHost::exchanged, this, &CoreTrace::adoptCore);
    adoptCore();
}

void CoreTrace::adoptCore()
{
    connect(&m_host.core().exchanges(), &net::ExchangeLog::recorded, this, &CoreTrace::changed);
    connect(&m_host.core().exchanges(), &net::ExchangeLog::attributed, this, &CoreTrace::changed);
}

QList<net::Origin> CoreTrace::originsOf(const model::AccountId &id) const
{
    QList<net::Origin> origins;
    const core::Result<model::Account> account = m_host.core().accounts().find(id.toString());
    for (const QString &origin : account.ok() ? account->origins : QStringList())
        origins += net::Origin::of(QUrl(origin));
    return origins;
}

core::Async<QList<trace::Kept>> CoreTrace::entries(const model::AccountId &account, const keyturn::trace::Filter &filter)
{
    keyturn::trace::Filter wanted = filter;
    wanted.account = account.toString();
    wanted.origins = originsOf(account);
    if (!m_host.core().trace().isKeeping()) // what this process knows
        return core::ready<QList<trace::Kept>>(
            numbered(keyturn::trace::inTimeOrder(keyturn::trace::filtered(m_host.core().exchanges().exchanges(), wanted))));
    return core::chain(m_host.core().trace().entries(wanted, mostShown), this, [](QList<trace::Kept> kept) -> core::Result<QList<trace::Kept>> {
        std::stable_sort(kept.begin(), kept.end(),
                         [](const trace::Kept &a, const trace::Kept &b) { return a.exchange.startedAt < b.exchange.startedAt; });
        return kept;
    });
}

/// A large one takes a second to read: not in the thread that paints.
core::Async<QList<trace::Kept>> CoreTrace::openRecording(const QString &path)
{
    const core::Promise<QList<trace::Kept>> promise;
    QThread *thread = QThread::create([promise, path] {
        const core::Result<QList<net::Exchange>> read = keyturn::trace::readHarFile(path);
        promise.finish(read.ok() ? core::Result<QList<trace::Kept>>(numbered(keyturn::trace::inTimeOrder(*read))) : read.error());
    });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start(QThread::LowPriority);
    return promise.future();
}

core::Result<void> CoreTrace::exportTo(const QList<trace::Kept> &entries, const QString &path)
{
    QList<net::Exchange> exchanges;
    for (const trace::Kept &kept : entries)
        exchanges += kept.exchange;
    const QByteArray contents = path.endsWith(QLatin1String(".md"), Qt::CaseInsensitive)
        ? words::markdownReport(exchanges, tr("Trace by Keyturn")).toUtf8()
        : keyturn::trace::toHar(exchanges, QCoreApplication::applicationVersion());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size() || !file.commit())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), path + QLatin1String(": ") + file.errorString()};
    return {};
}

core::Async<void> CoreTrace::clear(const model::AccountId &account)
{
    return m_host.core().trace().clear(account.toString(), originsOf(account));
}

} // namespace keyturn::ui::application
