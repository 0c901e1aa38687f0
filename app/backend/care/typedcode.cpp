// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/typedcode.h"

#include <QCryptographicHash>
#include <QString>

#include <cstdlib>
#include <liboath/oath.h>

namespace keyturn::backend {

namespace {

constexpr qsizetype codeBytes = 10;
constexpr qsizetype groupLength = 4;

} // namespace

QByteArray base32(QByteArrayView bytes)
{
    char *text = nullptr;
    std::size_t length = 0;
    if (oath_base32_encode(bytes.data(), static_cast<std::size_t>(bytes.size()), &text, &length) != OATH_OK)
        return {};
    QByteArray encoded(text, static_cast<qsizetype>(length));
    core::wipe(text, static_cast<qsizetype>(length));
    std::free(text);
    while (encoded.endsWith('='))
        encoded.chop(1);
    return encoded;
}

core::Secret newTypedCode(core::Random &random)
{
    QByteArray code = base32(random.bytes(codeBytes));
    for (qsizetype at = code.size() - groupLength; at > 0; at -= groupLength)
        code.insert(at, '-');
    return core::Secret::take(std::move(code));
}

QByteArray hashOfTyped(const QString &typed)
{
    QByteArray clean;
    for (const QChar letter : typed) {
        if (letter.isLetterOrNumber())
            clean += letter.toUpper().toLatin1();
    }
    return QCryptographicHash::hash(clean, QCryptographicHash::Sha256);
}

} // namespace keyturn::backend
