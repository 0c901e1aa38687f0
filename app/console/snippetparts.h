// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/snippet.h"

namespace keyturn::console {

/// What a snippet is made of: the draft as it goes out.
struct SnippetParts {
    QByteArray method;
    QByteArray url;
    QList<net::Header> headers; ///< With Content-Type, but for multipart.
    std::optional<SnippetCredential> credential;
    Draft draft;

    [[nodiscard]] bool hasPlaceholder() const { return credential && credential->token.isEmpty(); }
    /// The credential's header with its token.
    [[nodiscard]] QByteArray credentialValue() const;
    /// Text or form, as bytes.
    [[nodiscard]] QByteArray bytes() const;
};

[[nodiscard]] core::Result<QByteArray> curlSnippet(const SnippetParts &parts);
[[nodiscard]] core::Result<QByteArray> httpieSnippet(const SnippetParts &parts);
[[nodiscard]] QByteArray fetchSnippet(const SnippetParts &parts);
[[nodiscard]] QByteArray pythonSnippet(const SnippetParts &parts);

} // namespace keyturn::console
