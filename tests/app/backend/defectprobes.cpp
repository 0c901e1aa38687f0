// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

#include <QDir>
#include <QFile>

namespace keyturn::backend {

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

/// The first backend's keys for all: to make them takes longer than all else that a probe does.
void lendKeys(const QByteArray &keys, const QString &folder)
{
    QFile file(folder + QStringLiteral("/keys.json"));
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(keys) != keys.size() || !file.setPermissions(ownerOnly))
        qFatal("no keys to lend");
}

QByteArray keysIn(const QString &folder)
{
    QFile file(folder + QStringLiteral("/keys.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

bool DefectSite::start(const QStringList &defects, const QStringList &more)
{
    m_defects = defects;
    QStringList arguments{QStringLiteral("--faults")};
    for (const QString &defect : defects)
        arguments += {QStringLiteral("--defect"), defect};
    static QByteArray keys;
    const QString data = m_journey.backend().file(QStringLiteral("data"));
    const bool ordinary = !more.contains(QStringLiteral("--signing"));
    if (ordinary && !keys.isEmpty())
        lendKeys(keys, data);
    const bool begun = m_journey.begin(arguments + more);
    if (ordinary && keys.isEmpty())
        keys = keysIn(data);
    return begun;
}

std::unique_ptr<DefectSite> DefectSite::with(const QStringList &more) const
{
    auto other = std::make_unique<DefectSite>();
    if (!other->start(m_defects, more))
        qFatal("the other backend did not start");
    return other;
}

QJsonObject DefectSite::somebody()
{
    return {{QStringLiteral("email"), QStringLiteral("person%1@example.com").arg(++m_people)},
            {QStringLiteral("password"), QStringLiteral("correct horse battery")},
            {QStringLiteral("name"), QStringLiteral("Somebody")},
            {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
}

Answer DefectSite::refresh(const QJsonValue &refreshToken) const
{
    return http().postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), refreshToken}});
}

int DefectSite::profile(const QByteArray &accessToken) const
{
    return http().get("/api/profile", {{"Authorization", "Bearer " + accessToken}}).status;
}

void DefectSite::passTime(std::chrono::seconds time)
{
    m_passed += time.count();
    const QJsonObject fault{{QStringLiteral("fault"), QStringLiteral("clock-skew=%1").arg(m_passed)}};
    if (http().postJson("/__faults", fault).status != 201)
        qFatal("the clock stands");
}

void DefectSite::resetTime()
{
    m_passed = 0;
    if (http().send("DELETE", "/__faults").status != 204)
        qFatal("the clock cannot be set back");
}

} // namespace keyturn::backend
