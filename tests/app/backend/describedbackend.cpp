// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "describedbackend.h"

#include "handoffjourney.h"

#include <QJsonDocument>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");

} // namespace

SentHeaders jsonHeaders(SentHeaders headers)
{
    headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("application/json")));
    return headers;
}

QJsonObject DescribedBackend::registration()
{
    return {{QStringLiteral("email"), QStringLiteral("person%1@example.com").arg(++m_people)},
            {QStringLiteral("password"), password},
            {QStringLiteral("name"), QStringLiteral("Ada")},
            {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
}

Answer DescribedBackend::see(const QByteArray &method, const QByteArray &path, const Answer &answer)
{
    m_seen.insert(method + ' ' + path + ' ' + QByteArray::number(answer.status));
    const QString complaint = m_api.complaint(m_api.operation(method, path), answer);
    if (!complaint.isEmpty())
        m_complaints.append(complaint);
    return answer;
}

Answer DescribedBackend::ask(const QByteArray &method, const QByteArray &path, const SentHeaders &headers, const QJsonObject &body,
                             const QByteArray &at)
{
    const QByteArray target = at.isEmpty() ? path : at;
    return see(method, path,
               method == "GET" || method == "DELETE" ? m_backend->http().send(method, target, headers)
                                                     : m_backend->http().send(method, target, jsonHeaders(headers), QJsonDocument(body).toJson()));
}

DescribedBackend::Person DescribedBackend::person()
{
    const QJsonObject grant = ask("POST", "/api/auth/register", {}, registration()).json();
    const QJsonObject user = grant.value(QStringLiteral("user")).toObject();
    return {text(user, "email"), text(user, "id"), bearer(grant), text(grant, "refreshToken")};
}

QList<DescribedBackend::Probe> DescribedBackend::probes(const ApiDescription::Operation &operation)
{
    const Person somebody = person();
    QJsonObject session = registration();
    session.insert(QStringLiteral("tokenDelivery"), QStringLiteral("session"));
    const QByteArray sid = ask("POST", "/api/auth/register", {}, session).cookie("sid");
    const QJsonObject content = operation.said.value(QStringLiteral("requestBody")).toObject().value(QStringLiteral("content")).toObject();
    const QJsonObject schema = content.value(QStringLiteral("application/json")).toObject().value(QStringLiteral("schema")).toObject();
    QJsonObject numbers{{QStringLiteral("unknown"), 1}};
    for (const QString &name : m_api.resolved(schema).value(QStringLiteral("properties")).toObject().keys())
        numbers.insert(name, 1);
    const SentHeaders broken{{"Authorization", "Bearer nonsense"}};
    return {
        {{}, {}},
        {jsonHeaders({}), "{}"},
        {jsonHeaders(broken), "{}"},
        {jsonHeaders(somebody.bearer), "{"},
        {somebody.bearer + SentHeaders{{"Content-Type", "text/plain"}}, "x"},
        {jsonHeaders({}), "{"},
        {{{"Content-Type", "text/plain"}}, "x"},
        {jsonHeaders(somebody.bearer), QJsonDocument(numbers).toJson()},
        {jsonHeaders({}), QJsonDocument(numbers).toJson()},
        {jsonHeaders({{"Origin", "https://evil.example"}, {"Cookie", "refreshToken=x"}}), "{}"},
        {jsonHeaders({{"Cookie", "sid=" + sid}}), "{}"},
        {jsonHeaders({{"Cookie", "sid=over"}}), "{}"},
        {somebody.bearer, {}, "?unknown=1"},
        {somebody.bearer, {}, "?limit=x"},
        {somebody.bearer + SentHeaders{{"Expect", "nonsense"}}, {}},
        {somebody.bearer + SentHeaders{{"Host", "two.example"}}, {}},
        {somebody.bearer, {}},
    };
}

QStringList DescribedBackend::unseen() const
{
    QStringList unseen;
    for (const ApiDescription::Operation &operation : m_api.operations()) {
        for (const QString &status : operation.said.value(QStringLiteral("responses")).toObject().keys()) {
            const QByteArray one = operation.method + ' ' + operation.path + ' ' + status.toLatin1();
            if (status != QLatin1String("default") && status != QLatin1String("503") && !m_seen.contains(one)) // 503: faults of ours
                unseen.append(QString::fromLatin1(one));
        }
    }
    return unseen;
}

} // namespace keyturn::backend
