// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"
#include "ui/common/countdown.h"

#include <QWidget>

namespace keyturn::ui::common {
class Notice;
}

namespace keyturn::ui::sessions {

class SessionEndings;
class SessionsPort;

/// What is about to be signed out, for whichever account, and the way to think better of it: by its button, or by Ctrl+Z anywhere in its window but
/// in a field that has something of its own to undo. Hidden while nothing waits.
class UndoBar final : public QWidget
{
    Q_OBJECT
public:
    /// Both must outlive it.
    UndoBar(SessionsPort &port, SessionEndings &endings, QWidget *parent = nullptr);

    /// The one whose name is beside it anyway.
    void setAccount(const model::AccountId &id);

private:
    void tell();
    [[nodiscard]] QString sentence() const;

    SessionsPort &m_port;
    SessionEndings &m_endings;
    model::AccountId m_id;
    common::Countdown m_time;
    common::Notice *m_notice;
};

} // namespace keyturn::ui::sessions
