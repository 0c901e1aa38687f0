// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/formdata.h"

#include <QStringDecoder>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxParameters = 64;

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::optional<QString> decoded(QByteArray text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && (i + 2 >= text.size() || !isHex(text[i + 1]) || !isHex(text[i + 2])))
            return std::nullopt;
    }
    const QByteArray bytes = QByteArray::fromPercentEncoding(text.replace('+', ' '));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString value = decoder(bytes);
    if (decoder.hasError() || value.contains(QChar(0)))
        return std::nullopt;
    return value;
}

} // namespace

std::optional<FormData> FormData::parse(const QByteArray &text)
{
    FormData form;
    if (text.isEmpty())
        return form;
    if (text.count('&') >= maxParameters)
        return std::nullopt;
    for (const QByteArray &pair : text.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const std::optional<QString> name = decoded(equals < 0 ? pair : pair.left(equals));
        const std::optional<QString> value = decoded(equals < 0 ? QByteArray() : pair.mid(equals + 1));
        if (!name || !value || form.has(*name))
            return std::nullopt;
        form.m_values.insert(*name, *value);
    }
    return form;
}

QByteArray FormData::toEncoded() const
{
    QByteArray text;
    for (auto it = m_values.cbegin(); it != m_values.cend(); ++it) {
        if (!text.isEmpty())
            text += '&';
        text += it.key().toUtf8().toPercentEncoding() + '=' + it.value().toUtf8().toPercentEncoding();
    }
    return text;
}

} // namespace keyturn::backend
