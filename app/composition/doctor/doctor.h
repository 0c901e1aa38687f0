// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/filescheck.h"
#include "composition/doctor/privacy.h"
#include "composition/doctor/proxycheck.h"
#include "composition/doctor/report.h"
#include "core/clock.h"
#include "core/paths.h"
#include "core/random.h"
#include "net/httpclient.h"
#include "storage/accountstore.h"
#include "storage/profilestore.h"
#include "storage/secretstore.h"

#include <QHostAddress>
#include <QObject>

#include <functional>

namespace keyturn::composition::doctor {

/// What is looked at, and by what means.
struct Surroundings {
    core::Clock &clock;
    core::Random &random;
    net::HttpClient &http;
    storage::SecretStore &secrets;
    const storage::ProfileStore &profiles;
    const storage::AccountStore &records;
    core::Paths paths;
    QString browser; ///< The setting.
    ProxyChoice proxies; ///< Of our own requests.
    ProxyChoice systemProxies; ///< Of other programs'.
    std::function<bool()> backendRuns;
    Privacy privacy = Privacy::ofThisUser();
    QHostAddress loopbackIPv4{QHostAddress::LocalHost};
    QHostAddress loopbackIPv6{QHostAddress::LocalHostIPv6};
    std::optional<DiskLook> before = {}; ///< How it was before we read anything; absent: it is looked at now.
    std::optional<core::Error> settingsError = {}; ///< Why the settings could not be used, and the defaults were.
};

/// Looks whether this computer has what signing in needs. Mends nothing, leaves nothing, opens nothing, and never blocks.
class Doctor : public QObject
{
    Q_OBJECT
public:
    /// What the references in @p surroundings point to must outlive it.
    explicit Doctor(Surroundings surroundings, QObject *parent = nullptr);

    /// The setting, when it is another one.
    void setBrowser(const QString &command) { m_around.browser = command; }

    /// Every check, side by side. Its report names neither the person nor a secret. Never fails but by Cancelled, when this goes first.
    [[nodiscard]] core::Async<Report> examine();

private:
    struct Run;
    void lookAtDisk(Run &run) const;
    void await(const std::shared_ptr<Run> &run, Check check, const core::Async<Facts> &facts);
    static void conclude(Run &run);
    [[nodiscard]] Facts redacted(Facts facts) const;

    Surroundings m_around;
};

} // namespace keyturn::composition::doctor
