// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "e2e/support/world.h"

#include <QSet>

#include <chrono>
#include <memory>
#include <vector>

namespace keyturn::many {

/// A many-user that was started.
class User
{
public:
    User(const e2e::World &world, const QString &account, int threads);
    ~User();

    void tell(const QByteArray &command);
    /// The next line that it says; where none comes within two minutes, what it said on stderr: nothing that it is told to do takes as long, unless
    /// it waits for somebody for ever.
    [[nodiscard]] QByteArray answer();
    /// kill -9. It is nobody's process any more only once it is collect()ed.
    void kill();
    void collect();

private:
    QProcess m_process;
};

/// Several of them that do the same at once.
class Crowd
{
public:
    Crowd(const e2e::World &world, const QString &account, int processes, int threads);

    void tell(const QByteArray &command);
    /// One line of each, in the order in which they were started.
    [[nodiscard]] QByteArrayList answers();

private:
    std::vector<std::unique_ptr<User>> m_users;
};

/// Of the monotonic clock, as the processes tell it.
[[nodiscard]] std::chrono::microseconds monotonic();

} // namespace keyturn::many
