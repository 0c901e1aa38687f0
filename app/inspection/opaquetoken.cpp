// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/opaquetoken.h"

#include "net/secretshapes.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace keyturn::inspection {

namespace {

struct Prefix {
    const char *text;
    const char *shape;
    const char *issuer;
};

/// The longer ones first, where one begins like another.
constexpr Prefix prefixes[] = {
    {"github_pat_", "github_personal", "GitHub"},
    {"ghp_", "github_personal", "GitHub"},
    {"gho_", "github_oauth", "GitHub"},
    {"ghu_", "github_app_user", "GitHub"},
    {"ghs_", "github_app_installation", "GitHub"},
    {"ghr_", "github_refresh", "GitHub"},
    {"glpat-", "gitlab_personal", "GitLab"},
    {"gloas-", "gitlab_application_secret", "GitLab"},
    {"gldt-", "gitlab_deploy", "GitLab"},
    {"glrt-", "gitlab_runner", "GitLab"},
    {"ya29.", "google_access", "Google"},
    {"1//", "google_refresh", "Google"},
    {"4/0", "google_code", "Google"},
    {"GOCSPX-", "google_client_secret", "Google"},
    {"AIza", "google_api_key", "Google"},
    {"xoxb-", "slack_bot", "Slack"},
    {"xoxp-", "slack_user", "Slack"},
    {"xapp-", "slack_app", "Slack"},
    {"sk_live_", "stripe_secret", "Stripe"},
    {"sk_test_", "stripe_secret", "Stripe"},
    {"rk_live_", "stripe_restricted", "Stripe"},
    {"npm_", "npm", "npm"},
    {"pypi-", "pypi", "PyPI"},
    {"hf_", "hugging_face", "Hugging Face"},
    {"dop_v1_", "digitalocean_personal", "DigitalOcean"},
    {"shpat_", "shopify", "Shopify"},
    {"SG.", "sendgrid", "SendGrid"},
    {"AKIA", "aws_access_key_id", "AWS"},
    {"EAA", "facebook_access", "Facebook"},
    {"v4.local.", "paseto", ""},
    {"v4.public.", "paseto", ""},
    {"v3.local.", "paseto", ""},
    {"v3.public.", "paseto", ""},
    {"v2.local.", "paseto", ""},
    {"v2.public.", "paseto", ""},
    {"v1.local.", "paseto", ""},
    {"v1.public.", "paseto", ""},
    {"$2a$", "bcrypt", ""},
    {"$2b$", "bcrypt", ""},
    {"$2y$", "bcrypt", ""},
    {"$argon2", "argon2", ""},
    {"PHNhbWw", "saml", ""},
    {"s%3A", "connect_cookie", ""},
};

bool all(QByteArrayView text, bool (*is)(char))
{
    return std::all_of(text.begin(), text.end(), is);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isAlphanumeric(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Alphabet alphabetOf(QByteArrayView text)
{
    if (all(text, isDigit))
        return Alphabet::Digits;
    if (all(text, isHex))
        return Alphabet::Hexadecimal;
    if (all(text, isAlphanumeric))
        return Alphabet::Alphanumeric;
    if (all(text, [](char c) { return isAlphanumeric(c) || c == '-' || c == '_'; }))
        return Alphabet::Base64Url;
    if (all(text, [](char c) { return isAlphanumeric(c) || c == '+' || c == '/' || c == '='; }))
        return Alphabet::Base64;
    return Alphabet::Printable;
}

double bitsPerSign(Alphabet alphabet)
{
    switch (alphabet) {
    case Alphabet::Digits:
        return std::log2(10);
    case Alphabet::Hexadecimal:
        return 4;
    case Alphabet::Alphanumeric:
        return std::log2(62);
    case Alphabet::Base64Url:
    case Alphabet::Base64:
        return 6;
    case Alphabet::Printable:
        break;
    }
    return std::log2(94);
}

/// No more than the alphabet allows, and less where few signs make up all of it: "aaaaaaaa" has nothing random.
double estimate(QByteArrayView text, Alphabet alphabet)
{
    QHash<char, int> counts;
    for (const char c : text)
        ++counts[c];
    const double signs = static_cast<double>(text.size());
    double mean = 0;
    for (const int count : std::as_const(counts))
        mean -= count / signs * std::log2(count / signs);
    if (signs < 2)
        return 0;
    // A short text cannot show more than log2 of its length for each sign, however random it is.
    const double most = std::min(bitsPerSign(alphabet), std::log2(signs));
    // What is as even as four fifths of that is taken for random: a sample of 32 signs is never quite even.
    const double share = mean / most;
    return signs * bitsPerSign(alphabet) * (share >= 0.8 ? 1.0 : share);
}

/// RFC 9562 §5: of version 4 all but six bits are random, of version 7 those that are no time; the others are made of time and place.
OpaqueToken uuid(QByteArrayView text)
{
    const char version = text.at(14);
    const double bits = version == '4' ? 122 : version == '7' ? 74 : 14;
    return {text.size(), Alphabet::Hexadecimal, bits, version == '4' ? QStringLiteral("uuid") : QStringLiteral("uuid_of_time"), {}};
}

} // namespace

OpaqueToken readOpaque(QByteArrayView text)
{
    if (text.isEmpty())
        return {};
    if (net::looksLikeUuid(QString::fromLatin1(text)))
        return uuid(text);
    OpaqueToken token{text.size(), alphabetOf(text), 0, {}, {}};
    QByteArrayView random = text;
    for (const Prefix &prefix : prefixes) {
        if (!text.startsWith(QByteArrayView(prefix.text)))
            continue;
        token.shape = QString::fromLatin1(prefix.shape);
        token.issuer = QString::fromLatin1(prefix.issuer);
        random = text.sliced(QByteArrayView(prefix.text).size());
        break;
    }
    token.bits = random.isEmpty() ? 0 : estimate(random, alphabetOf(random));
    return token;
}

} // namespace keyturn::inspection
