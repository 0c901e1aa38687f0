// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/curloptions.h"

#include <algorithm>
#include <iterator>

namespace keyturn::console {

namespace {

using M = CurlMeaning;

/// Of curl's manual, those that are met in commands that people copy.
constexpr CurlOption options[] = {
    {'X', "request", true, M::Request},
    {'H', "header", true, M::Header},
    {'d', "data", true, M::Data},
    {0, "data-ascii", true, M::Data},
    {0, "data-raw", true, M::DataRaw},
    {0, "data-binary", true, M::DataBinary},
    {0, "data-urlencode", true, M::DataUrlencode},
    {0, "json", true, M::Json},
    {'F', "form", true, M::Form},
    {0, "form-string", true, M::FormString},
    {'G', "get", false, M::Get},
    {'I', "head", false, M::Head},
    {'u', "user", true, M::Credentials},
    {'b', "cookie", true, M::Credentials},
    {0, "oauth2-bearer", true, M::Credentials},
    {'U', "proxy-user", true, M::Credentials},
    {'E', "cert", true, M::Credentials},
    {0, "key", true, M::Credentials},
    {0, "pass", true, M::Credentials},
    {'n', "netrc", false, M::Credentials},
    {0, "netrc-file", true, M::Credentials},
    {0, "aws-sigv4", true, M::Credentials},
    {0, "digest", false, M::Credentials},
    {0, "basic", false, M::Nothing},
    {'A', "user-agent", true, M::Agent},
    {'e', "referer", true, M::Referer},
    {'k', "insecure", false, M::Insecure},
    {'L', "location", false, M::Location},
    {0, "location-trusted", false, M::Location},
    {0, "max-redirs", true, M::Nothing},
    {0, "url", true, M::Url},
    {'T', "upload-file", true, M::UploadFile},
    {0, "compressed", false, M::Nothing},
    {'s', "silent", false, M::Nothing},
    {'S', "show-error", false, M::Nothing},
    {'v', "verbose", false, M::Nothing},
    {'i', "include", false, M::Nothing},
    {0, "show-headers", false, M::Nothing},
    {'f', "fail", false, M::Nothing},
    {0, "fail-with-body", false, M::Nothing},
    {'N', "no-buffer", false, M::Nothing},
    {'g', "globoff", false, M::Nothing},
    {'#', "progress-bar", false, M::Nothing},
    {0, "http1.1", false, M::Nothing},
    {'0', "http1.0", false, M::LeftOut},
    {0, "http2", false, M::Nothing},
    {0, "http2-prior-knowledge", false, M::LeftOut},
    {0, "http3", false, M::LeftOut},
    {'q', "disable", false, M::Nothing},
    {'4', "ipv4", false, M::LeftOut},
    {'6', "ipv6", false, M::LeftOut},
    {'o', "output", true, M::Nothing},
    {'O', "remote-name", false, M::Nothing},
    {'J', "remote-header-name", false, M::Nothing},
    {0, "output-dir", true, M::Nothing},
    {'w', "write-out", true, M::Nothing},
    {'D', "dump-header", true, M::Nothing},
    {'c', "cookie-jar", true, M::Nothing},
    {0, "trace", true, M::Nothing},
    {0, "trace-ascii", true, M::Nothing},
    {0, "stderr", true, M::Nothing},
    {'m', "max-time", true, M::LeftOut},
    {0, "connect-timeout", true, M::LeftOut},
    {0, "retry", true, M::LeftOut},
    {0, "retry-delay", true, M::LeftOut},
    {0, "retry-max-time", true, M::LeftOut},
    {0, "limit-rate", true, M::LeftOut},
    {'x', "proxy", true, M::LeftOut},
    {0, "noproxy", true, M::LeftOut},
    {0, "resolve", true, M::LeftOut},
    {0, "connect-to", true, M::LeftOut},
    {0, "interface", true, M::LeftOut},
    {0, "unix-socket", true, M::LeftOut},
    {0, "cacert", true, M::LeftOut},
    {0, "capath", true, M::LeftOut},
    {0, "ciphers", true, M::LeftOut},
    {0, "tls-max", true, M::LeftOut},
    {0, "tlsv1.2", false, M::Nothing},
    {0, "tlsv1.3", false, M::LeftOut},
    {0, "cert-type", true, M::LeftOut},
    {0, "key-type", true, M::LeftOut},
    {'r', "range", true, M::LeftOut},
    {'C', "continue-at", true, M::LeftOut},
    {'z', "time-cond", true, M::LeftOut},
    {'K', "config", true, M::LeftOut},
    {0, "url-query", true, M::LeftOut},
    {'Z', "parallel", false, M::LeftOut},
    {':', "next", false, M::LeftOut},
};

} // namespace

const CurlOption *curlOption(char letter)
{
    const auto found =
        std::find_if(std::begin(options), std::end(options), [letter](const CurlOption &option) { return letter != 0 && option.letter == letter; });
    return found == std::end(options) ? nullptr : found;
}

const CurlOption *curlOption(const QByteArray &name)
{
    const auto named = [](const QByteArray &whole) -> const CurlOption * {
        const auto found = std::find_if(std::begin(options), std::end(options), [&whole](const CurlOption &option) { return whole == option.name; });
        return found == std::end(options) ? nullptr : found;
    };
    if (const CurlOption *found = named(name))
        return found;
    static constexpr CurlOption switchedOff{0, "no-", false, CurlMeaning::Nothing};
    return name.startsWith("no-") && named(name.mid(3)) ? &switchedOff : nullptr; // once: `--no-no-…` is none
}

} // namespace keyturn::console
