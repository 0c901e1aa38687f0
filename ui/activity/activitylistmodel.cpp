// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/activitylistmodel.h"

#include "ui/activity/activityport.h"
#include "ui/activity/eventwords.h"

#include <algorithm>

namespace keyturn::ui::activity {

ActivityListModel::ActivityListModel(ActivityPort &port, QObject *parent) : QAbstractListModel(parent), m_port(port), m_now(port.clock().now()) { }

int ActivityListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

QVariant ActivityListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const history::Event &event = m_events.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return EventWords::sentence(event);
    case Qt::AccessibleTextRole:
        return QStringList{EventWords::day(event, m_now), EventWords::time(event), EventWords::sentence(event), data(index, RepeatsRole).toString()}
            .join(QLatin1String(", "));
    case Qt::ToolTipRole:
        return EventWords::exactTimes(event);
    case HeadingRole: {
        const QString day = EventWords::day(event, m_now);
        return index.row() > 0 && EventWords::day(m_events.at(index.row() - 1), m_now) == day ? QString() : day;
    }
    case TimeRole:
        return EventWords::time(event);
    case RepeatsRole:
        return m_naming ? EventWords::subjectAndRepeats(event) : EventWords::repeats(event);
    case IconRole:
        return EventWords::iconName(event);
    case ToneRole:
        return int(EventWords::tone(event));
    default:
        return {};
    }
}

bool ActivityListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_reading && m_next;
}

void ActivityListModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(m_next, false);
}

void ActivityListModel::setFilter(const history::Filter &filter)
{
    m_filter = filter;
    ++m_visit;
    m_reading = m_again = false;
    m_next.reset();
    beginResetModel();
    m_events.clear();
    endResetModel();
    ask(std::nullopt, false);
}

void ActivityListModel::refresh()
{
    if (m_reading)
        m_again = true;
    else
        ask(std::nullopt, true);
}

void ActivityListModel::ask(const std::optional<history::PageKey> &after, bool newest)
{
    m_reading = true;
    core::whenDone(m_port.page(m_filter, after, pageSize), this, [this, newest, visit = m_visit](const core::Result<history::Page> &page) {
        if (visit != m_visit)
            return;
        m_reading = false;
        m_now = m_port.clock().now();
        if (page.ok() && newest)
            takeNewest(*page);
        else if (page.ok())
            take(*page);
        if (std::exchange(m_again, false))
            refresh();
        Q_EMIT read(page.ok() ? page->notRecorded : std::optional(page.error()));
        // A page may be empty and go on: a search is bounded. Who looks at an empty list is not asked to scroll.
        if (page.ok() && m_events.isEmpty() && !m_reading && m_next)
            ask(m_next, false);
    });
}

void ActivityListModel::take(const history::Page &page)
{
    m_next = page.next;
    if (page.events.isEmpty())
        return;
    const int first = int(m_events.size());
    beginInsertRows({}, first, first + int(page.events.size()) - 1);
    m_events += page.events;
    endInsertRows();
}

/// What is new comes on top, and a row that repeats itself changes; where more is new than one page has, the list begins anew.
void ActivityListModel::takeNewest(const history::Page &page)
{
    const auto known = [this](const history::Event &event) {
        return std::find_if(m_events.begin(), m_events.end(), [&event](const history::Event &one) { return one.id == event.id; });
    };
    const auto joint =
        std::find_if(page.events.begin(), page.events.end(), [&](const history::Event &event) { return known(event) != m_events.end(); });
    if (joint == page.events.end() && !(page.events.isEmpty() && m_events.isEmpty())) {
        beginResetModel();
        m_events = page.events;
        m_next = page.next;
        endResetModel();
        return;
    }
    const int fresh = int(joint - page.events.begin());
    if (fresh > 0) {
        beginInsertRows({}, 0, fresh - 1);
        m_events = page.events.first(fresh) + m_events;
        endInsertRows();
    }
    for (auto event = joint; event != page.events.end(); ++event) {
        const auto row = known(*event);
        if (row != m_events.end())
            *row = *event;
    }
    if (!m_events.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_events.size()) - 1)); // the day may be another one by now
}

} // namespace keyturn::ui::activity
