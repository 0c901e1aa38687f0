// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/portalintroduction.h"

#include <QDBusConnection>
#include <QDBusMessage>

namespace keyturn::ui::application {

void introduceToPortal()
{
    constexpr int patience = 1000; // ms; one that is started by this may wait for others
    // Any method would do that is everywhere and changes nothing. By the connection that Qt's own questions go by.
    QDBusMessage question =
        QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
                                       QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    question.setArguments({QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme")});
    QDBusConnection::sessionBus().call(question, QDBus::Block, patience);
}

} // namespace keyturn::ui::application
