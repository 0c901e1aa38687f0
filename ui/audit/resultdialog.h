// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"
#include "ui/common/factsdialog.h"

namespace keyturn::ui::audit {

/// All that is known of one check's result: evidence with its exchanges, what to do, where to read on.
class ResultDialog final : public common::FactsDialog
{
    Q_OBJECT
public:
    explicit ResultDialog(const keyturn::audit::CheckResult &result, QWidget *parent = nullptr);
};

} // namespace keyturn::ui::audit
