// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace keyturn::composition::doctor {

/// Takes out of a text who the person is: a report is made to be shown around.
class Privacy
{
public:
    /// The home folder becomes `~`, a name of the user's `<user>`.
    Privacy(QStringList homes, QStringList users);
    [[nodiscard]] static Privacy ofThisUser();

    [[nodiscard]] QString shown(QString text) const;

private:
    QStringList m_homes; ///< Longest first.
    QStringList m_users;
};

} // namespace keyturn::composition::doctor
