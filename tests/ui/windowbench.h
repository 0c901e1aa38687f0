// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeactivity.h"
#include "fakedoctor.h"
#include "fakeports.h"
#include "fakeprofiles.h"
#include "faketokens.h"
#include "ui/application/windows.h"
#include "ui/mainwindow/mainwindow.h"

namespace keyturn::ui::tests {

/// Windows over played ports, with two accounts.
class WindowBench
{
public:
    WindowBench()
    {
        accounts.list = {account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com")),
                         account(QStringLiteral("b"), QStringLiteral("Grace"))};
    }

    [[nodiscard]] mainwindow::Ports ports() { return {accounts, sessions, signIn, doctor, profiles, activity, nullptr, &tokens}; }
    [[nodiscard]] application::MadeWindow make() { return {nullptr, std::make_unique<mainwindow::MainWindow>(ports())}; }
    [[nodiscard]] std::unique_ptr<application::Windows> windows()
    {
        return std::make_unique<application::Windows>([this] { return make(); }, clock);
    }

    FakeClock clock;
    FakeAccounts accounts{clock};
    FakeSessions sessions{clock};
    FakeSignIn signIn{clock};
    FakeDoctor doctor;
    FakeProfiles profiles;
    FakeActivity activity{clock};
    FakeTokens tokens{clock};
};

} // namespace keyturn::ui::tests
