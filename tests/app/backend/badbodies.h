// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "httpclient.h"

namespace keyturn::backend {

/// A body that no client of ours sends.
struct BadBody {
    QByteArray name;
    QByteArray mediaType; ///< Empty: none is said.
    QByteArray bytes;
};

/// Whatever an address takes.
[[nodiscard]] QList<BadBody> badBodies();
/// For an address ("POST /api/auth/login") that takes a JSON object: each of its members with each wrong value, the others as they should be.
[[nodiscard]] QList<BadBody> badMembers(const QByteArray &address);
/// Whether badMembers() knows what @p address takes, be it nothing.
[[nodiscard]] bool isListed(const QByteArray &address);
[[nodiscard]] QList<QByteArray> badQueries();
[[nodiscard]] SentHeaders badHeaders();
/// A JSON object with one member, of @p size bytes.
[[nodiscard]] QByteArray longText(const QByteArray &member, qsizetype size);

} // namespace keyturn::backend
