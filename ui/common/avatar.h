// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace keyturn::ui::common {

/// One or two letters for @p name: first of the first and of the last word; "?" where there is no letter or digit.
[[nodiscard]] QString initialsOf(const QString &name);

/// A disc with initials; @p seed (issuer and subject) decides the colour.
void paintAvatar(QPainter &painter, const QRectF &rect, const QString &name, const QString &seed, const QPalette &palette);

class Avatar final : public QWidget
{
    Q_OBJECT
public:
    explicit Avatar(int size, QWidget *parent = nullptr);
    void setPerson(const QString &name, const QString &seed);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QString m_seed;
};

} // namespace keyturn::ui::common
