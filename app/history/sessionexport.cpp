// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/sessionexport.h"

#include "history/csv.h"

#include <QJsonDocument>
#include <QSaveFile>
#include <QThreadPool>

namespace keyturn::history {

namespace {

/// By name, in the order of the columns.
QList<std::pair<QString, QString>> cellsOf(const KnownSession &known)
{
    const model::Session &session = known.session;
    return {{QStringLiteral("label"), known.label},
            {QStringLiteral("device"), session.device},
            {QStringLiteral("app"), session.app},
            {QStringLiteral("appVersion"), session.appVersion},
            {QStringLiteral("system"), session.system},
            {QStringLiteral("ip"), session.ip},
            {QStringLiteral("place"), session.place},
            {QStringLiteral("createdAt"), exportTime(session.createdAt)},
            {QStringLiteral("lastUsedAt"), exportTime(session.lastUsedAt)},
            {QStringLiteral("expiresAt"), exportTime(session.expiresAt)},
            {QStringLiteral("endedAt"), exportTime(session.endedAt)},
            {QStringLiteral("cause"), session.cause}};
}

core::Result<qint64> write(const QList<KnownSession> &sessions, ExportFormat format, const QString &path)
{
    QSaveFile file(path);
    const auto failure = [&file] { return core::Error{core::ErrorKind::Storage, QStringLiteral("export_failed"), file.errorString()}; };
    if (!file.open(QIODevice::WriteOnly))
        return failure();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    const bool csv = format == ExportFormat::Csv;
    file.write(csv ? sessionCsvHeader() + "\r\n" : QByteArray("{\"sessions\":["));
    for (qsizetype i = 0; i < sessions.size(); ++i) {
        if (csv)
            file.write(toCsv(sessions.at(i)) + "\r\n");
        else
            file.write((i > 0 ? QByteArray(",\n") : QByteArray("\n")) + QJsonDocument(toJson(sessions.at(i))).toJson(QJsonDocument::Compact));
    }
    if (!csv)
        file.write("\n]}\n");
    if (!file.commit()) // which tells whether all went well
        return failure();
    return qint64(sessions.size());
}

} // namespace

QByteArray sessionCsvHeader()
{
    QStringList names;
    for (const auto &[name, value] : cellsOf({}))
        names += name;
    return csvLine(names + QStringList{QStringLiteral("current"), QStringLiteral("new")});
}

QByteArray toCsv(const KnownSession &known)
{
    const auto word = [](bool value) { return value ? QStringLiteral("true") : QStringLiteral("false"); };
    QStringList cells;
    for (const auto &[name, value] : cellsOf(known))
        cells += value;
    return csvLine(cells + QStringList{word(known.session.current), word(known.isNew)});
}

QJsonObject toJson(const KnownSession &known)
{
    QJsonObject object{{QStringLiteral("current"), known.session.current}, {QStringLiteral("new"), known.isNew}};
    for (const auto &[name, value] : cellsOf(known)) {
        if (!value.isEmpty())
            object.insert(name, value);
    }
    return object;
}

core::Async<qint64> exportSessions(const QList<KnownSession> &sessions, ExportFormat format, const QString &path)
{
    const core::Promise<qint64> promise;
    QThreadPool::globalInstance()->start([promise, sessions, format, path] { promise.finish(write(sessions, format, path)); });
    return promise.future();
}

} // namespace keyturn::history
