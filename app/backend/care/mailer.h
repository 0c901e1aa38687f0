// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "core/secret.h"

#include <QThreadPool>

#include <atomic>
#include <functional>

namespace keyturn::backend {

/// What is sent by e-mail. There is no transport yet: each mail is a file in `outbox/` of the data folder, readable by its owner alone.
class Mailer
{
public:
    /// @p folder is made with the first mail.
    Mailer(const core::Clock &clock, core::Random &random, QString folder);
    ~Mailer();
    /// Waits for what is being written. To be called once nobody asks any more.
    void stop();

    /// Runs @p work later, on a thread of its own, one after another: how long an answer takes must not tell whether there was a mail to write. What
    /// comes while 64 wait is dropped, and said in the log.
    void later(std::function<void()> work);

    struct Mail {
        QString to; ///< A checked address: without line breaks.
        QString subject;
        QString before; ///< The text up to the code, and after it.
        core::Secret code = {}; ///< Empty: there is none in it.
        QString after = {};
    };
    /// A failure is said in the log; who asked is not told more than anybody.
    void write(const Mail &mail);

private:
    const core::Clock &m_clock;
    core::Random &m_random;
    QString m_folder;
    std::atomic<int> m_waiting = 0;
    QThreadPool m_pool;
};

} // namespace keyturn::backend
