// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/draft.h"
#include "console/snippet.h"

#include <QCommandLineParser>

#include <optional>

/// What the command line of `request` says, beside who sends it.
namespace keyturn::cli {

void addRequestOptions(QCommandLineParser &parser);

/// What is to be done with the request.
struct RequestWish {
    bool history = false;
    bool endpoints = false;
    QString document; ///< Of OpenAPI: a file, or an address; empty: it is looked for.
    std::optional<console::Language> as; ///< It is written as a program, and not sent.
    bool withToken = false;
    int parallel = 0; ///< 0: sent once.
    bool expiresFirst = false;
    bool timing = false;
    bool pretty = false;
    QString saveAs; ///< Empty: it is not saved.
    QString saved; ///< The name of one that was; empty: none.
    QString curl; ///< `-`, or a file; empty: none.

    /// Whether method and address come from elsewhere.
    [[nodiscard]] bool isGiven() const { return !saved.isEmpty() || !curl.isEmpty(); }
};

/// Errors are Configuration `usage`.
[[nodiscard]] core::Result<RequestWish> requestWish(const QCommandLineParser &options);

/// The draft of METHOD and URL with -H, -d, --form and -F. Errors are Configuration `usage`.
[[nodiscard]] core::Result<console::Draft> draftOf(const QCommandLineParser &options, const QString &method, const QString &address,
                                                   const QUrl &base);
/// What -H, -d, --form and -F say goes in place of what @p draft has. Errors likewise.
[[nodiscard]] core::Result<console::Draft> changed(const QCommandLineParser &options, const console::Draft &draft);

/// @p error of the console room's as one that tells a person what to do (Configuration `usage`); any other stays as it is.
[[nodiscard]] core::Error sayable(const core::Error &error);

} // namespace keyturn::cli
