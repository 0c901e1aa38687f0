// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencespage.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace keyturn::ui::preferences {

/// Which browser signs people in.
class BrowserPage final : public PreferencesPage
{
    Q_OBJECT
public:
    explicit BrowserPage(PreferencesPort &port, QWidget *parent = nullptr);

protected:
    void showChoices(const Choices &choices) override;

private:
    void choose(int index);
    void storeCommand();

    QComboBox *m_browser;
    QWidget *m_own;
    QLineEdit *m_command;
};

} // namespace keyturn::ui::preferences
