// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>

class QLineEdit;

namespace keyturn::ui::common {

class SearchLine
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::common::SearchLine)
public:
    /// Makes @p line one to search by: a lens, a cross that clears it, @p name, which a screen reader is told, and @p shown while it is empty.
    static void dress(QLineEdit &line, const QString &name, const QString &shown);
    /// Whether dress() made it one.
    [[nodiscard]] static bool isOne(const QLineEdit &line);
};

} // namespace keyturn::ui::common
