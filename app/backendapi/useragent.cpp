// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/useragent.h"

#include <QRegularExpression>

#include <array>

namespace keyturn::backendapi {

namespace {

struct Word {
    const char *token; ///< As it stands in the agent.
    const char *name; ///< As people know it.
};

// The first that fits counts: every later one stands in the agents of those before it, too.
constexpr std::array browsers{Word{"Edg", "Edge"},        Word{"OPR", "Opera"},     Word{"SamsungBrowser", "Samsung Internet"},
                              Word{"Firefox", "Firefox"}, Word{"FxiOS", "Firefox"}, Word{"CriOS", "Chrome"},
                              Word{"Chrome", "Chrome"},   Word{"Version", "Safari"}};
constexpr std::array systems{Word{"Android", "Android"}, Word{"iPhone", "iOS"},     Word{"iPad", "iPadOS"},     Word{"CrOS", "ChromeOS"},
                             Word{"Windows", "Windows"}, Word{"Mac OS X", "macOS"}, Word{"Macintosh", "macOS"}, Word{"Linux", "Linux"}};

constexpr qsizetype longestPart = 60;

} // namespace

UserAgent readUserAgent(const QString &agent)
{
    static const QRegularExpression product(QStringLiteral("^([A-Za-z][A-Za-z0-9 ._-]*)(?:/([0-9A-Za-z.+-]+))?"));
    UserAgent told;
    if (agent.startsWith(QLatin1String("Mozilla/"))) {
        for (const Word &browser : browsers) {
            const QRegularExpression one(QStringLiteral("\\b%1[A-Za-z]*/([0-9]+)").arg(QLatin1String(browser.token)));
            if (const QRegularExpressionMatch match = one.match(agent); match.hasMatch()) {
                told.app = QString::fromLatin1(browser.name);
                told.appVersion = match.captured(1);
                break;
            }
        }
    } else if (const QRegularExpressionMatch match = product.match(agent); match.hasMatch()) {
        told.app = match.captured(1).trimmed().left(longestPart);
        told.appVersion = match.captured(2).left(longestPart);
    }
    for (const Word &system : systems) {
        if (agent.contains(QLatin1String(system.token))) {
            told.system = QString::fromLatin1(system.name);
            break;
        }
    }
    return told;
}

} // namespace keyturn::backendapi
