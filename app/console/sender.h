// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/answer.h"
#include "console/draft.h"
#include "console/volley.h"
#include "core/async.h"
#include "core/clock.h"

#include <QObject>

#include <functional>
#include <stop_token>

class QNetworkAccessManager;

namespace keyturn::console {

/// Sends drafts and watches what happens to them. Its destruction finishes what is under way with Cancelled.
class Sender final : public QObject
{
    Q_OBJECT
public:
    /// @p clock must outlive it.
    explicit Sender(core::Clock &clock, QObject *parent = nullptr) : QObject(parent), m_clock(clock) { }

    /// Told as the answer's body comes, with the bytes so far.
    using Progress = std::function<void(qint64 received)>;
    /// @p manager, an account's own or a plain one, must outlive the answer. An answer with any status is a value, and so is that there was none
    /// (Answer::failure). Errors: those of prepare(); Cancelled when @p stop asks for it.
    [[nodiscard]] core::Async<Answer> send(QNetworkAccessManager &manager, const Draft &draft, const QUrl &base, std::stop_token stop = {},
                                           Progress progress = {});

    /// Told as answers come, with how many there are.
    using Landed = std::function<void(int landed)>;
    static constexpr int mostShots = 1000;
    static constexpr qint64 mostShotBytes = 16 * 1024 * 1024; ///< Of the one body that they share.
    /// Sends @p draft @p count times (1 … mostShots; more is Configuration `shots_too_many`), all at once, and waits for all; of a larger body than
    /// mostShotBytes Configuration `shots_too_large`. The bodies of the answers are read and thrown away. Errors: those of send().
    [[nodiscard]] core::Async<Volley> fire(QNetworkAccessManager &manager, const Draft &draft, const QUrl &base, int count, std::stop_token stop = {},
                                           Landed landed = {});

private:
    core::Clock &m_clock;
};

} // namespace keyturn::console
