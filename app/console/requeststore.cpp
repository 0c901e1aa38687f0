// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/requeststore.h"

#include "console/requestarchive.h"
#include "net/redaction.h"

#include <QSet>
#include <QUuid>

#include <algorithm>

namespace keyturn::console {

namespace {

constexpr qsizetype longestName = 200;

core::Error wrong(const char *code, const QString &detail)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

bool isName(const QString &name)
{
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    return !name.trimmed().isEmpty() && name.size() <= longestName && std::none_of(name.begin(), name.end(), isControl);
}

qint64 sizeOf(const Draft &draft)
{
    qint64 size = draft.text.size() + draft.address.size();
    for (const FormField &field : draft.fields)
        size += field.name.size() + field.value.size();
    for (const net::Header &header : draft.headers)
        size += header.name.size() + header.value.size();
    return size;
}

} // namespace

RequestStore::RequestStore(core::Clock &clock, QString path, QObject *parent) : QObject(parent), m_clock(clock), m_path(std::move(path)) { }

RequestStore::~RequestStore()
{
    m_thread.end();
}

history::DiskThread<RequestArchive> &RequestStore::thread()
{
    if (!m_thread.worker())
        m_thread.start(new RequestArchive(m_path));
    return m_thread;
}

void RequestStore::remember(const QString &account, const Draft &draft, const Answer &answer)
{
    const auto isForgotten = [&](const QString &whose) { return m_forgottenAt.contains(whose) && answer.startedAt < m_forgottenAt.value(whose); };
    if (isForgotten(account) || isForgotten({})) // it was under way when that was wanted
        return;
    PastRequest request;
    request.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    request.account = account;
    request.at = answer.startedAt;
    request.draft = draft;
    request.status = answer.status;
    request.failure = answer.failure ? answer.failure->code : QString();
    request.duration = answer.timing.total;
    request.bodyBytes = answer.bodyBytes;
    m_own.append(request);
    m_ownBytes += sizeOf(draft);
    while (m_own.size() > mostPastRequests || (m_own.size() > 1 && m_ownBytes > mostPastBytes))
        m_ownBytes -= sizeOf(m_own.takeFirst().draft);
    if (m_keeping) {
        request.draft = withoutSecrets(draft);
        thread().tell([request](RequestArchive &archive) { archive.keep(request); });
    }
    Q_EMIT changed();
}

QList<PastRequest> RequestStore::merged(const QList<PastRequest> &kept, const QString &account, int limit) const
{
    QList<PastRequest> all;
    QSet<QString> own;
    for (const PastRequest &request : m_own) {
        own.insert(request.key);
        if (account.isEmpty() || request.account == account)
            all.append(request);
    }
    std::reverse(all.begin(), all.end());
    for (const PastRequest &request : kept) {
        if (!own.contains(request.key))
            all.append(request);
    }
    std::stable_sort(all.begin(), all.end(), [](const PastRequest &a, const PastRequest &b) { return a.at > b.at; });
    return all.mid(0, limit);
}

core::Async<QList<PastRequest>> RequestStore::past(const QString &account, int limit)
{
    auto kept = thread().ask<QList<PastRequest>>([account, limit](RequestArchive &archive) { return archive.past(account, limit); });
    return core::chain(std::move(kept), this, [this, account, limit](const QList<PastRequest> &found) -> core::Result<QList<PastRequest>> {
        return merged(found, account, limit);
    });
}

core::Async<void> RequestStore::forget(const QString &account)
{
    m_own.removeIf([&account](const PastRequest &request) { return account.isEmpty() || request.account == account; });
    m_forgottenAt.insert(account, m_clock.now());
    m_ownBytes = 0;
    for (const PastRequest &request : m_own)
        m_ownBytes += sizeOf(request.draft);
    Q_EMIT changed();
    return thread().ask<void>([account](RequestArchive &archive) { return archive.forget(account); });
}

core::Async<void> RequestStore::save(const QString &name, const Draft &draft)
{
    if (!isName(name))
        return core::ready<void>(wrong("name_invalid", QStringLiteral("a name is one line of 1 to %1 characters").arg(longestName)));
    SavedRequest request{net::Redaction().text(name), m_clock.now(), draft}; // a name may be the request's own address
    m_ownSaved.insert(request.name, request);
    request.draft = withoutSecrets(draft);
    Q_EMIT changed();
    return thread().ask<void>([request](RequestArchive &archive) { return archive.save(request); });
}

core::Async<QList<SavedRequest>> RequestStore::saved()
{
    auto kept = thread().ask<QList<SavedRequest>>([](RequestArchive &archive) { return archive.saved(); });
    return core::chain(std::move(kept), this, [this](QList<SavedRequest> found) -> core::Result<QList<SavedRequest>> {
        for (SavedRequest &request : found) {
            const auto own = m_ownSaved.constFind(request.name);
            if (own != m_ownSaved.constEnd() && own->at == request.at) // another process may have saved another one since
                request = *own;
        }
        return found;
    });
}

core::Async<SavedRequest> RequestStore::saved(const QString &name)
{
    return core::chain(saved(), this, [name](const QList<SavedRequest> &all) -> core::Result<SavedRequest> {
        const auto found = std::find_if(all.begin(), all.end(), [&name](const SavedRequest &request) { return request.name == name; });
        if (found == all.end())
            return wrong("saved_unknown", QStringLiteral("no request is saved as “%1”").arg(name));
        return *found;
    });
}

core::Async<void> RequestStore::removeSaved(const QString &name)
{
    m_ownSaved.remove(name);
    Q_EMIT changed();
    return thread().ask<void>([name](RequestArchive &archive) { return archive.removeSaved(name); });
}

} // namespace keyturn::console
