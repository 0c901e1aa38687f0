// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

namespace keyturn::net {

/// Whether a header can stand in a message as one line: the name a token (RFC 9110 §5.1), the value without controls (§5.5). Qt 6.4 checks neither,
/// and a line break in a value is a second header, or a second request.
[[nodiscard]] bool isSoundHeader(QByteArrayView name, QByteArrayView value);

/// Whether @p name says where the message goes or where it ends (Host, Content-Length, Transfer-Encoding …). That is the transport's to say: a second
/// opinion is how requests are smuggled (RFC 9112 §11.2).
[[nodiscard]] bool isFramingHeader(QByteArrayView name);

} // namespace keyturn::net
