// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencespage.h"

class QLineEdit;
class QPushButton;

namespace keyturn::ui::preferences {

/// Proxy and certificate authority.
class NetworkPage final : public PreferencesPage
{
    Q_OBJECT
public:
    explicit NetworkPage(PreferencesPort &port, QWidget *parent = nullptr);

protected:
    void showChoices(const Choices &choices) override;

private:
    void buildProxy();
    void buildAuthority();
    void storeAddress();
    void askForFile();
    void takeFile(const QString &path);

    QRadioButton *m_system;
    QRadioButton *m_none;
    QRadioButton *m_own;
    QLineEdit *m_address;
    common::TextLabel *m_authority;
    QPushButton *m_choose;
    QPushButton *m_forget;
};

} // namespace keyturn::ui::preferences
