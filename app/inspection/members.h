// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>

namespace keyturn::inspection {

/// One member of a JSON object as it stands in the token.
struct Member {
    QString name;
    QJsonValue value;
    QString text; ///< A string without its quotes; anything else as it is written, so that no digit of a long number is lost.
    bool operator==(const Member &) const = default;
};

/// A JSON object whose members keep the order in which they were written.
struct Members {
    QList<Member> list;
    QJsonObject object; ///< The same, to look up.

    [[nodiscard]] QJsonValue value(const QString &name) const { return object.value(name); }
    [[nodiscard]] bool has(const QString &name) const { return object.contains(name); }
    /// Empty where it is absent or no text.
    [[nodiscard]] QString textOf(const QString &name) const { return object.value(name).toString(); }
    bool operator==(const Members &) const = default;
};

/// Errors as core::parseJsonObject()'s.
[[nodiscard]] core::Result<Members> readMembers(QByteArrayView json, qsizetype maxBytes);

} // namespace keyturn::inspection
