// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace keyturn::ui::developer {
class DeveloperTools;
}

namespace keyturn::ui::activity {

class ActivityPage;
class ActivityPort;

/// What happened to all accounts, those among them that are gone from here, and to this computer.
class AllActivityDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit AllActivityDialog(ActivityPort &port, QWidget *parent = nullptr);

    /// As ActivityPage's.
    void follow(const developer::DeveloperTools &tools);

private:
    ActivityPage *m_page;
};

} // namespace keyturn::ui::activity
