// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/curl.h"
#include "console/volley.h"
#include "ui/common/tone.h"
#include "ui/console/consoleport.h"

#include <QCoreApplication>

namespace keyturn::ui::console {

/// Whether @p name says that what has it is the account's to send, so that a draft's own is left out.
[[nodiscard]] bool isAccountsOwn(const QByteArray &name);

/// What the page says about requests and answers. Whatever comes from outside is fit for one line in it.
class ConsoleWords
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::console::ConsoleWords)
public:
    /// "200 OK", "404 Not Found": with the standard's word where the answer brings none.
    [[nodiscard]] static QString status(const Answer &answer);
    [[nodiscard]] static common::Tone toneOf(int status);
    /// "84 ms", "2.3 s".
    [[nodiscard]] static QString duration(std::chrono::milliseconds duration);
    /// "1.2 KB".
    [[nodiscard]] static QString size(qint64 bytes);
    /// "GET /v1/me".
    [[nodiscard]] static QString request(const Draft &draft);
    /// How a past request ended: "200 · 84 ms · 5 min ago".
    [[nodiscard]] static QString outcome(const PastRequest &past, const QDateTime &now);
    /// Who @p draft is sent as, where, and what of it is left out.
    [[nodiscard]] static QString destination(const Draft &draft, const core::Result<Destination> &destination, const QString &account,
                                             const QString &backend);
    /// What is missing, and that it must be filled in; empty where nothing is.
    [[nodiscard]] static QString blanks(const Draft &draft);
    /// What was not taken over, a sentence each.
    [[nodiscard]] static QStringList notes(const QList<keyturn::console::CurlNote> &notes);
    /// "20 requests: 20 × 200. 1 refresh. Median 40 ms, slowest 90 ms."
    [[nodiscard]] static QString summary(const CountedVolley &fired);
};

} // namespace keyturn::ui::console
