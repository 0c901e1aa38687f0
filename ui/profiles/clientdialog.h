// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/fittingdialog.h"
#include "ui/profiles/profilesport.h"

class QPushButton;

namespace keyturn::ui::common {
class Notice;
}
namespace keyturn::ui::signin {
class FormField;
}

namespace keyturn::ui::profiles {

/// How one gets a client id at a provider, in three lines, and the place to say it. Accepted once the provider can be signed in to.
class ClientDialog final : public common::FittingDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it. @p place is one of port.clients(profile).
    ClientDialog(ProfilesPort &port, const model::ProfileId &profile, const ClientPlace &place, QWidget *parent = nullptr);

private:
    void buildLayout();
    void showKnown();
    void save();

    ProfilesPort &m_port;
    model::ProfileId m_profile;
    ClientPlace m_place;
    signin::FormField *m_id;
    signin::FormField *m_secret;
    common::Notice *m_notice;
    QPushButton *m_page;
    QPushButton *m_cancel;
    QPushButton *m_save;
};

} // namespace keyturn::ui::profiles
