// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencespage.h"

class QComboBox;

namespace keyturn::ui::preferences {

/// Language, start with the desktop, staying in the tray, what is for developers.
class GeneralPage final : public PreferencesPage
{
    Q_OBJECT
public:
    explicit GeneralPage(PreferencesPort &port, QWidget *parent = nullptr);

protected:
    void showChoices(const Choices &choices) override;

private:
    void storeLoginStart();

    QComboBox *m_language = nullptr; ///< Null where there is nothing to choose.
    QCheckBox *m_login;
    QCheckBox *m_hidden;
    QCheckBox *m_tray;
    QCheckBox *m_developer;
};

} // namespace keyturn::ui::preferences
