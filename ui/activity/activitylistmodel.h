// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "history/filter.h"

#include <QAbstractListModel>

#include <optional>

namespace keyturn::ui::activity {

class ActivityPort;

/// What happened, newest first, read page by page as far as it is looked at.
class ActivityListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    static constexpr int pageSize = 100;

    enum Role {
        HeadingRole = Qt::UserRole + 1, ///< QString: the day, where it is another one than of the row above.
        TimeRole, ///< QString.
        RepeatsRole, ///< QString; whose event it is before that, where that is told.
        IconRole, ///< QString.
        ToneRole, ///< int of common::Tone.
    };

    /// @p port must outlive it.
    explicit ActivityListModel(ActivityPort &port, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    /// Begins anew with another filter.
    void setFilter(const history::Filter &filter);
    [[nodiscard]] const history::Filter &filter() const { return m_filter; }
    /// Whether each event tells whose it is.
    void setNaming(bool naming) { m_naming = naming; }
    /// The newest page again; the rows stay where nothing has changed.
    void refresh();
    [[nodiscard]] const history::Event &eventAt(const QModelIndex &index) const { return m_events.at(index.row()); }
    /// Whether all that there is has been read.
    [[nodiscard]] bool isComplete() const { return !m_reading && !m_next; }

Q_SIGNALS:
    /// After each page. @p trouble: it could not be read, or what happens now is not recorded.
    void read(const std::optional<keyturn::core::Error> &trouble);

private:
    void take(const history::Page &page);
    void takeNewest(const history::Page &page);
    void ask(const std::optional<history::PageKey> &after, bool newest);

    ActivityPort &m_port;
    history::Filter m_filter;
    QList<history::Event> m_events;
    std::optional<history::PageKey> m_next;
    QDateTime m_now;
    quint64 m_visit = 0; ///< Rises with each filter: answers to earlier questions are dropped.
    bool m_naming = false;
    bool m_reading = false;
    bool m_again = false; ///< Something new came while a page was being read.
};

} // namespace keyturn::ui::activity
