// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <optional>

namespace keyturn::backend {

/// The parameters of a query or of an application/x-www-form-urlencoded body, decoded.
class FormData
{
public:
    FormData() = default;

    /// Nothing where @p text has more than 64 parameters, invalid percent-encoding or UTF-8, a NUL, or a parameter twice: RFC 6749 §3.1 and §3.2
    /// forbid repeats, and which one would count is anybody's guess.
    [[nodiscard]] static std::optional<FormData> parse(const QByteArray &text);

    [[nodiscard]] bool has(const QString &name) const { return m_values.contains(name); }
    /// Empty when absent: RFC 6749 §3.1 treats a parameter without a value as omitted.
    [[nodiscard]] QString value(const QString &name) const { return m_values.value(name); }
    [[nodiscard]] qsizetype size() const { return m_values.size(); }
    void set(const QString &name, const QString &value) { m_values.insert(name, value); }
    void remove(const QString &name) { m_values.remove(name); }

    /// Encoded again, fit for a query and for a form body.
    [[nodiscard]] QByteArray toEncoded() const;

private:
    QMap<QString, QString> m_values;
};

} // namespace keyturn::backend
