// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/form.h"

namespace keyturn::oauth {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<QString> decode(QByteArrayView encoded)
{
    QByteArray bytes;
    bytes.reserve(encoded.size());
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        char c = encoded[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            const int high = i + 2 < encoded.size() ? hexDigit(encoded[i + 1]) : -1;
            const int low = high < 0 ? -1 : hexDigit(encoded[i + 2]);
            if (low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        bytes += c;
    }
    if (!QByteArrayView(bytes).isValidUtf8())
        return std::nullopt;
    const QString text = QString::fromUtf8(bytes);
    core::wipe(bytes);
    return text;
}

} // namespace

Form Form::read(QByteArrayView encoded, qsizetype maxFields)
{
    Form form;
    qsizetype count = 0;
    for (qsizetype at = 0; at < encoded.size();) {
        qsizetype end = encoded.indexOf('&', at);
        if (end < 0)
            end = encoded.size();
        const QByteArrayView field = encoded.sliced(at, end - at);
        at = end + 1;
        if (field.isEmpty())
            continue;
        if (++count > maxFields) {
            form.m_broken = true;
            break;
        }
        const qsizetype equals = field.indexOf('=');
        const std::optional<QString> name = decode(equals < 0 ? field : field.first(equals));
        const std::optional<QString> value = equals < 0 ? QString() : decode(field.sliced(equals + 1));
        if (name)
            form.m_fields[*name].append(value);
        else
            form.m_broken = true;
    }
    return form;
}

std::optional<QString> Form::value(const QString &name) const
{
    const auto found = m_fields.constFind(name);
    return found == m_fields.constEnd() ? std::nullopt : found->constFirst();
}

core::Secret writeForm(const QList<FormField> &fields)
{
    QByteArray body;
    qsizetype size = 0;
    for (const FormField &field : fields)
        size += (field.name.size() + field.value.size()) * 3 + 2;
    body.reserve(size); // so that no reallocation leaves a copy of a token behind
    for (const FormField &field : fields) {
        if (!body.isEmpty())
            body += '&';
        QByteArray value = field.value.reveal().toByteArray();
        QByteArray encoded = value.toPercentEncoding();
        body += field.name.toPercentEncoding() + '=' + encoded;
        core::wipe(value);
        core::wipe(encoded);
    }
    return core::Secret::take(std::move(body));
}

} // namespace keyturn::oauth
