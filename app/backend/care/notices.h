// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/care/carestore.h"
#include "backend/care/mailer.h"

namespace keyturn::backend {

/// Mails without a code, which tell whoever reads an address what was done or tried with it.
class Notices
{
public:
    /// All must outlive it.
    Notices(const core::Clock &clock, core::Random &random, CareStore &store, Mailer &mailer)
        : m_clock(clock), m_random(random), m_store(store), m_mailer(mailer)
    { }

    /// Somebody registered with an address that has an account. The mail is written later; what is asked of the data is asked at once, so that the
    /// answer takes about as long as that to a new address, which is kept meanwhile. Errors are Storage.
    [[nodiscard]] core::Result<void> registrationTried(const QString &email);
    /// Somebody who is signed in to another account wants this address, which has an account, for that one. On the mailer's thread.
    void addressWanted(const QString &email);
    /// The account of this address is to get another one. Written later, as the next one.
    void changeBegun(const QString &email);
    /// It has got one.
    void changed(const QString &email);

private:
    [[nodiscard]] core::Result<bool> mayTell(const QString &email);

    const core::Clock &m_clock;
    core::Random &m_random;
    CareStore &m_store;
    Mailer &m_mailer;
};

} // namespace keyturn::backend
