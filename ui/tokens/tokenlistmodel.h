// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tokens/tokenrows.h"

#include <QAbstractListModel>

namespace keyturn::ui::tokens {

/// What there is to say about a token, line by line.
class TokenListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { HeadingRole = Qt::UserRole, NameRole, NoteRole, ToneRole };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    /// Where there are as many as before, the view stays where it is.
    void setRows(const QList<TokenRow> &rows);
    /// "exp	1796040500", as it is copied.
    [[nodiscard]] QString line(const QModelIndex &index) const;

private:
    QList<TokenRow> m_rows;
};

} // namespace keyturn::ui::tokens
