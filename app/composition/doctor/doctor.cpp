// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/doctor.h"

#include "composition/doctor/browsercheck.h"
#include "composition/doctor/clockcheck.h"
#include "composition/doctor/keychaincheck.h"
#include "composition/doctor/loopbackcheck.h"
#include "composition/doctor/versionscheck.h"

#include <array>

namespace keyturn::composition::doctor {

struct Doctor::Run {
    std::array<Facts, checkCount> facts; ///< By Check.
    int waiting = 0;
    core::Promise<Report> promise;

    [[nodiscard]] Facts &of(Check check) { return facts.at(static_cast<std::size_t>(check)); }
};

namespace {

bool isAbsent(const Facts &facts)
{
    return facts.constFirst().code == Code::LoopbackAbsent;
}

/// One loopback is enough for a sign-in; with none there is no way back from the browser.
void weighLoopbacks(Facts &four, Facts &six)
{
    if (!isAbsent(four) || !isAbsent(six))
        return;
    four.first().outcome = Outcome::Problem;
    six.first().outcome = Outcome::Problem;
}

} // namespace

Doctor::Doctor(Surroundings surroundings, QObject *parent) : QObject(parent), m_around(std::move(surroundings)) { }

core::Async<Report> Doctor::examine()
{
    const auto run = std::make_shared<Run>();
    core::Async<Report> report = run->promise.future();
    lookAtDisk(*run); // first: what comes after it may narrow a mode or make a folder
    run->of(Check::Versions) = redacted(checkVersions());
    await(run, Check::Keychain, checkKeychain(m_around.secrets, m_around.random, this));
    await(run, Check::LoopbackIPv4, checkLoopback(m_around.http, m_around.random, m_around.loopbackIPv4, this));
    await(run, Check::LoopbackIPv6, checkLoopback(m_around.http, m_around.random, m_around.loopbackIPv6, this));
    await(run, Check::Browser, checkBrowser(m_around.clock, m_around.browser, this));
    await(run, Check::Clock, checkClock(m_around.clock, m_around.http, m_around.profiles.profiles(), m_around.backendRuns(), this));
    await(run, Check::Proxy, checkProxy(m_around.clock, m_around.proxies, m_around.systemProxies, this));
    return report;
}

void Doctor::lookAtDisk(Run &run) const
{
    const DiskLook disk = m_around.before ? *m_around.before : doctor::lookAtDisk(m_around.paths);
    run.of(Check::ConfigFolder) = redacted(disk.config);
    run.of(Check::DataFolder) = redacted(disk.data);
    run.of(Check::StateFolder) = redacted(disk.state);
    run.of(Check::CacheFolder) = redacted(disk.cache);
    run.of(Check::Files) = redacted(disk.files);
    if (const std::optional<core::Error> &error = m_around.settingsError)
        run.of(Check::Files).prepend(redacted({{Code::SettingsUnusable, Outcome::Problem, {m_around.paths.config, error->detail}}}).first());
    run.of(Check::Accounts) = redacted(checkAccounts(m_around.records, m_around.paths.data + QLatin1String("/accounts.json")));
    run.of(Check::Profiles) = redacted(checkProfiles(m_around.profiles));
}

void Doctor::await(const std::shared_ptr<Run> &run, Check check, const core::Async<Facts> &facts)
{
    ++run->waiting;
    core::whenDone(facts, this, [this, run, check](const core::Result<Facts> &found) {
        run->of(check) = found.ok() ? redacted(*found) : Facts{{Code::Abandoned, Outcome::Skipped}};
        if (--run->waiting == 0)
            conclude(*run);
    });
}

void Doctor::conclude(Run &run)
{
    weighLoopbacks(run.of(Check::LoopbackIPv4), run.of(Check::LoopbackIPv6));
    Report report;
    for (int i = 0; i < checkCount; ++i)
        report.findings.append({static_cast<Check>(i), run.of(static_cast<Check>(i))});
    run.promise.finish(report);
}

Facts Doctor::redacted(Facts facts) const
{
    for (Fact &fact : facts) {
        for (QString &value : fact.values)
            value = m_around.privacy.shown(value);
    }
    return facts;
}

} // namespace keyturn::composition::doctor
