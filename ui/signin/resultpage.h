// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"
#include "ui/signin/page.h"

namespace keyturn::ui::common {
class Avatar;
}

namespace keyturn::ui::signin {

/// Who signed in (FAULTS 27: shown, so that a stranger's sign-in is noticed).
class ResultPage final : public Page
{
    Q_OBJECT
public:
    explicit ResultPage(QWidget *parent = nullptr);
    /// @p known: the person was in the list already, and that account is the one that goes on.
    void tell(const model::Account &account, const QString &backend, bool known);
    void enter() override;

Q_SIGNALS:
    void done();

private:
    common::Avatar *m_avatar;
    common::TextLabel *m_name;
    common::TextLabel *m_email;
    QPushButton *m_done;
};

} // namespace keyturn::ui::signin
