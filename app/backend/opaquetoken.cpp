// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/opaquetoken.h"

#include "backend/digest.h"

namespace keyturn::backend {

namespace {

constexpr qsizetype tokenBytes = 32;
constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors;

QByteArray masked(const core::Secret &predecessor, QByteArray bytes)
{
    QByteArray mask = hmacSha256(predecessor.reveal(), "successor");
    for (qsizetype i = 0; i < tokenBytes; ++i)
        bytes[i] = static_cast<char>(bytes[i] ^ mask[i]);
    core::wipe(mask);
    return bytes;
}

} // namespace

core::Secret newOpaqueToken(core::Random &random, QByteArrayView prefix)
{
    QByteArray token = core::randomToken(random, tokenBytes);
    token.prepend(prefix);
    return core::Secret::take(std::move(token));
}

QByteArray hashOf(const core::Secret &token)
{
    return sha256(token.reveal());
}

QByteArray sealSuccessor(const core::Secret &predecessor, const core::Secret &successor)
{
    const QByteArray bytes = QByteArray::fromBase64(successor.reveal().toByteArray(), base64Url);
    return bytes.size() == tokenBytes ? masked(predecessor, bytes) : QByteArray();
}

core::Secret openSuccessor(const core::Secret &predecessor, const QByteArray &sealed)
{
    if (sealed.size() != tokenBytes)
        return {};
    return core::Secret::take(masked(predecessor, sealed).toBase64(base64Url));
}

QString newId(core::Random &random)
{
    return QString::fromLatin1(random.bytes(16).toHex());
}

} // namespace keyturn::backend
