// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/headerrules.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace keyturn::net {

namespace {

/// RFC 9110 §5.6.2.
bool isTokenCharacter(char c)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
}

/// Visible characters, space, tab, and the upper half that old servers still use.
bool isValueCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

} // namespace

bool isSoundHeader(QByteArrayView name, QByteArrayView value)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isTokenCharacter) && std::all_of(value.begin(), value.end(), isValueCharacter);
}

bool isFramingHeader(QByteArrayView name)
{
    static constexpr const char *framing[] = {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive",
                                              "TE",   "Trailer",        "Upgrade",           "Expect",     "Proxy-Connection"};
    return std::any_of(std::begin(framing), std::end(framing), [name](const char *word) { return name.compare(word, Qt::CaseInsensitive) == 0; });
}

} // namespace keyturn::net
