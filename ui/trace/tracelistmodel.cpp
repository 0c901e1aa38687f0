// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/tracelistmodel.h"

#include "ui/common/plaintext.h"
#include "words/filled.h"
#include "words/tracewords.h"

#include <QRegularExpression>

#include <algorithm>

namespace keyturn::ui::trace {

namespace {

constexpr qsizetype longest = 400;

QString requestOf(const Kept &kept)
{
    if (kept.exchange.url.isEmpty())
        return words::entrySentence(kept.exchange);
    static const QRegularExpression mark(QStringLiteral("%3Csecret(?: |%20)%23([0-9a-f]{8})%3E"));
    const QString address =
        kept.exchange.url.toDisplayString(QUrl::RemoveScheme | QUrl::RemoveAuthority).replace(mark, QStringLiteral("<secret #\\1>"));
    return common::oneLine(QString::fromLatin1(kept.exchange.method) + u' ' + (address.isEmpty() ? QStringLiteral("/") : address), longest);
}

QString meaningOf(const Kept &kept)
{
    QStringList parts{kept.exchange.startedAt.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz"))};
    parts += common::oneLine(words::outcomeWords(kept.exchange), longest);
    if (kept.exchange.duration.count() > 0)
        parts += TraceListModel::tr("%1 ms").arg(kept.exchange.duration.count());
    if (!kept.exchange.url.isEmpty())
        parts += words::entrySentence(kept.exchange);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

bool isSame(const Kept &a, const Kept &b)
{
    return a.id == b.id && a.exchange.account == b.exchange.account && a.exchange.number == b.exchange.number;
}

} // namespace

int TraceListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant TraceListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Kept &kept = entry(index);
    switch (role) {
    case Qt::DisplayRole:
    case RequestRole:
        return requestOf(kept);
    case MeaningRole:
        return meaningOf(kept);
    case Qt::AccessibleTextRole:
        return spoken(kept);
    case FailedRole:
        return keyturn::trace::isFailure(kept.exchange);
    default:
        return {};
    }
}

QString TraceListModel::spoken(const Kept &kept) const
{
    const keyturn::trace::Step step = keyturn::trace::stepOf(kept.exchange);
    if (step.from == step.to)
        return words::filled(tr("%1: %2. %3"), {nameOf(step.from), requestOf(kept), meaningOf(kept)});
    return words::filled(tr("%1 to %2: %3. %4"), {nameOf(step.from), nameOf(step.to), requestOf(kept), meaningOf(kept)});
}

void TraceListModel::setEntries(const QList<Kept> &entries)
{
    const bool goesOn = entries.size() >= m_entries.size() && std::equal(m_entries.begin(), m_entries.end(), entries.begin(), isSame);
    if (goesOn && entries.size() > m_entries.size()) {
        beginInsertRows({}, int(m_entries.size()), int(entries.size()) - 1);
        m_entries = entries;
        findLanes();
        endInsertRows();
    } else if (!goesOn) {
        beginResetModel();
        m_entries = entries;
        findLanes();
        endResetModel();
    }
}

void TraceListModel::findLanes()
{
    QList<net::Exchange> exchanges;
    for (const Kept &kept : std::as_const(m_entries))
        exchanges += kept.exchange;
    const QList<Party> parties = keyturn::trace::partiesOf(exchanges);
    QStringList names;
    for (const Party party : parties)
        names += common::oneLine(words::partyName(party, exchanges), 80);
    if (parties == m_parties && names == m_names)
        return;
    m_parties = parties;
    m_names = names;
    Q_EMIT lanesChanged();
}

} // namespace keyturn::ui::trace
