// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/profiles/profilesport.h"

#include <QDialog>

class QGridLayout;
class QPushButton;
class QScrollArea;

namespace keyturn::ui::common {
class Notice;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common
namespace keyturn::ui::signin {
class FormField;
}

namespace keyturn::ui::profiles {

/// Makes a profile of what a provider tells of itself at an address. What was found is shown before anything is kept.
class AddressDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit AddressDialog(ProfilesPort &port, QWidget *parent = nullptr);
    ~AddressDialog() override;

    void reject() override;

Q_SIGNALS:
    void saved(const keyturn::storage::AddedProfile &added);
    void editRequested(const QString &text); ///< The person wants to change it first.

private:
    void buildLayout();
    void look();
    void stop();
    void showFound(const composition::DiscoveredProfile &found);
    void forget();
    void setRunning(bool running);
    /// With the name and client id that stand in the fields; an id that no profile has.
    [[nodiscard]] QString profileText() const;
    void add(composition::Consent consent);

    ProfilesPort &m_port;
    std::stop_source m_stopSource;
    quint64 m_attempt = 0; ///< Rises when an answer is no longer waited for.
    std::optional<composition::DiscoveredProfile> m_found;
    signin::FormField *m_address;
    QPushButton *m_look;
    common::Spinner *m_spinner;
    common::Notice *m_notice;
    QScrollArea *m_scroll;
    QGridLayout *m_rows;
    QWidget *m_fields;
    signin::FormField *m_name;
    signin::FormField *m_client;
    QPushButton *m_edit;
    QPushButton *m_cancel;
    QPushButton *m_add;
};

} // namespace keyturn::ui::profiles
