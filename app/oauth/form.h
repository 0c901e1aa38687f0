// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

namespace keyturn::oauth {

/// The fields of an `application/x-www-form-urlencoded` text, which a callback's query is as well (RFC 6749 Appendix B). Decoded strictly: a lone
/// percent sign or invalid UTF-8 makes a field broken rather than something else. Control characters come as they are.
class Form
{
public:
    /// At most @p maxFields are read; more make the form broken as a whole.
    [[nodiscard]] static Form read(QByteArrayView encoded, qsizetype maxFields = 64);

    [[nodiscard]] bool isBroken() const { return m_broken; } ///< Too many fields, or a name that cannot be decoded.
    [[nodiscard]] QStringList names() const { return m_fields.keys(); }
    [[nodiscard]] bool has(const QString &name) const { return m_fields.contains(name); }
    [[nodiscard]] bool isDoubled(const QString &name) const { return m_fields.value(name).size() > 1; }
    /// The first field of that name; nullopt where there is none or where its value is broken.
    [[nodiscard]] std::optional<QString> value(const QString &name) const;

private:
    QHash<QString, QList<std::optional<QString>>> m_fields;
    bool m_broken = false;
};

struct FormField {
    QByteArray name;
    core::Secret value;
};

/// The other way: a body to post. Everything but unreserved characters is percent-encoded, so that no `+` or `%` of a token changes on its way.
[[nodiscard]] core::Secret writeForm(const QList<FormField> &fields);

} // namespace keyturn::oauth
