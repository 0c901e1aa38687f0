// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/faultoptions.h"

#include "backend/faults/fault.h"
#include "backend/loopbackaddress.h"
#include "backend/optionhelp.h"
#include "backend/usage.h"

namespace keyturn::backend {

QList<QCommandLineOption> faultOptions()
{
    return {
        {QStringLiteral("faults"), QStringLiteral("Faults on demand, to try clients by. See below.")},
        {QStringLiteral("defect"), QStringLiteral("A weakness to have, to prove audits on; with --faults."), QStringLiteral("NAME...")},
        {QStringLiteral("list-defects"), QStringLiteral("Print the weaknesses that there are, with the audit's check that finds each.")},
    };
}

QString faultsHelp()
{
    return u'\n'
        + wrapped(QStringLiteral(
            "With --faults a request can ask for what is to go wrong with it, by a header such as X-Keyturn-Fault: latency=1500, truncate. "
            "POST /__faults arms a fault for others: "
            "{\"fault\":\"unavailable=3\",\"method\":\"POST\",\"route\":\"/api/auth/refresh\",\"times\":1}; all but the fault may be left out, a "
            "route "
            "may hold :name for one part and end in *. GET /__faults lists what is armed, DELETE /__faults and /__faults/ID clear it. Faults:"))
        + u'\n' + describeFaults();
}

std::optional<core::Error> readFaults(const Settings &settings, Options &options)
{
    options.faults = settings.isSet(QStringLiteral("faults"));
    if (options.faults && !isLoopbackAddress(options.listen))
        return usage(
            QStringLiteral("--faults lets anybody break this server, so it goes with a loopback address alone, such as --listen 127.0.0.1."));
    const QStringList wanted = settings.values(QStringLiteral("defect"));
    if (!wanted.isEmpty() && !options.faults)
        return usage(QStringLiteral("--defect makes this server unsafe on purpose, so it goes with --faults alone."));
    for (const QString &name : wanted) {
        const auto defect = defectNamed(name);
        if (!defect)
            return usage(QStringLiteral("--defect takes a name that --list-defects prints."));
        options.defects.add(*defect);
    }
    return std::nullopt;
}

void weaken(Options &options)
{
    constexpr std::chrono::hours hundredYears(100 * 365 * 24);
    if (options.defects.has(Defect::NoSessionTimeout))
        options.sessionIdle = options.sessionTtl = hundredYears;
    if (options.defects.has(Defect::NoIdleTimeout))
        options.sessionIdle = options.sessionTtl;
    if (options.defects.has(Defect::NoAbsoluteTimeout))
        options.sessionTtl = hundredYears;
    if (options.defects.has(Defect::NoRateLimits))
        options.limits.policy.reset();
    if (options.defects.has(Defect::ForwardedForBelieved)) {
        for (const char *everybody : {"0.0.0.0/0", "::/0"})
            options.limits.trustedProxies.append(*IpRange::fromText(QLatin1String(everybody)));
    }
}

QByteArrayList unlimitedScopes(const Defects &defects)
{
    QByteArrayList scopes;
    if (defects.has(Defect::UnlimitedSignIn))
        scopes.append("sign_in");
    if (defects.has(Defect::UnlimitedRegistration))
        scopes.append("registration");
    if (defects.has(Defect::UnlimitedRefresh))
        scopes.append("refresh");
    return scopes;
}

} // namespace keyturn::backend
