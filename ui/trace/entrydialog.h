// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "trace/sequence.h"
#include "ui/common/factsdialog.h"

namespace keyturn::ui::trace {

/// One step: what it is for and where that is laid down, how long each part took, and all that was said, redacted.
class EntryDialog final : public common::FactsDialog
{
    Q_OBJECT
public:
    explicit EntryDialog(const net::Exchange &entry, QWidget *parent = nullptr);
};

} // namespace keyturn::ui::trace
