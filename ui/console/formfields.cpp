// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/formfields.h"

namespace keyturn::ui::console {

using keyturn::console::BodyKind;
using keyturn::console::FormField;

QList<Pair> pairsOf(const QList<FormField> &fields, BodyKind kind)
{
    QList<Pair> pairs;
    for (const FormField &field : fields) {
        const bool isMarked = kind == BodyKind::Multipart && (field.isFile || field.value.startsWith(u'@'));
        pairs += {field.name, isMarked ? u'@' + field.value : field.value};
    }
    return pairs;
}

QList<FormField> fieldsOf(const QList<Pair> &pairs, BodyKind kind)
{
    QList<FormField> fields;
    for (const Pair &pair : pairs) {
        const bool isMarked = kind == BodyKind::Multipart && pair.value.startsWith(u'@');
        fields += {pair.name, isMarked ? pair.value.mid(1) : pair.value, isMarked && !pair.value.startsWith(QLatin1String("@@"))};
    }
    return fields;
}

QList<Pair> pairsOf(const QList<net::Header> &headers)
{
    QList<Pair> pairs;
    for (const net::Header &header : headers)
        pairs += {QString::fromUtf8(header.name), QString::fromUtf8(header.value)};
    return pairs;
}

QList<net::Header> headersOf(const QList<Pair> &pairs)
{
    QList<net::Header> headers;
    for (const Pair &pair : pairs)
        headers += {pair.name.trimmed().toUtf8(), pair.value.trimmed().toUtf8()};
    return headers;
}

} // namespace keyturn::ui::console
