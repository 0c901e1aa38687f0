// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/requestconsole.h"
#include "console/curl.h"
#include "console/endpoints.h"
#include "console/requeststore.h"

#include <QJsonObject>
#include <QString>

/// What `request` prints beside the answer itself, for people and for programs.
namespace keyturn::cli {

[[nodiscard]] QString noteSentence(const console::CurlNote &note);
/// What has to be filled in before the request can be sent.
[[nodiscard]] QString blankWords(const console::Blank &blank);

/// Status, sizes and moments, a line each.
[[nodiscard]] QString timingText(const console::Answer &answer);
[[nodiscard]] QJsonObject answerJson(const console::Answer &answer);

[[nodiscard]] QString volleyText(const composition::CountedVolley &counted);
[[nodiscard]] QJsonObject volleyJson(const composition::CountedVolley &counted);

[[nodiscard]] QString endpointsText(const QList<console::Endpoint> &endpoints);
[[nodiscard]] QJsonObject endpointsJson(const QList<console::Endpoint> &endpoints);

[[nodiscard]] QString pastText(const QList<console::PastRequest> &past, const QList<console::SavedRequest> &saved);
[[nodiscard]] QJsonObject pastJson(const QList<console::PastRequest> &past, const QList<console::SavedRequest> &saved);

} // namespace keyturn::cli
