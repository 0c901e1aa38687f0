// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/backendprofile.h"

namespace keyturn::console {

/// Something that a backend can be asked, to choose from.
struct Endpoint {
    enum class Source { Profile, OpenApi };
    QByteArray method = "GET";
    QString path; ///< As Draft::address; parameters as `{name}`.
    QString summary; ///< One line, plain text, as the document has it; empty: none.
    QByteArray contentType; ///< Of `example`; empty: no body.
    QByteArray example; ///< A body to begin with; placeholders as `{name}`, never a secret.
    Source source = Source::Profile;
    bool operator==(const Endpoint &) const = default;
};

/// Every request that @p profile names, in its order, each once.
[[nodiscard]] QList<Endpoint> endpointsOf(const model::BackendProfile &profile);

constexpr qsizetype mostOpenApiBytes = 5 * 1024 * 1024;
constexpr qsizetype mostOperations = 5000;

/// Reads an OpenAPI document (3.0, 3.1; Swagger 2.0) in JSON: its operations, by path, at the path of its first server, with a body made of its
/// examples and schemas. `$ref` is followed within the document alone. Operations are passed by whose path names a server (`//`), is longer than 2 kB
/// or has more than 100 parameters. Errors are BadReply: core::parseJsonObject()'s, `openapi_absent` (no such document), `openapi_too_many` (more
/// than mostOperations, or its references make it many times as long).
[[nodiscard]] core::Result<QList<Endpoint>> readOpenApi(const QByteArray &json);

/// Both, where the same request stands in both once: as the profile has it, with what @p published says of it.
[[nodiscard]] QList<Endpoint> merged(QList<Endpoint> ofProfile, const QList<Endpoint> &published);

/// Where backends commonly publish theirs, below their base address; to be tried in this order.
[[nodiscard]] QStringList commonOpenApiPaths();

/// Those of @p endpoints that a person may mean who has typed @p typed of a path, best first: paths that begin so, then those that hold it.
[[nodiscard]] QList<Endpoint> completionsOf(const QList<Endpoint> &endpoints, const QString &typed);

} // namespace keyturn::console
