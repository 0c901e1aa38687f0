// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"

#include <QRandomGenerator>

#include <cstring>
#include <vector>

namespace keyturn::core {

QByteArray SystemRandom::bytes(qsizetype count)
{
    std::vector<quint32> words(static_cast<std::size_t>((count + 3) / 4));
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    QByteArray result(count, Qt::Uninitialized);
    if (count > 0)
        std::memcpy(result.data(), words.data(), static_cast<std::size_t>(count));
    return result;
}

QByteArray randomToken(Random &random, qsizetype byteCount)
{
    return random.bytes(byteCount).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

double randomFraction(Random &random)
{
    quint32 word = 0;
    const QByteArray bytes = random.bytes(sizeof word);
    std::memcpy(&word, bytes.constData(), sizeof word);
    return word / 4294967296.0;
}

} // namespace keyturn::core
