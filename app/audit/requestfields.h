// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"

#include <QJsonObject>

#include <optional>

/// What the body of a request says, as JSON or as a form, so that a check can say something else.
namespace keyturn::audit {

[[nodiscard]] bool isJson(const net::HttpRequest &request);
/// The members of a JSON object, or the fields of a form; nullopt where the body is neither.
[[nodiscard]] std::optional<QJsonObject> fieldsOf(const net::HttpRequest &request);
/// Lists and truths become texts in a form. Precondition: fieldsOf() has some.
void setFields(net::HttpRequest &request, const QJsonObject &fields);

} // namespace keyturn::audit
