// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::backend {

/// Is told what must not be believed any longer of what is known of sessions beside the database. To be told after the transaction, before anybody
/// hears that it is done, and also where it failed: its failure may be that of the connection alone. Safe from any thread.
class SessionChanges
{
public:
    virtual ~SessionChanges() = default;
    /// Of their name, role or address, or of which of their sessions are alive.
    virtual void userChanged(const QString &userId) = 0;
    virtual void sessionChanged(const QString &sessionId) = 0;
};

} // namespace keyturn::backend
