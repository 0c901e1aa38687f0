// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"

#include <QCoreApplication>
#include <QStringList>

#include <chrono>
#include <optional>
#include <variant>

namespace keyturn::ui::application {

struct StartOptions {
    model::ProfileId profile; ///< Stands on top when an account is added; empty: none in particular.
    bool demo = false;
    bool minimized = false;
    QString screenshot; ///< Absolute; empty: none.
    std::optional<std::chrono::seconds> quitAfter;
    QString secretStore;
    QString browser;
};

/// What to print instead of opening a window.
struct Words {
    QString text;
    int status = 0;
};

/// Reads the command line of the window.
class CommandLine
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::application::CommandLine)
public:
    [[nodiscard]] static std::variant<StartOptions, Words> read(const QStringList &arguments);
};

} // namespace keyturn::ui::application
