// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/requestreport.h"

#include "cli/table.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

namespace keyturn::cli {

namespace {

using std::chrono::milliseconds;

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("RequestCommand", text, nullptr, n);
}

QString inMilliseconds(milliseconds span)
{
    return tr("%1 ms").arg(span.count());
}

void insertMoment(QJsonObject &json, const char *name, milliseconds moment)
{
    if (moment.count() >= 0)
        json.insert(QLatin1String(name), qint64(moment.count()));
}

QJsonObject draftJson(const console::Draft &draft)
{
    QJsonObject json{{QStringLiteral("method"), QString::fromLatin1(draft.method)}, {QStringLiteral("url"), draft.address}};
    QJsonArray blanks;
    for (const console::Blank &blank : console::blanksOf(draft))
        blanks.append(blankWords(blank));
    if (!blanks.isEmpty())
        json.insert(QStringLiteral("blanks"), blanks);
    return json;
}

QString timeJson(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

} // namespace

QString noteSentence(const console::CurlNote &note)
{
    using K = console::CurlNote::Kind;
    switch (note.kind) {
    case K::CredentialsLeftOut:
        return tr("%1 was left out: the account's own credentials are sent.").arg(note.what);
    case K::CertificatesAreChecked:
        return tr("%1 was left out: certificates are always checked.").arg(note.what);
    case K::RedirectsAreNotFollowed:
        return tr("%1 was left out: redirects are shown and not followed.").arg(note.what);
    case K::FramingLeftOut:
        return tr("The header %1 was left out: Keyturn sets it itself.").arg(note.what);
    case K::OptionLeftOut:
        return tr("%1 was left out: it means nothing here.").arg(note.what);
    case K::OptionUnknown:
        return tr("%1 was left out: it is not known here.").arg(note.what);
    case K::FurtherAddressLeftOut:
        return tr("Only the first address is sent to; the others were left out.");
    }
    return {};
}

QString blankWords(const console::Blank &blank)
{
    switch (blank.place) {
    case console::Blank::Place::Address:
        return tr("the address");
    case console::Blank::Place::Header:
        return tr("the header %1").arg(blank.name);
    case console::Blank::Place::Field:
        return tr("the field %1").arg(blank.name);
    case console::Blank::Place::Body:
        return tr("the body");
    }
    return {};
}

QString timingText(const console::Answer &answer)
{
    QList<QStringList> rows{{tr("since the start"), {}}};
    const auto row = [&rows](const QString &what, milliseconds moment) {
        if (moment.count() >= 0)
            rows.append({what, inMilliseconds(moment)});
    };
    row(tr("name looked up"), answer.timing.lookup);
    row(tr("connecting"), answer.timing.connecting);
    row(tr("connected"), answer.timing.connected);
    row(tr("TLS stands"), answer.timing.encrypted);
    row(tr("request sent"), answer.timing.sent);
    row(tr("first byte"), answer.timing.firstByte);
    row(tr("total"), answer.timing.total);
    rows.append({tr("body"), tr("%n byte(s)", int(answer.bodyBytes))});
    QString text = alignedTable(rows);
    if (answer.lostSendings > 0)
        text += u'\n' + tr("The connection closed before an answer %n time(s); the request was sent again.", answer.lostSendings);
    return text;
}

QJsonObject answerJson(const console::Answer &answer)
{
    QJsonArray headers;
    for (const net::Header &header : answer.headers)
        headers.append(
            QJsonObject{{QStringLiteral("name"), QString::fromLatin1(header.name)}, {QStringLiteral("value"), QString::fromUtf8(header.value)}});
    QJsonObject timing;
    insertMoment(timing, "lookupMs", answer.timing.lookup);
    insertMoment(timing, "connectingMs", answer.timing.connecting);
    insertMoment(timing, "connectedMs", answer.timing.connected);
    insertMoment(timing, "encryptedMs", answer.timing.encrypted);
    insertMoment(timing, "sentMs", answer.timing.sent);
    insertMoment(timing, "firstByteMs", answer.timing.firstByte);
    insertMoment(timing, "totalMs", answer.timing.total);
    QJsonObject json{{QStringLiteral("url"), answer.url.toString(QUrl::FullyEncoded)},
                     {QStringLiteral("startedAt"), timeJson(answer.startedAt)},
                     {QStringLiteral("status"), answer.status},
                     {QStringLiteral("headers"), headers},
                     {QStringLiteral("bodyBytes"), answer.bodyBytes},
                     {QStringLiteral("cut"), answer.isCut},
                     {QStringLiteral("timing"), timing}};
    if (answer.lostSendings > 0)
        json.insert(QStringLiteral("lostSendings"), answer.lostSendings);
    if (answer.failure)
        json.insert(QStringLiteral("failure"), answer.failure->code);
    if (answer.body.isEmpty())
        return {{QStringLiteral("answer"), json}};
    const QByteArrayView body = answer.body.reveal();
    if (body.isValidUtf8())
        json.insert(QStringLiteral("body"), QString::fromUtf8(body));
    else
        json.insert(QStringLiteral("bodyBase64"), QString::fromLatin1(body.toByteArray().toBase64()));
    return {{QStringLiteral("answer"), json}};
}

QString volleyText(const composition::CountedVolley &counted)
{
    QList<QStringList> rows{{tr("answer"), tr("requests")}};
    const QMap<QString, int> outcomes = counted.volley.outcomes();
    for (auto it = outcomes.begin(); it != outcomes.end(); ++it)
        rows.append({it.key(), QString::number(it.value())});
    rows.append({tr("median"), inMilliseconds(counted.volley.median())});
    rows.append({tr("slowest"), inMilliseconds(counted.volley.slowest())});
    rows.append({tr("all of them"), inMilliseconds(counted.volley.total())});
    return alignedTable(rows) + u'\n' + tr("%n request(s)", int(counted.volley.shots.size())) + QLatin1String(", ")
        + tr("%n refresh(es)", counted.refreshes);
}

QJsonObject volleyJson(const composition::CountedVolley &counted)
{
    QJsonObject outcomes;
    const QMap<QString, int> counts = counted.volley.outcomes();
    for (auto it = counts.begin(); it != counts.end(); ++it)
        outcomes.insert(it.key(), it.value());
    QJsonArray shots;
    for (const console::Shot &shot : counted.volley.shots) {
        QJsonObject one{{QStringLiteral("startedMs"), qint64(shot.started.count())}, {QStringLiteral("durationMs"), qint64(shot.duration.count())}};
        if (shot.status > 0)
            one.insert(QStringLiteral("status"), shot.status);
        else
            one.insert(QStringLiteral("failure"), shot.failure);
        shots.append(one);
    }
    return {{QStringLiteral("volley"),
             QJsonObject{{QStringLiteral("requests"), counted.volley.shots.size()},
                         {QStringLiteral("refreshes"), counted.refreshes},
                         {QStringLiteral("outcomes"), outcomes},
                         {QStringLiteral("medianMs"), qint64(counted.volley.median().count())},
                         {QStringLiteral("slowestMs"), qint64(counted.volley.slowest().count())},
                         {QStringLiteral("totalMs"), qint64(counted.volley.total().count())},
                         {QStringLiteral("shots"), shots}}}};
}

QString endpointsText(const QList<console::Endpoint> &endpoints)
{
    QList<QStringList> rows{{tr("method"), tr("path"), tr("what for")}};
    for (const console::Endpoint &endpoint : endpoints)
        rows.append({QString::fromLatin1(endpoint.method), printable(endpoint.path), printable(endpoint.summary)});
    return alignedTable(rows);
}

QJsonObject endpointsJson(const QList<console::Endpoint> &endpoints)
{
    QJsonArray list;
    for (const console::Endpoint &endpoint : endpoints) {
        QJsonObject one{{QStringLiteral("method"), QString::fromLatin1(endpoint.method)},
                        {QStringLiteral("path"), endpoint.path},
                        {QStringLiteral("source"),
                         endpoint.source == console::Endpoint::Source::Profile ? QStringLiteral("profile") : QStringLiteral("openapi")}};
        const auto insert = [&one](const char *name, const QString &text) {
            if (!text.isEmpty())
                one.insert(QLatin1String(name), text);
        };
        insert("summary", endpoint.summary);
        insert("contentType", QString::fromLatin1(endpoint.contentType));
        insert("example", QString::fromUtf8(endpoint.example));
        list.append(one);
    }
    return {{QStringLiteral("endpoints"), list}};
}

QString pastText(const QList<console::PastRequest> &past, const QList<console::SavedRequest> &saved)
{
    QList<QStringList> rows{{tr("when"), tr("name"), tr("method"), tr("address"), tr("answer"), tr("took")}};
    const QLocale locale;
    for (const console::SavedRequest &request : saved)
        rows.append({locale.toString(request.at.toLocalTime(), QLocale::ShortFormat),
                     printable(request.name),
                     QString::fromLatin1(request.draft.method),
                     printable(request.draft.address),
                     {},
                     {}});
    for (const console::PastRequest &request : past)
        rows.append({locale.toString(request.at.toLocalTime(), QLocale::ShortFormat),
                     {},
                     QString::fromLatin1(request.draft.method),
                     printable(request.draft.address),
                     request.status > 0 ? QString::number(request.status) : request.failure,
                     inMilliseconds(request.duration)});
    return alignedTable(rows);
}

QJsonObject pastJson(const QList<console::PastRequest> &past, const QList<console::SavedRequest> &saved)
{
    QJsonArray sent;
    for (const console::PastRequest &request : past) {
        QJsonObject one = draftJson(request.draft);
        one.insert(QStringLiteral("at"), timeJson(request.at));
        one.insert(QStringLiteral("account"), request.account);
        one.insert(QStringLiteral("durationMs"), qint64(request.duration.count()));
        one.insert(QStringLiteral("bodyBytes"), request.bodyBytes);
        if (request.status > 0)
            one.insert(QStringLiteral("status"), request.status);
        else
            one.insert(QStringLiteral("failure"), request.failure);
        sent.append(one);
    }
    QJsonArray kept;
    for (const console::SavedRequest &request : saved) {
        QJsonObject one = draftJson(request.draft);
        one.insert(QStringLiteral("name"), request.name);
        one.insert(QStringLiteral("at"), timeJson(request.at));
        kept.append(one);
    }
    return {{QStringLiteral("requests"), sent}, {QStringLiteral("saved"), kept}};
}

} // namespace keyturn::cli
