// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"

#include <QObject>

#include <functional>

namespace keyturn::ui::application {

/// Keeps the program alive after the person has left it until no refresh token is under way and all tokens are stored. The windows go at once; only
/// where the tokens cannot be stored a dialog comes back and says so.
class QuitGuard : public QObject
{
    Q_OBJECT
public:
    using Settle = std::function<core::Async<void>()>;

    /// Watches the application object; @p settle is asked at each attempt to quit.
    explicit QuitGuard(Settle settle, QObject *parent = nullptr);
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void begin();
    void say(const core::Error &error);
    void leave();

    Settle m_settle;
    bool m_settling = false;
    bool m_settled = false;
};

} // namespace keyturn::ui::application
