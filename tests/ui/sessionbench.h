// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeports.h"
#include "ui/common/notice.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/sessionview.h"

#include <QCoreApplication>

namespace keyturn::ui::tests {

/// The sessions of account "a" on the screen: "own", and s0 … s5, the newest first.
class SessionBench
{
public:
    SessionBench() : page(port)
    {
        seven = {session(QStringLiteral("own"), true, clock.now())};
        for (int i = 0; i < 6; ++i)
            seven += session(QStringLiteral("s%1").arg(i), false, clock.now().addSecs(-60 * i));
        page.resize(500, 400);
        page.setAccount(model::AccountId(QStringLiteral("a")));
        page.show();
        answer(seven);
    }

    /// To the newest question for the list.
    void answer(const core::Result<QList<model::Session>> &result)
    {
        port.lists.back().finish(known(result));
        QCoreApplication::processEvents();
    }
    [[nodiscard]] sessions::SessionView *view() const { return page.findChild<sessions::SessionView *>(); }
    [[nodiscard]] QStringList revocations() const { return port.calls.filter(QStringLiteral("revoke")); }
    [[nodiscard]] QString notices() const
    {
        QStringList said;
        for (const common::Notice *notice : page.findChildren<common::Notice *>())
            said += notice->sentence();
        said.removeAll(QString());
        return said.join(u'\n');
    }

    FakeClock clock;
    FakeSessions port{clock};
    sessions::SessionsPage page;
    QList<model::Session> seven;
};

} // namespace keyturn::ui::tests
