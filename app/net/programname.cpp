// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/programname.h"

#include <QString>
#include <QSysInfo>

namespace keyturn::net {

QByteArray userAgent()
{
    QByteArray system = QSysInfo::prettyProductName().toLatin1();
    system.replace('(', ' ').replace(')', ' '); // a comment ends at the first closing bracket
    return QByteArrayLiteral("Keyturn/" KEYTURN_VERSION " (") + system.simplified() + ')';
}

} // namespace keyturn::net
