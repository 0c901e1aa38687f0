// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

namespace keyturn::core {

/// Reads one JSON object. Refused before anything is allocated: more than @p maxBytes, nesting deeper than 64. Refused as well: anything
/// but an object, invalid UTF-8, an object that names a member twice (RFC 8259 §4: which one counts is anybody's guess).
/// Errors are BadReply with code `json_too_large`, `json_too_deep`, `json_duplicate_member`, `json_invalid`; none of them quotes the input.
/// @p problemAt, where it is given, becomes the byte that an error is about.
[[nodiscard]] Result<QJsonObject> parseJsonObject(QByteArrayView text, qsizetype maxBytes, qsizetype *problemAt = nullptr);
/// The same for a document whose root may be an array.
[[nodiscard]] Result<QJsonDocument> parseJson(QByteArrayView text, qsizetype maxBytes, qsizetype *problemAt = nullptr);

/// The same for a document whose root may be any value (RFC 8259 §2), a bare text for instance.
[[nodiscard]] Result<QJsonValue> parseJsonValue(QByteArrayView text, qsizetype maxBytes);

/// The value at @p pointer (RFC 6901; "" is the whole), or Undefined.
[[nodiscard]] QJsonValue atPointer(const QJsonValue &root, const QString &pointer);

/// A copy of @p root in which @p pointer holds @p value; missing objects on the way are made.
[[nodiscard]] QJsonObject withPointer(QJsonObject root, const QString &pointer, const QJsonValue &value);

} // namespace keyturn::core
