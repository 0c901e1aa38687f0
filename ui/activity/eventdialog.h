// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/event.h"
#include "ui/common/factsdialog.h"

namespace keyturn::ui::developer {
class DeveloperTools;
}

namespace keyturn::ui::activity {

/// All that is known of one event, and the requests that it came of; for who looks closer, or copies it into a report.
class EventDialog final : public common::FactsDialog
{
    Q_OBJECT
public:
    explicit EventDialog(const history::Event &event, QWidget *parent = nullptr);
    /// Without codes and requests while @p tools are not shown.
    void follow(const developer::DeveloperTools &tools);

private:
    history::Event m_event;
};

} // namespace keyturn::ui::activity
