// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"

#include <QStringList>

namespace keyturn::tests {

/// One of tests/fixtures: an answer as its provider documents it, written down by hand, with the documentation's address above it.
struct DocumentedAnswer {
    QByteArray documentation; ///< Empty where the file names none.
    net::HttpResponse response;
};

/// @p name is `google/token-first-consent`. Fails the test where there is no such file or it is no answer.
[[nodiscard]] DocumentedAnswer documentedAnswer(const QString &name);
/// All that there are.
[[nodiscard]] QStringList documentedAnswers();

} // namespace keyturn::tests
