// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QTableWidget>

namespace keyturn::ui::console {

struct Pair {
    QString name;
    QString value;
    bool operator==(const Pair &) const = default;
};

/// Names and their values, in order, duplicates kept: headers, fields of a form. There is always an empty row to go on in; Del removes the one that
/// the cursor is in; lines that are pasted ("Accept: text/plain") become rows.
class PairsTable final : public QTableWidget
{
    Q_OBJECT
public:
    /// @p separator is what stands between name and value where lines are pasted.
    PairsTable(const QString &name, const QString &nameTitle, const QString &valueTitle, QChar separator, QWidget *parent = nullptr);

    [[nodiscard]] QList<Pair> pairs() const; ///< Without empty rows.
    void setPairs(const QList<Pair> &pairs);
    /// Puts the cursor into the value of the first row named @p name.
    void goToValueOf(const QString &name);
    void append(const Pair &pair);
    /// Takes over what is being written in a cell.
    void finishEditing();

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }

Q_SIGNALS:
    void changed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void putRow(int row, const Pair &pair);
    void keepEmptyRow();
    void pasteLines(const QString &text);

    QChar m_separator;
    bool m_filling = false;
};

} // namespace keyturn::ui::console
