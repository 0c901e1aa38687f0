// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/snippet.h"

#include "console/blanks.h"
#include "console/snippetparts.h"

namespace keyturn::console {

QByteArray SnippetParts::credentialValue() const
{
    return credential->prefix + credential->token.reveal().toByteArray();
}

QByteArray SnippetParts::bytes() const
{
    return draft.kind == BodyKind::Form ? formOf(draft.fields) : draft.text;
}

core::Result<core::Secret> snippet(const Draft &given, const QUrl &base, Language language, const SnippetOptions &options)
{
    if (const core::Result<void> head = checkHead(given); !head.ok())
        return head.error();
    SnippetParts parts;
    parts.draft = options.secretsShown ? given : withoutSecrets(given);
    const core::Result<QUrl> url = addressOf(parts.draft, base);
    if (!url.ok())
        return url.error();
    parts.method = given.method;
    parts.url = url->toEncoded();
    parts.credential = options.credential;
    for (const net::Header &header : parts.draft.headers) {
        const auto is = [&header](const QByteArray &name) { return header.name.compare(name, Qt::CaseInsensitive) == 0; };
        if (!is("Authorization") && !is("Cookie") && !is("Content-Type") && !(options.credential && is(options.credential->header)))
            parts.headers.append(header);
    }
    if (parts.draft.kind != BodyKind::None && parts.draft.kind != BodyKind::Multipart)
        parts.headers.append({"Content-Type", contentTypeOf(parts.draft)});
    core::Result<QByteArray> text = QByteArray();
    if (language == Language::Curl)
        text = curlSnippet(parts);
    else if (language == Language::Httpie)
        text = httpieSnippet(parts);
    else
        text = language == Language::Fetch ? fetchSnippet(parts) : pythonSnippet(parts);
    if (!text.ok())
        return text.error();
    return core::Secret::take(std::move(text).value());
}

} // namespace keyturn::console
