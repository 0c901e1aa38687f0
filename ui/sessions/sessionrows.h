// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractProxyModel>
#include <QHash>
#include <QStringList>
#include <QStringMatcher>

#include <vector>

namespace keyturn::ui::sessions {

class SessionListModel;

/// Which sessions are looked for.
enum class Show {
    All,
    Stale, ///< Alive, and not used for 30 days.
    OtherApps, ///< Alive, of another program than this one.
    New, ///< Since the last visit.
    Ended,
};

/// The sessions in the order in which they are shown: this device, the others by their last use, then what has ended; with a heading before each
/// group, and without those that nobody looks for. Made anew as a whole whenever something changes, in one pass: a filter that takes out rows one by
/// one would take seconds for 100,000 of them.
class SessionRows final : public QAbstractProxyModel
{
    Q_OBJECT
public:
    static constexpr int staleDays = 30;

    /// @p sessions must outlive it.
    explicit SessionRows(SessionListModel &sessions, QObject *parent = nullptr);

    /// Those of @p show in which all words of @p text occur.
    void setFilter(Show show, const QString &text);
    [[nodiscard]] bool isFiltered() const { return m_show != Show::All || !m_words.isEmpty(); }
    /// How many sessions are shown; headings do not count.
    [[nodiscard]] int sessionCount() const { return m_count; }
    /// Headings and failures, in no order: the rows that are not as high as most.
    [[nodiscard]] QList<int> unusualRows() const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &) const override { return {}; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex mapToSource(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex &index) const override;

private:
    /// Into the source, or a heading: -1 - Group.
    using Row = int;
    void build();
    void forget();
    [[nodiscard]] std::vector<Row> wantedRows();
    [[nodiscard]] bool isWanted(int source) const;
    [[nodiscard]] bool says(int source);
    [[nodiscard]] const QString &causeOf(const QString &code);
    [[nodiscard]] QString headingOf(Row row) const;
    void pass(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles);

    SessionListModel &m_sessions;
    Show m_show = Show::All;
    QStringList m_words; ///< Of the search.
    std::vector<QStringMatcher> m_matchers; ///< One a word.
    QString m_ownApp;
    QHash<QString, QString> m_causes; ///< In words, by code.
    std::vector<Row> m_rows;
    std::vector<int> m_places; ///< By source row: where it stands; -1: it does not.
    QList<QByteArray> m_keys; ///< Of m_rows, to tell whether they are the same ones.
    QList<int> m_headings;
    int m_count = 0;
    bool m_hasOwn = false;
};

} // namespace keyturn::ui::sessions
