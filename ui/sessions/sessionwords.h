// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/knownsession.h"

#include <QCoreApplication>

namespace keyturn::ui::sessions {

/// A session in words: what stands in its row and what is told on hover. Made from outside text, so plain and on one line.
class SessionWords
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::sessions::SessionWords)
public:
    /// The person's own name for it, else what the backend tells.
    [[nodiscard]] static QString name(const history::KnownSession &known);
    /// What the backend tells; never empty.
    [[nodiscard]] static QString deviceName(const model::Session &session);
    /// Name, program and place in one line: for a notification.
    [[nodiscard]] static QString title(const history::KnownSession &known);
    /// "Keyturn 0.1.0 · Debian 12": what is known of app, version and system; before it the device, where the person named it otherwise.
    [[nodiscard]] static QString program(const history::KnownSession &known);
    /// "192.0.2.7 · Berlin".
    [[nodiscard]] static QString place(const model::Session &session);
    [[nodiscard]] static QString used(const model::Session &session, const QDateTime &now);
    [[nodiscard]] static QString since(const model::Session &session, const QDateTime &now);
    [[nodiscard]] static QString until(const model::Session &session, const QDateTime &now);
    [[nodiscard]] static QString life(const model::Session &session, const QDateTime &now);
    /// Of one that is over: when, as far as that is known, and why.
    [[nodiscard]] static QString ended(const history::KnownSession &known, const QDateTime &now);
    [[nodiscard]] static QString cause(const model::Session &session);
    [[nodiscard]] static QString exactTimes(const history::KnownSession &known);
    /// Of resources/icons.
    [[nodiscard]] static QString iconName(const model::Session &session);
};

} // namespace keyturn::ui::sessions
