// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencespage.h"

class QPushButton;

namespace keyturn::ui::preferences {

/// What Keyturn tells, asks and records by itself.
class PrivacyPage final : public PreferencesPage
{
    Q_OBJECT
public:
    explicit PrivacyPage(PreferencesPort &port, QWidget *parent = nullptr);

protected:
    void showChoices(const Choices &choices) override;

private:
    void bind(QCheckBox *box, bool Choices::*member);
    void askToClear();

    QList<std::pair<QCheckBox *, bool Choices::*>> m_switches;
    QPushButton *m_clear;
};

} // namespace keyturn::ui::preferences
