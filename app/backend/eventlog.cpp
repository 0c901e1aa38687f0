// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/eventlog.h"

#include <QDateTime>
#include <QJsonDocument>

#include <cstdio>

namespace keyturn::backend {

namespace {

QString nameOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Info:
        return QStringLiteral("info");
    case LogLevel::Warning:
        return QStringLiteral("warning");
    case LogLevel::Error:
        break;
    }
    return QStringLiteral("error");
}

} // namespace

void logEvent(LogLevel level, const char *event, const QJsonObject &fields)
{
    QJsonObject line = fields;
    line.insert(QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    line.insert(QStringLiteral("level"), nameOf(level));
    line.insert(QStringLiteral("event"), QString::fromLatin1(event));
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stderr); // one call, so that lines do not mix
}

void qtMessageToLog(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtDebugMsg)
        return;
    const LogLevel level = type == QtInfoMsg ? LogLevel::Info : type == QtWarningMsg ? LogLevel::Warning : LogLevel::Error;
    logEvent(level, "qt",
             {{QStringLiteral("category"), QString::fromLatin1(context.category ? context.category : "")}, {QStringLiteral("message"), message}});
}

} // namespace keyturn::backend
