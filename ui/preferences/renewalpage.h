// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencespage.h"

namespace keyturn::ui::preferences {

/// When tokens are renewed.
class RenewalPage final : public PreferencesPage
{
    Q_OBJECT
public:
    explicit RenewalPage(PreferencesPort &port, QWidget *parent = nullptr);

protected:
    void showChoices(const Choices &choices) override;

private:
    QRadioButton *m_ahead;
    QRadioButton *m_needed;
};

} // namespace keyturn::ui::preferences
