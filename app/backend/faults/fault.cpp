// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/fault.h"

#include "backend/optionhelp.h"

#include <QJsonObject>

namespace keyturn::backend {

namespace {

using Kind = Fault::Kind;

struct Row {
    Kind kind;
    const char *name;
    const char *unit; ///< Empty: takes no number.
    qint64 least;
    qint64 most;
    qint64 fallback; ///< Where no number is named.
    const char *description;
};

constexpr qint64 minute = 60'000; // milliseconds
constexpr qint64 year = 366 * 24 * 3600; // seconds

constexpr Row rows[] = {
    {Kind::Latency, "latency", "MS", 0, minute, 1000, "The answer goes out so many milliseconds later (default 1000, at most 60000)."},
    {Kind::DropBefore, "drop-before", "", 0, 0, 0, "The connection is closed and nothing was done."},
    {Kind::DropAfter, "drop-after", "", 0, 0, 0, "All was done, and the connection is closed without an answer."},
    {Kind::ResetBefore, "reset-before", "", 0, 0, 0, "As drop-before, by a reset."},
    {Kind::ResetAfter, "reset-after", "", 0, 0, 0, "As drop-after, by a reset."},
    {Kind::Truncate, "truncate", "BYTES", 0, 1024 * 1024, -1, "So many bytes of the body come (default: half of it), then the connection ends."},
    {Kind::SlowBody, "slow-body", "MS", 0, minute, 100, "The body comes byte by byte, so many milliseconds apart (default 100)."},
    {Kind::BrokenJson, "broken-json", "", 0, 0, 0, "The answer is framed well, and its JSON ends in the middle."},
    {Kind::BadGateway, "bad-gateway", "", 0, 0, 0, "502 with a page of HTML; nothing was done."},
    {Kind::RateLimited, "rate-limited", "S", 0, year, 5, "429 with Retry-After in seconds (default 5); nothing was done."},
    {Kind::Unavailable, "unavailable", "S", 0, year, 5, "503 with Retry-After in seconds (default 5); nothing was done."},
    {Kind::ClockSkew, "clock-skew", "S", -year, year, 3600, "The server's clock is wrong by so many seconds (default 3600) until this is cleared."},
    {Kind::ExpiredToken, "expired-token", "", 0, 0, 0, "The access and ID tokens in the answer have expired."},
    {Kind::UnsignedToken, "unsigned-token", "", 0, 0, 0, "They say alg: none and have no signature."},
    {Kind::ForeignToken, "foreign-token", "", 0, 0, 0, "They are signed by a key that is not the server's."},
    {Kind::LostRotation, "lost-rotation", "", 0, 0, 0, "The refresh token is rotated, and the answer with the new one is lost."},
    {Kind::OldRefreshToken, "old-refresh-token", "", 0, 0, 0, "The refresh token is rotated, and the answer holds the old one."},
    {Kind::RevokedFamily, "revoked-family", "", 0, 0, 0, "The session of the token that the request brought is ended first."},
};

core::Error error(const char *code, const QString &sentence)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), sentence};
}

} // namespace

core::Result<Fault> Fault::parse(const QByteArray &text)
{
    const qsizetype equals = text.indexOf('=');
    const QByteArray name = (equals < 0 ? text : text.left(equals)).trimmed();
    QStringList names;
    for (const Row &row : rows) {
        names.append(QLatin1String(row.name));
        if (name != row.name)
            continue;
        if (equals < 0)
            return Fault{row.kind, row.fallback};
        if (*row.unit == '\0')
            return error("fault_value", QStringLiteral("%1 takes no number.").arg(QLatin1String(row.name)));
        bool number = false;
        const qint64 value = text.mid(equals + 1).trimmed().toLongLong(&number);
        if (!number || value < row.least || value > row.most)
            return error("fault_value",
                         QStringLiteral("%1 takes a whole number from %2 to %3.").arg(QLatin1String(row.name)).arg(row.least).arg(row.most));
        return Fault{row.kind, value};
    }
    return error("fault_unknown", QStringLiteral("There is no such fault; there are %1.").arg(names.join(QLatin1String(", "))));
}

QByteArray Fault::text() const
{
    for (const Row &row : rows) {
        if (row.kind == kind)
            return *row.unit == '\0' || value == row.fallback ? QByteArray(row.name) : QByteArray(row.name) + '=' + QByteArray::number(value);
    }
    return {};
}

core::Result<QList<Fault>> parseFaults(const QByteArray &list)
{
    QList<Fault> faults;
    if (list.trimmed().isEmpty())
        return faults;
    for (const QByteArray &one : list.split(',')) {
        const auto fault = Fault::parse(one.trimmed());
        if (!fault.ok())
            return fault.error();
        faults.append(*fault);
    }
    return faults;
}

QJsonArray availableFaults()
{
    QJsonArray faults;
    for (const Row &row : rows) {
        QJsonObject fault{{QStringLiteral("name"), QLatin1String(row.name)}, {QStringLiteral("about"), QLatin1String(row.description)}};
        if (const QByteArray unit = row.unit; !unit.isEmpty())
            fault.insert(QStringLiteral("value"), QLatin1String(unit == "MS" ? "milliseconds" : unit == "S" ? "seconds" : "bytes"));
        faults.append(fault);
    }
    return faults;
}

QString describeFaults()
{
    QList<std::pair<QString, QString>> lines;
    for (const Row &row : rows)
        lines.append({QLatin1String(row.name) + (*row.unit == '\0' ? QString() : QStringLiteral("=") + QLatin1String(row.unit)),
                      QLatin1String(row.description)});
    return inColumns(lines, 22);
}

} // namespace keyturn::backend
