// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/openapi/openapiroute.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::backend {

namespace {

/// As it stands in the file.
constexpr auto exampleServer = R"("http://127.0.0.1:8789")";

/// As a JSON string.
QByteArray quoted(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

/// The text is not parsed and written anew: that would sort its members, and people read it too.
QByteArray description(const QString &url)
{
    QFile file(QStringLiteral(":/keyturn/openapi/openapi.json"));
    const bool embedded = file.open(QIODevice::ReadOnly);
    Q_ASSERT(embedded);
    return embedded ? file.readAll().replace(exampleServer, quoted(url)) : QByteArray("{}");
}

} // namespace

void addOpenApiRoute(Router &router, const QString &url)
{
    router.add("GET", "/openapi.json", [text = description(url)](const Call &, const Replier &reply) {
        reply({200, {{"Content-Type", "application/json"}}, text});
    });
}

} // namespace keyturn::backend
