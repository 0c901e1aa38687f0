// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::console {

/// What an option of curl's means for a request.
enum class CurlMeaning {
    Request,
    Header,
    Data,
    DataRaw,
    DataBinary,
    DataUrlencode,
    Json,
    Form,
    FormString,
    Get,
    Head,
    Credentials, ///< Somebody's own: not taken over.
    Agent,
    Referer,
    Insecure,
    Location,
    Url,
    UploadFile,
    Nothing, ///< That it is so anyway, or is about curl's own output.
    LeftOut, ///< It would change how the request goes, and does not here.
};

struct CurlOption {
    char letter; ///< 0: it has none.
    const char *name;
    bool takesValue;
    CurlMeaning meaning;
};

/// By its letter, or by its whole name without dashes; null: not known. `--no-NAME` is NAME's, and means nothing here.
[[nodiscard]] const CurlOption *curlOption(char letter);
[[nodiscard]] const CurlOption *curlOption(const QByteArray &name);

} // namespace keyturn::console
