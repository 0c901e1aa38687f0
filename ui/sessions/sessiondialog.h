// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/knownsession.h"
#include "ui/common/fittingdialog.h"

namespace keyturn::ui::sessions {

/// All that is known of one session, with the exact times that its row tells on hover: for the keyboard and for screen readers.
class SessionDialog final : public common::FittingDialog
{
    Q_OBJECT
public:
    /// @p failure: why it could not be signed out; may be empty.
    SessionDialog(const history::KnownSession &known, const QString &failure, QWidget *parent = nullptr);
};

} // namespace keyturn::ui::sessions
