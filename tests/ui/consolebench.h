// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeconsole.h"
#include "ui/common/notice.h"
#include "ui/console/addressline.h"
#include "ui/console/consolepage.h"

#include <QAction>
#include <QTest>

namespace keyturn::ui::tests {

/// The request console over a played port, shown for the account "a".
class ConsoleBench
{
public:
    ConsoleBench()
    {
        page.setAccount(model::AccountId(QStringLiteral("a")));
        page.resize(640, 480);
        page.show();
        page.activateWindow();
        (void)QTest::qWaitForWindowActive(&page);
    }

    [[nodiscard]] console::AddressLine *address() const { return page.findChild<console::AddressLine *>(); }
    [[nodiscard]] QString notice() const { return page.findChild<common::Notice *>()->sentence(); }
    [[nodiscard]] QAction *menuItem(const QString &text) const
    {
        for (auto *action : page.findChildren<QAction *>()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
        return nullptr;
    }
    /// Writes @p path and sends it by the keyboard.
    void send(const QString &path)
    {
        address()->setText(path);
        QTest::keyClick(address(), Qt::Key_Return, Qt::ControlModifier);
    }
    /// The newest request.
    void answer(const console::Answer &answer)
    {
        port.answers.back().finish(answer);
        QTest::qWait(0);
    }
    [[nodiscard]] bool wasSent() const { return !port.calls.filter(QStringLiteral("send")).isEmpty(); }

    FakeClock clock;
    FakeConsole port{clock};
    console::ConsolePage page{port};
};

} // namespace keyturn::ui::tests
