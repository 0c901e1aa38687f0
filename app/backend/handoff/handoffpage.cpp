// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/handoffpage.h"

#include <QCryptographicHash>

namespace keyturn::backend {

namespace {

constexpr auto style = R"(:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;min-height:100vh;place-items:center}
main{width:min(26rem,90vw)}h1{font-size:1.4rem})";

} // namespace

Response handoffPage(int status, const QString &sentence)
{
    static const QByteArray hash = QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64();
    const QString html =
        QStringLiteral("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width,initial-scale=1\"><title>Sign-in stopped</title><style>%1</style></head>\n"
                       "<body><main><h1>This sign-in cannot go on</h1>\n<p id=\"problem\" role=\"alert\">%2</p>\n"
                       "<p>Nothing was sent to any program. Close this page and start again from the program.</p></main></body></html>\n")
            .arg(QString::fromLatin1(style), sentence.toHtmlEscaped());
    return {status,
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Content-Security-Policy",
              "default-src 'none'; object-src 'none'; style-src 'sha256-" + hash + "'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"}},
            html.toUtf8()};
}

} // namespace keyturn::backend
