// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QUrl>

#include <atomic>
#include <memory>

class QTcpSocket;
class QThread;

namespace keyturn::audit {

/// Addresses of the audit's own, on this computer alone, under which a token says that its key lies: a server that believes it comes and asks. It
/// serves in a thread of its own from its construction to its end.
class Lure
{
public:
    /// What it serves, by path.
    explicit Lure(QMap<QByteArray, QByteArray> contents);
    ~Lure();

    /// Invalid where no port could be had.
    [[nodiscard]] QUrl url(const QByteArray &path) const;
    [[nodiscard]] int visits() const { return m_visits; } ///< Connections so far.

private:
    void serve();
    void answer(QTcpSocket &visitor);

    QMap<QByteArray, QByteArray> m_contents;
    std::atomic<bool> m_ends = false;
    std::atomic<int> m_visits = 0;
    std::atomic<int> m_port = 0; ///< 0: not yet known; negative: none.
    std::unique_ptr<QThread> m_thread;
};

} // namespace keyturn::audit
