// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

const QString refreshToken = QStringLiteral("refreshToken");

QJsonValue refreshed(DefectSite &site, const QJsonValue &token)
{
    return site.refresh(token).json().value(refreshToken);
}

/// What the first and the second token of a family are good for, long after the rotation.
struct Family {
    int old = 0;
    int successor = 0;
};

Family afterRotation(DefectSite &site)
{
    const QJsonValue first = site.tokens().value(refreshToken);
    const QJsonValue second = refreshed(site, first);
    site.passTime(1min); // beyond the grace
    Family family;
    family.old = site.refresh(first).status;
    family.successor = site.refresh(second).status;
    site.resetTime();
    return family;
}

bool forkedRefresh(DefectSite &site)
{
    const QJsonValue first = site.tokens().value(refreshToken);
    const QJsonValue one = refreshed(site, first);
    const QJsonValue other = refreshed(site, first);
    return one.isString() && other.isString() && one != other && site.refresh(one).status == 200 && site.refresh(other).status == 200;
}

bool endlessChain(DefectSite &site)
{
    QJsonValue token = site.tokens().value(refreshToken);
    for (int week = 0; week < 20; ++week) {
        site.passTime(144h);
        token = refreshed(site, token);
    }
    site.resetTime();
    return token.isString();
}

} // namespace

Probes refreshProbes()
{
    return {
        {QStringLiteral("first-refresh-fails"), [](DefectSite &site) { return site.refresh(site.tokens().value(refreshToken)).status == 401; }},
        {QStringLiteral("old-refresh-accepted"), [](DefectSite &site) { return afterRotation(site).old == 200; }},
        {QStringLiteral("reuse-ignored"),
         [](DefectSite &site) {
             const Family family = afterRotation(site);
             return family.old == 401 && family.successor == 200;
         }},
        {QStringLiteral("forked-refresh"), forkedRefresh},
        {QStringLiteral("endless-chain"), endlessChain},
    };
}

} // namespace keyturn::backend
