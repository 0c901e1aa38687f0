// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QComboBox>
#include <QLineEdit>

namespace keyturn::ui::console {

/// Something of a few, or anything else that is written. It is editable from the beginning: the keyboard comes to it where it was made.
class FreeBox final : public QComboBox
{
    Q_OBJECT
public:
    /// @p name is what a screen reader says; @p characters are seen of it at least.
    FreeBox(const QString &name, const QStringList &choices, int characters, QWidget *parent = nullptr) : QComboBox(parent)
    {
        setEditable(true);
        setInsertPolicy(NoInsert);
        setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
        setMinimumContentsLength(characters);
        setAccessibleName(name);
        lineEdit()->setAccessibleName(name);
        addItems(choices);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as its neighbours
    }
};

} // namespace keyturn::ui::console
