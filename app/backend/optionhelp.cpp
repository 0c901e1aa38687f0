// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/optionhelp.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace keyturn::backend {

namespace {

constexpr int lineWidth = 80;
constexpr int descriptionColumn = 28;

struct Heading {
    const char *text;
    const char *names; ///< In the order in which they are shown.
};

constexpr std::array headings{
    Heading{"Serving", "port listen public-url tls-cert tls-key allow-origin trusted-proxy ready-file log"},
    Heading{"Tokens and sessions", "mode access-ttl refresh-ttl refresh-grace chain-ttl session-idle session-ttl recent-sign-in signing keys"},
    Heading{"Passwords and mail", "bcrypt-cost verified-email"},
    Heading{"Stores", "data database database-file redis redis-file"},
    Heading{"Limits", "rate-limit"},
    Heading{"Providers",
            "providers provider-clients google-client-id google-client-secret google-client-secret-file google-issuer github-client-id "
            "github-client-secret github-client-secret-file github-url web-redirect"},
    Heading{"Faults, on a loopback address alone", "faults defect list-defects"},
    Heading{"Configuration", "config print-config version help"},
};

/// `-h, --help`, `--port N`
QString synopsis(const QCommandLineOption &option)
{
    QStringList names;
    for (const QString &name : option.names())
        names.append((name.size() == 1 ? QStringLiteral("-") : QStringLiteral("--")) + name);
    return names.join(QLatin1String(", ")) + (option.valueName().isEmpty() ? QString() : u' ' + option.valueName());
}

QString section(const QString &heading, const QList<QCommandLineOption> &options)
{
    QList<std::pair<QString, QString>> rows;
    for (const QCommandLineOption &option : options)
        rows.append({synopsis(option), option.description()});
    return rows.isEmpty() ? QString() : u'\n' + heading + QLatin1String(":\n") + inColumns(rows, descriptionColumn);
}

} // namespace

QString wrapped(const QString &text, int width)
{
    QString lines;
    qsizetype column = 0;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (column > 0 && column + 1 + word.size() > width) {
            lines += u'\n';
            column = 0;
        } else if (column > 0) {
            lines += u' ';
            ++column;
        }
        lines += word;
        column += word.size();
    }
    return lines;
}

QString inColumns(const QList<std::pair<QString, QString>> &rows, int secondColumn)
{
    const QString margin(secondColumn, u' ');
    QString text;
    for (const auto &[word, meaning] : rows) {
        const QString first = QLatin1String("  ") + word;
        const bool fits = first.size() + 2 <= secondColumn;
        text += fits ? first.leftJustified(secondColumn) : first + u'\n' + margin;
        text += wrapped(meaning, lineWidth - secondColumn).replace(u'\n', u'\n' + margin) + u'\n';
    }
    return text;
}

QString optionHelp(const QList<QCommandLineOption> &options)
{
    QList<QCommandLineOption> left = options;
    QString text;
    for (const Heading &heading : headings) {
        QList<QCommandLineOption> below;
        for (const QString &name : QString::fromLatin1(heading.names).split(u' ')) {
            const auto option =
                std::find_if(left.begin(), left.end(), [&](const QCommandLineOption &each) { return each.names().constLast() == name; });
            if (option == left.end())
                continue;
            below.append(*option);
            left.erase(option);
        }
        text += section(QLatin1String(heading.text), below);
    }
    return text + section(QStringLiteral("Others"), left);
}

} // namespace keyturn::backend
