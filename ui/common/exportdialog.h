// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFileDialog>

namespace keyturn::ui::common {

/// Asks where to write a table or JSON to, and goes when it is closed; the suffix follows the chosen kind.
class ExportDialog final : public QFileDialog
{
    Q_OBJECT
public:
    /// @p name is offered, with its suffix.
    ExportDialog(const QString &title, const QString &name, QWidget *parent);
};

} // namespace keyturn::ui::common
