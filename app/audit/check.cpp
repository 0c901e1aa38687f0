// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/check.h"

#include <QRegularExpression>

namespace keyturn::audit {

QString wordOf(Severity severity)
{
    switch (severity) {
    case Severity::Low:
        return QStringLiteral("low");
    case Severity::Medium:
        return QStringLiteral("medium");
    case Severity::High:
        return QStringLiteral("high");
    case Severity::Critical:
        break;
    }
    return QStringLiteral("critical");
}

QString wordOf(Mode mode)
{
    switch (mode) {
    case Mode::Passive:
        return QStringLiteral("passive");
    case Mode::Active:
        return QStringLiteral("active");
    case Mode::Stress:
        break;
    }
    return QStringLiteral("stress");
}

Reference reference(const QString &name)
{
    static const QRegularExpression rfc(QStringLiteral("^RFC (\\d+)(?: §([\\d.]+))?$"));
    static const QRegularExpression asvs(QStringLiteral("^ASVS ([\\d.]+)$"));
    static const QRegularExpression wstg(QStringLiteral("^WSTG-([A-Z]+)(?:-\\d+)?$"));
    if (const auto match = rfc.match(name); match.hasMatch()) {
        const QString section = match.captured(2).isEmpty() ? QString() : QStringLiteral("#section-") + match.captured(2);
        return {name, QUrl(QStringLiteral("https://www.rfc-editor.org/rfc/rfc%1.html%2").arg(match.captured(1), section))};
    }
    if (asvs.match(name).hasMatch())
        return {name, QUrl(QStringLiteral("https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en"))};
    if (wstg.match(name).hasMatch())
        return {name, QUrl(QStringLiteral("https://owasp.org/www-project-web-security-testing-guide/v42/4-Web_Application_Security_Testing/"))};
    return {name, {}};
}

} // namespace keyturn::audit
