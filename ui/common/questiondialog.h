// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/fittingdialog.h"

namespace keyturn::ui::common {

/// A question with one verb and "Cancel"; opened without blocking, accepted() when the person wants it.
class QuestionDialog final : public FittingDialog
{
    Q_OBJECT
public:
    QuestionDialog(const QString &question, const QString &consequence, const QString &verb, QWidget *parent = nullptr);
};

} // namespace keyturn::ui::common
