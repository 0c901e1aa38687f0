// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/exportdialog.h"

namespace keyturn::ui::common {

ExportDialog::ExportDialog(const QString &title, const QString &name, QWidget *parent)
    : QFileDialog(parent, title, {}, tr("Table (*.csv);;JSON (*.json)"))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptMode(AcceptSave);
    setDefaultSuffix(QStringLiteral("csv"));
    selectFile(name);
    connect(this, &QFileDialog::filterSelected, this, [this](const QString &filter) {
        setDefaultSuffix(filter.contains(QLatin1String("json")) ? QStringLiteral("json") : QStringLiteral("csv"));
    });
}

} // namespace keyturn::ui::common
