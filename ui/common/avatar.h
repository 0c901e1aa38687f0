// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QImage>
#include <QWidget>

#include <optional>

namespace keyturn::ui::common {

/// One or two letters for @p name: first of the first and of the last word; "?" where there is no letter or digit.
[[nodiscard]] QString initialsOf(const QString &name);

/// What a person is shown by.
struct Face {
    QString name;
    QString seed; ///< Issuer and subject: decides the colour where nobody chose one.
    std::optional<int> hue = {}; ///< Degrees of the colour circle, as it was chosen.
    QImage picture = {}; ///< Square, and round within it (decodePicture()); null: there is none.
};

/// The picture, with a ring of the colour that was chosen; without one a disc with initials.
void paintAvatar(QPainter &painter, const QRectF &rect, const Face &face, const QPalette &palette);

class Avatar final : public QWidget
{
    Q_OBJECT
public:
    explicit Avatar(int size, QWidget *parent = nullptr);
    void setFace(const Face &face);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Face m_face;
};

} // namespace keyturn::ui::common
