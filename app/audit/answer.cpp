// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/answer.h"

#include "backendapi/replyreader.h"

namespace keyturn::audit {

QByteArrayList Answer::headers(QByteArrayView name) const
{
    QByteArrayList values;
    for (const net::Header &header : response.headers) {
        if (name.compare(header.name, Qt::CaseInsensitive) == 0)
            values.append(header.value);
    }
    return values;
}

QJsonValue Answer::json() const
{
    const core::Result<QJsonValue> read = backendapi::jsonOf(response);
    return read.ok() ? *read : QJsonValue(QJsonValue::Undefined);
}

QString Answer::text() const
{
    return QString::fromUtf8(response.body.reveal());
}

QString Answer::told() const
{
    if (status != 0)
        return QString::number(status);
    return QStringLiteral("no answer (%1)").arg(failure ? failure->code : QStringLiteral("not sent"));
}

} // namespace keyturn::audit
