// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "model/ids.h"

#include <QObject>
#include <QSet>

#include <functional>
#include <optional>

namespace keyturn::ui::application {

/// Brings accounts' tokens into memory, a few at a time: a thousand of them must neither ask the keychain nor their backends a thousand things at
/// once. Where the keychain is out of reach it is so for all: those that wait are told the same, and none is tried for half a minute, or until
/// resume().
class WakeQueue final : public QObject
{
    Q_OBJECT
public:
    static constexpr int atOnce = 4;

    using Wake = std::function<core::Async<void>(const model::AccountId &id)>;
    /// @p clock must outlive it.
    WakeQueue(core::Clock &clock, Wake wake, QObject *parent = nullptr);

    void add(const model::AccountId &id); ///< Once, while it waits.
    void resume(); ///< The keychain answers after all.

Q_SIGNALS:
    /// Also of those that go on waiting, with the error that keeps them.
    void woken(const keyturn::model::AccountId &id, const std::optional<keyturn::core::Error> &error);

private:
    void startNext();
    void ended(const model::AccountId &id, const core::Result<void> &result);
    void pause(const core::Error &error);

    core::Clock &m_clock;
    Wake m_wake;
    QList<model::AccountId> m_waiting;
    QSet<model::AccountId> m_known; ///< Those that wait.
    int m_running = 0;
    quint64 m_pauses = 0;
    bool m_paused = false;
};

} // namespace keyturn::ui::application
