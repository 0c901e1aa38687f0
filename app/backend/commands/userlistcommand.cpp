// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/command.h"
#include "backend/credentials.h"
#include "backend/users/userjson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

namespace keyturn::backend {

namespace {

constexpr int atATime = 500;
constexpr qsizetype widest = 40;

QList<QCommandLineOption> options()
{
    return {{QStringLiteral("json"), QStringLiteral("One JSON document, for programs.")}};
}

core::Result<QList<UserRecord>> everybody(UserStore &users)
{
    QList<UserRecord> all;
    Page page{std::nullopt, atATime};
    do {
        auto some = users.list(page);
        if (!some.ok())
            return some.error();
        all += some->items;
        page.after = some->next;
    } while (page.after);
    return all;
}

QByteArray jsonOf(const QList<UserRecord> &records)
{
    QJsonArray list;
    for (const UserRecord &record : records)
        list.append(toJson(record));
    return QJsonDocument(QJsonObject{{QStringLiteral("users"), list}}).toJson();
}

/// Columns as wide as what stands in them, up to where one long name would push the rest off the terminal.
QByteArray tableOf(const QList<UserRecord> &records)
{
    QList<QStringList> rows{
        {QStringLiteral("E-MAIL"), QStringLiteral("NAME"), QStringLiteral("ROLE"), QStringLiteral("SINCE"), QStringLiteral("STATE")}};
    for (const UserRecord &record : records)
        rows.append({limitedText(record.user.email, 254), limitedText(record.user.name, 100), record.user.role,
                     isoText(record.user.createdAt).left(10), record.disabledAt ? QStringLiteral("disabled") : QStringLiteral("active")});
    QList<qsizetype> widths(rows.constFirst().size(), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::min(std::max(widths[i], row[i].size()), widest);
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row[i].leftJustified(widths[i] + 2);
        text += line.trimmed() + u'\n';
    }
    return text.toUtf8();
}

int run(const CommandContext &context)
{
    const auto records = everybody(context.users);
    if (!records.ok())
        return complain(records.error());
    const QByteArray text = context.parser.isSet(QStringLiteral("json")) ? jsonOf(*records) : tableOf(*records);
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    return exitstatus::done;
}

} // namespace

const Command userList{"list", "", 0, "Show everybody, in the order in which they came.", options, run};

} // namespace keyturn::backend
