// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"
#include "storage/accountstore.h"
#include "storage/profilestore.h"

#include <QObject>

#include <optional>

namespace keyturn::lab {

/// What a test server can do wrong on demand, as it says itself.
struct FaultKind {
    QString name;
    QString value; ///< What its number counts (`milliseconds`, `seconds`, `bytes`); empty: it takes none.
    QString about; ///< The server's own words: untrusted text.
    bool operator==(const FaultKind &) const = default;
};

/// A fault that is armed, or is to be.
struct ArmedFault {
    QString id; ///< Empty: not armed yet.
    QString fault; ///< `name` or `name=NUMBER`.
    QString method = {}; ///< Empty: any.
    QString route = {}; ///< Empty: any.
    std::optional<int> left = {}; ///< For so many requests; nullopt: until it is cleared.
    bool operator==(const ArmedFault &) const = default;
};

struct FaultList {
    QList<ArmedFault> armed;
    QList<FaultKind> available;
};

/// The faults of an account's own backend where it has `/__faults`, as keyturn-backend does with --faults. Nobody else is asked, and no token goes
/// along. Errors: Configuration `faults_not_offered`, `profile_unknown`, `profile_changed`; Rejected with the backend's fields; BadReply
/// `faults_invalid`; HttpClient's.
class ServerFaults final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it.
    ServerFaults(net::HttpClient &http, core::Clock &clock, const storage::AccountStore &records, const storage::ProfileStore &profiles)
        : m_http(http), m_clock(clock), m_records(records), m_profiles(profiles)
    { }

    [[nodiscard]] core::Async<FaultList> list(const model::AccountId &id);
    [[nodiscard]] core::Async<ArmedFault> arm(const model::AccountId &id, const ArmedFault &wanted);
    /// One of list(); an empty @p fault: all of them.
    [[nodiscard]] core::Async<void> clear(const model::AccountId &id, const QString &fault = {});

private:
    [[nodiscard]] core::Async<net::HttpResponse> ask(const model::AccountId &id, const QByteArray &method, const QByteArray &body = {},
                                                     const QString &below = {});
    [[nodiscard]] core::Result<QUrl> addressOf(const model::AccountId &id) const;

    net::HttpClient &m_http;
    core::Clock &m_clock;
    const storage::AccountStore &m_records;
    const storage::ProfileStore &m_profiles;
};

} // namespace keyturn::lab
