// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/profiles/profilesport.h"

#include <QScrollArea>

class QGridLayout;

namespace keyturn::ui::common {
class TextLabel;
}

namespace keyturn::ui::profiles {

/// What there is to know of the chosen profile: where it comes from, where it goes, how one signs in, who uses it.
class ProfileDetails final : public QScrollArea
{
    Q_OBJECT
public:
    explicit ProfileDetails(QWidget *parent = nullptr);

    void showProfile(const ListedProfile &listed, const QList<ClientPlace> &clients);
    void showBroken(const storage::BrokenProfile &broken);
    void clear();

private:
    void setHead(const QString &title, const QString &below);
    void addRow(const QString &what, const QString &how, bool isAmiss = false);

    QWidget *m_content;
    common::TextLabel *m_title;
    common::TextLabel *m_below;
    QGridLayout *m_rows;
};

} // namespace keyturn::ui::profiles
