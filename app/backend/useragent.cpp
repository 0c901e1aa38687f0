// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/useragent.h"

#include <QRegularExpression>
#include <QStringList>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxPart = 64;

/// What stands in the first parentheses, split at semicolons.
QStringList commentOf(const QString &header)
{
    const qsizetype open = header.indexOf(u'(');
    const qsizetype close = header.indexOf(u')', open + 1);
    if (open < 0 || close < 0)
        return {};
    QStringList parts;
    for (const QString &part : header.mid(open + 1, close - open - 1).split(u';', Qt::SkipEmptyParts))
        parts.append(part.trimmed().left(maxPart));
    return parts;
}

/// The version of `name/version` in @p header, where that product is in it.
bool product(const QString &header, const QString &name, UserAgent &agent, const QString &shown)
{
    const qsizetype at = header.indexOf(name + u'/');
    if (at < 0)
        return false;
    agent.app = shown;
    agent.version = header.mid(at + name.size() + 1).section(u' ', 0, 0).left(maxPart);
    return true;
}

QString browserSystem(const QStringList &comment)
{
    const QString all = comment.join(u';');
    const struct {
        const char *mark;
        const char *name;
    } systems[] = {{"Android", "Android"}, {"iPhone", "iOS"}, {"iPad", "iPadOS"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};
    for (const auto &system : systems) {
        if (all.contains(QLatin1String(system.mark)))
            return QString::fromLatin1(system.name);
    }
    return {};
}

} // namespace

UserAgent parseUserAgent(const QString &header)
{
    UserAgent agent;
    const QStringList comment = commentOf(header);
    if (header.startsWith(QLatin1String("Mozilla/"))) {
        agent.system = browserSystem(comment);
        const bool known = product(header, QStringLiteral("Edg"), agent, QStringLiteral("Edge"))
            || product(header, QStringLiteral("Firefox"), agent, QStringLiteral("Firefox"))
            || product(header, QStringLiteral("Chrome"), agent, QStringLiteral("Chrome"))
            || product(header, QStringLiteral("Version"), agent, QStringLiteral("Safari"));
        if (!known)
            agent.app = QStringLiteral("Mozilla");
        return agent;
    }
    static const QRegularExpression first(QStringLiteral("^([^\\s/()]{1,64})(?:/([^\\s()]{1,64}))?"));
    const QRegularExpressionMatch match = first.match(header);
    agent.app = match.captured(1);
    agent.version = match.captured(2);
    // Ours names the family first and then the system itself; a single part is all there is to know.
    if (!comment.isEmpty())
        agent.system = comment.size() > 1 ? comment.at(1) : comment.at(0);
    return agent;
}

} // namespace keyturn::backend
