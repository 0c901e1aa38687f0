// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/report.h"

#include <algorithm>
#include <iterator>

namespace keyturn::composition::doctor {

namespace {

constexpr const char *ids[] = {"keychain",    "loopback-ipv4", "loopback-ipv6", "browser", "clock",    "proxy",    "folder-config",
                               "folder-data", "folder-state",  "folder-cache",  "files",   "accounts", "profiles", "versions"};
static_assert(std::size(ids) == checkCount);

template <class T> Outcome gravest(const QList<T> &of, Outcome (*outcome)(const T &))
{
    Outcome worst = Outcome::Skipped;
    for (const T &one : of)
        worst = std::max(worst, outcome(one));
    return worst;
}

} // namespace

QString idOf(Check check)
{
    return QString::fromLatin1(ids[static_cast<int>(check)]);
}

Outcome Finding::outcome() const
{
    return gravest<Fact>(facts, [](const Fact &fact) { return fact.outcome; });
}

Outcome Report::outcome() const
{
    return gravest<Finding>(findings, [](const Finding &finding) { return finding.outcome(); });
}

} // namespace keyturn::composition::doctor
