// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/draft.h"

#include <QStringList>

namespace keyturn::console {

/// Something in the command line that was not taken over as it stood.
struct CurlNote {
    enum class Kind {
        CredentialsLeftOut, ///< `what`: the header or option; the account's own are sent.
        CertificatesAreChecked, ///< -k.
        RedirectsAreNotFollowed, ///< -L.
        FramingLeftOut, ///< `what`: a header that the transport sets itself.
        OptionLeftOut, ///< `what`: one that means nothing here (-s, -o …) …
        OptionUnknown, ///< … or that is not known.
        FurtherAddressLeftOut, ///< `what`: only the first is sent.
    };
    Kind kind = Kind::OptionLeftOut;
    QString what; ///< Never a secret: names alone.
    bool operator==(const CurlNote &) const = default;
};

struct Imported {
    Draft draft;
    QList<CurlNote> notes;
};

constexpr qsizetype mostCurlBytes = 1024 * 1024;

/// Reads a curl command as it is copied from browsers, documentation and scripts; nothing is executed, and no file is read: `-d @FILE` becomes a body
/// that is read when it is sent. Errors are Configuration: `curl_too_large`, `curl_absent` (it does not begin with curl), `curl_quote_open`,
/// `curl_option_incomplete`, `curl_url_missing`, `curl_expansion` (a variable or a command that a shell would put in), `curl_mixed_body`,
/// `curl_invalid`; the detail says what and at which character.
[[nodiscard]] core::Result<Imported> readCurl(const QString &commandLine);

} // namespace keyturn::console
