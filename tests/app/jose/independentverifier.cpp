// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "independentverifier.h"

#include <QJsonDocument>

#include <jansson.h>

#include <memory>

extern "C" { // which its headers do not say themselves
#include <jose/jws.h>
}

namespace keyturn::tests {

namespace {

struct Drop {
    void operator()(json_t *json) const { json_decref(json); }
};
using Json = std::unique_ptr<json_t, Drop>;

Json parsed(const QJsonObject &object)
{
    return Json(json_loads(QJsonDocument(object).toJson(QJsonDocument::Compact).constData(), 0, nullptr));
}

} // namespace

bool holdsForJose(const QByteArray &compact, const QJsonObject &publicKey)
{
    const QByteArrayList parts = compact.split('.');
    if (parts.size() != 3)
        return false;
    const Json jws = parsed({{QStringLiteral("protected"), QString::fromLatin1(parts.at(0))},
                             {QStringLiteral("payload"), QString::fromLatin1(parts.at(1))},
                             {QStringLiteral("signature"), QString::fromLatin1(parts.at(2))}});
    const Json key = parsed(publicKey);
    return jws && key && jose_jws_ver(nullptr, jws.get(), nullptr, key.get(), false);
}

} // namespace keyturn::tests
