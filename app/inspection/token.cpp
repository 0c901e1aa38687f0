// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/token.h"

#include <QJsonArray>

namespace keyturn::inspection {

namespace {

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

core::Error refused(const char *code, const QString &detail = {})
{
    return {core::ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

/// One spelling per value: no padding, unused bits zero (RFC 7515 §2, FAULTS 89).
std::optional<QByteArray> decoded(const QByteArray &text)
{
    const auto result = QByteArray::fromBase64Encoding(text, base64url | QByteArray::AbortOnBase64DecodingErrors);
    if (!result || result.decoded.toBase64(base64url) != text)
        return std::nullopt;
    return result.decoded;
}

core::Result<Members> membersOf(const QByteArray &json, const QString &part)
{
    core::Result<Members> members = readMembers(json, maxTokenBytes);
    if (members.ok())
        return members;
    if (members.error().code == QLatin1String("json_duplicate_member"))
        return refused("token_duplicate_member", members.error().detail.section(u'"', 1, -2));
    return refused("token_json", part);
}

core::Result<Members> headerOf(const QByteArray &part)
{
    const std::optional<QByteArray> json = decoded(part);
    return json ? membersOf(*json, QStringLiteral("header")) : refused("token_base64", QStringLiteral("header"));
}

/// How base64url of a JSON object begins: a brace, then a quote or white space.
bool beginsLikeHeader(const QByteArray &part)
{
    return part.startsWith("ey") || part.startsWith("ew");
}

/// The beginning of a JSON object whose end is missing.
bool isCutObject(const QByteArray &json)
{
    const QByteArray text = json.trimmed();
    return text.startsWith('{') && !text.endsWith('}');
}

core::Result<Content> readSigned(const QByteArrayList &parts)
{
    core::Result<Members> header = headerOf(parts.at(0));
    if (!header.ok())
        return header.error();
    const std::optional<QByteArray> payload = decoded(parts.at(1));
    const std::optional<QByteArray> signature = decoded(parts.at(2));
    if (!payload)
        return refused("token_base64", QStringLiteral("payload"));
    if (!signature)
        return refused(parts.at(2).size() % 4 == 1 ? "token_truncated" : "token_base64", QStringLiteral("signature"));
    SignedToken token;
    if (isCutObject(*payload))
        return refused("token_truncated", QStringLiteral("payload"));
    if (payload->trimmed().startsWith('{')) {
        core::Result<Members> claims = membersOf(*payload, QStringLiteral("payload"));
        if (!claims.ok())
            return claims.error();
        token.claims = std::move(claims).value();
    }
    token.header = std::move(header).value();
    token.payloadBytes = payload->size();
    token.signatureBytes = signature->size();
    token.compact = core::Secret(parts.join('.'));
    return Content(std::move(token));
}

core::Result<Content> readEncrypted(const QByteArrayList &parts)
{
    core::Result<Members> header = headerOf(parts.at(0));
    if (!header.ok())
        return header.error();
    constexpr const char *names[] = {"header", "key", "initialization vector", "ciphertext", "tag"};
    for (qsizetype i = 1; i < 5; ++i) {
        if (!decoded(parts.at(i)))
            return refused("token_base64", QLatin1String(names[i]));
    }
    if (parts.at(3).isEmpty() || parts.at(4).isEmpty())
        return refused("token_truncated", QStringLiteral("ciphertext"));
    return Content(EncryptedToken{Form::Compact, std::move(header).value(), decoded(parts.at(3))->size()});
}

core::Result<Content> readCompact(const QByteArray &text)
{
    const QByteArrayList parts = text.split('.');
    const std::optional<QByteArray> first = decoded(parts.at(0));
    const bool isHeader = beginsLikeHeader(parts.at(0));
    if (parts.size() == 1) {
        const bool isCutHeader = isHeader && first && first->contains("\"alg\"");
        return isCutHeader ? core::Result<Content>(refused("token_truncated", QStringLiteral("header"))) : Content(readOpaque(text));
    }
    if (!isHeader)
        return Content(readOpaque(text));
    if (parts.size() == 3)
        return readSigned(parts);
    if (parts.size() == 5)
        return readEncrypted(parts);
    if (parts.size() == 2)
        return refused("token_truncated", QStringLiteral("signature"));
    return refused("token_parts", QString::number(parts.size()));
}

void append(Members &members, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it) {
        if (members.has(it.key()))
            continue;
        const QJsonValue value = it.value();
        members.list.append({it.key(), value, value.isString() ? value.toString() : value.toVariant().toString()});
        members.object.insert(it.key(), value);
    }
}

/// RFC 7515 §7.2, RFC 7516 §7.2.
core::Result<Content> readSerialized(const QByteArray &text)
{
    const core::Result<Members> root = membersOf(text, QStringLiteral("text"));
    if (!root.ok())
        return root.error();
    const QJsonObject all = root->object;
    const auto part = [](const QJsonObject &object, const char *name) { return object.value(QLatin1String(name)).toString().toLatin1(); };
    if (all.contains(QStringLiteral("ciphertext"))) {
        const core::Result<Members> header = all.contains(QStringLiteral("protected")) ? headerOf(part(all, "protected")) : Members();
        if (!header.ok())
            return header.error();
        Members merged = *header;
        append(merged, all.value(QStringLiteral("unprotected")).toObject());
        const Form form = all.contains(QStringLiteral("recipients")) ? Form::General : Form::Flattened;
        return Content(EncryptedToken{form, merged, decoded(part(all, "ciphertext")).value_or(QByteArray()).size()});
    }
    const QJsonArray signatures = all.value(QStringLiteral("signatures")).toArray();
    const QJsonObject own = signatures.isEmpty() ? all : signatures.first().toObject();
    if (!all.contains(QStringLiteral("payload")) || !own.contains(QStringLiteral("signature")))
        return refused("token_not_serialized");
    const QByteArray unprotected = QByteArray("{}").toBase64(base64url);
    const QByteArray header = own.contains(QStringLiteral("protected")) ? part(own, "protected") : unprotected;
    core::Result<Content> read = readSigned({header, part(all, "payload"), part(own, "signature")});
    if (!read.ok())
        return read;
    auto &token = std::get<SignedToken>(read.value());
    append(token.header, own.value(QStringLiteral("header")).toObject());
    token.form = signatures.isEmpty() ? Form::Flattened : Form::General;
    token.signatures = signatures.isEmpty() ? 1 : signatures.size();
    return read;
}

} // namespace

core::Result<Token> readToken(const core::Secret &pasted)
{
    if (pasted.reveal().toByteArray().left(4096).contains("-----BEGIN "))
        return refused("token_key");
    core::Result<PastedText> tidy = tidied(pasted);
    if (!tidy.ok())
        return tidy.error();
    const QByteArray text = tidy->token.reveal().toByteArray();
    core::Result<Content> content = text.startsWith('{') ? readSerialized(text) : readCompact(text);
    if (!content.ok())
        return content.error();
    return Token{std::move(content).value(), tidy->scheme, text.size()};
}

Use useOf(const SignedToken &token)
{
    QString type = token.header.textOf(QStringLiteral("typ")).toLower();
    if (type.startsWith(QLatin1String("application/")))
        type.remove(0, 12);
    if (type == QLatin1String("at+jwt"))
        return Use::Access;
    if (type == QLatin1String("logout+jwt"))
        return Use::Logout;
    if (type == QLatin1String("dpop+jwt"))
        return Use::Proof;
    for (const char *claim : {"nonce", "at_hash", "c_hash", "s_hash"}) {
        if (token.claims && token.claims->has(QLatin1String(claim)))
            return Use::Id;
    }
    for (const char *claim : {"scope", "scp", "client_id"}) {
        if (token.claims && token.claims->has(QLatin1String(claim)))
            return Use::Access;
    }
    return Use::Unknown;
}

} // namespace keyturn::inspection
