// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QJsonValue>

namespace keyturn::console {

/// Values as a schema of an OpenAPI document describes them (JSON Schema 2020-12, and its kin of OpenAPI 3.0 and Swagger 2.0): what it gives as an
/// example, its default, its first permitted value; else a text that says what belongs there. Takes a bounded time for any document.
class SchemaExamples
{
public:
    /// @p root: the whole document, which `$ref` is followed within.
    explicit SchemaExamples(QJsonObject root) : m_root(std::move(root)) { }

    /// @p object, or what its `$ref` leads to; empty where that leads nowhere, or in circles.
    [[nodiscard]] QJsonObject resolved(const QJsonValue &object) const;
    /// A value of @p schema, which is called @p name where it is used; undefined where it grows longer than anybody would begin with.
    [[nodiscard]] QJsonValue valueOf(const QJsonValue &schema, const QString &name = {});

private:
    [[nodiscard]] QJsonValue make(const QJsonValue &schema, const QString &name, int depth);
    [[nodiscard]] QJsonValue makeObject(const QJsonObject &schema, int depth);
    [[nodiscard]] QJsonValue makeAll(const QJsonObject &schema, const QString &name, int depth);

    /// Whether so many more characters may be put in.
    [[nodiscard]] bool take(qsizetype characters);
    [[nodiscard]] bool takeValue(const QJsonValue &value);

    QJsonObject m_root;
    qsizetype m_charactersLeft = 0; ///< Of this example.
    qsizetype m_allLeft = 20 * 1024 * 1024; ///< Of all that were asked for, in characters that were looked at.
    int m_left = 0; ///< Values that this example may still have.
};

} // namespace keyturn::console
