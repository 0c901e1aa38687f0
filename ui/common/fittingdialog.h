// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace keyturn::ui::common {

/// Never lower than its sentences need at its width, which labels that wrap tell only when they have it; and higher when more is said later on.
class FittingDialog : public QDialog
{
    Q_OBJECT
public:
    using QDialog::QDialog;

protected:
    bool event(QEvent *event) override;
};

} // namespace keyturn::ui::common
