// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "badbodies.h"

#include <QMap>

namespace keyturn::backend {

namespace {

constexpr qsizetype megabyte = 1'000'000;
constexpr qsizetype deep = 100'000;
constexpr auto json = "application/json";
constexpr auto form = "application/x-www-form-urlencoded";

/// A member with an acceptable value, as JSON.
using Members = QList<QPair<QByteArray, QByteArray>>;

const Members email{{"email", "\"user@example.com\""}};
const Members present{{"password", "\"correct horse battery\""}};
const Members fresh{{"newPassword", "\"another horse entirely\""}};
const Members code{{"code", "\"123456\""}};
const Members name{{"name", "\"Somebody\""}};
const Members refreshToken{{"refreshToken", "\"x\""}};
const Members delivery{{"tokenDelivery", "\"body\""}};

const QMap<QByteArray, Members> &taken()
{
    static const QMap<QByteArray, Members> members{
        {"POST /api/auth/register", email + present + name + delivery},
        {"POST /api/auth/login", email + present + delivery},
        {"POST /api/auth/login/code", Members{{"challenge", "\"x\""}} + code + delivery},
        {"POST /api/auth/refresh", refreshToken},
        {"POST /api/auth/logout", refreshToken},
        {"POST /api/auth/password", present + fresh},
        {"POST /api/auth/password/forgot", email},
        {"POST /api/auth/password/reset", code + fresh},
        {"POST /api/auth/email/send", email},
        {"POST /api/auth/email/confirm", code},
        {"POST /api/auth/email/change", code},
        {"POST /api/auth/second-factor", {}},
        {"POST /api/auth/second-factor/confirm", code},
        {"POST /api/auth/second-factor/disable", present},
        {"POST /api/auth/handoff", code + Members{{"codeVerifier", "\"x\""}, {"redirectUri", "\"http://127.0.0.1:1/callback\""}} + delivery},
        {"PATCH /api/profile", name + email + present},
        {"PATCH /api/users/:id", Members{{"role", "\"user\""}, {"disabled", "false"}}},
        {"DELETE /github/applications/keyturn-desktop/token", {{"access_token", "\"x\""}}},
    };
    return members;
}

/// Values that no member of ours may have, but where it is text: there the text is strange.
const QList<QPair<QByteArray, QByteArray>> &wrongValues()
{
    static const QList<QPair<QByteArray, QByteArray>> values{
        {"a number", "1"},
        {"a huge number", "123456789012345678901234567890e300"},
        {"true", "true"},
        {"null", "null"},
        {"a list", "[\"x\"]"},
        {"an object", "{\"x\":\"y\"}"},
        {"empty", "\"\""},
        {"a NUL", "\"a\\u0000b@example.com\""},
        {"half a surrogate", "\"a\\ud800b@example.com\""},
        {"control characters", "\"a\\r\\n\\u001b[0m\\u202e@example.com\""},
        {"SQL", "\"x' OR '1'='1'; DROP TABLE users; --\""},
        {"1 MB", '"' + QByteArray(megabyte, 'x') + '"'},
    };
    return values;
}

QByteArray objectOf(const Members &members, qsizetype changed, const QByteArray &value)
{
    QByteArray object = "{";
    for (qsizetype i = 0; i < members.size(); ++i)
        object += (i > 0 ? ",\"" : "\"") + members[i].first + "\":" + (i == changed ? value : members[i].second);
    return object + '}';
}

QByteArray manyMembers(int count)
{
    QByteArray object = "{\"0\":0";
    for (int i = 1; i < count; ++i)
        object += ",\"" + QByteArray::number(i) + "\":0";
    return object + '}';
}

/// All that any endpoint of OAuth asks for, at once.
QByteArray grantForm(const QByteArray &grant)
{
    return "grant_type=" + grant
        + "&client_id=keyturn-desktop&code=x&code_verifier=x&refresh_token=x&device_code=x&token=x&user_code=x&scope=openid"
          "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&response_type=code&email=x&request=x&request_uri=x&decision=x";
}

} // namespace

QByteArray longText(const QByteArray &member, qsizetype size)
{
    return "{\"" + member + "\":\"" + QByteArray(size, 'x') + "\"}";
}

QList<BadBody> badBodies()
{
    static const QList<BadBody> bodies{
        {"empty", {}, {}},
        {"empty JSON", json, {}},
        {"null", json, "null"},
        {"a list", json, "[]"},
        {"a text", json, "\"x\""},
        {"an empty object", json, "{}"},
        {"broken", json, "{\"email\":"},
        {"more than one", json, "{}{}"},
        {"100,000 lists", json, QByteArray(deep, '[')},
        {"100,000 lists, closed", json, QByteArray(deep, '[') + QByteArray(deep, ']')},
        {"100,000 objects", json, QByteArray("{\"a\":").repeated(deep)},
        {"1 MB of text", json, longText("email", megabyte)},
        {"1 MB of a member's name", json, longText(QByteArray(megabyte, 'n'), 1)},
        {"over 1 MB", json, longText("email", 1'100'000)},
        {"60,000 members", json, manyMembers(60'000)},
        {"invalid UTF-8", json, "{\"email\":\"\xff\xfe\"}"},
        {"UTF-16", json, QByteArray::fromHex("feff007b007d")},
        {"a member twice", json, R"({"email":"a@example.com","\u0065mail":"b@example.com"})"},
        {"a huge number", json, R"({"email":1e99999})"},
        {"NUL bytes", json, QByteArray(100, '\0')},
        {"JSON as text", "text/plain", "{}"},
        {"JSON as nothing", {}, "{}"},
        {"JSON as a form", form, "{}"},
        {"another type", "application/xml", "<a/>"},
        {"a type of 4 kB", QByteArray(4000, 'a') + "/x", "{}"},
        {"a form twice over", form, "a=1&a=2"},
        {"a form's broken escape", form, "code=%zz"},
        {"a form's NUL", form, "code=%00&token=%00&client_id=%00"},
        {"1 MB of form", form, "code=" + QByteArray(megabyte, 'x')},
        {"100,000 parameters", form, QByteArray("a&").repeated(deep)},
        {"a code's form", form, grantForm("authorization_code")},
        {"a refresh's form", form, grantForm("refresh_token")},
        {"a device's form", form, grantForm("urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code")},
        {"no grant's form", form, grantForm("x")},
    };
    return bodies;
}

QList<BadBody> badMembers(const QByteArray &address)
{
    const Members members = taken().value(address);
    QList<BadBody> bodies;
    for (qsizetype i = 0; i < members.size(); ++i) {
        for (const auto &[what, value] : wrongValues())
            bodies.append({members[i].first + ": " + what, json, objectOf(members, i, value)});
    }
    return bodies;
}

bool isListed(const QByteArray &address)
{
    return taken().contains(address);
}

QList<QByteArray> badQueries()
{
    return {"",
            "&&&=&",
            "limit=0",
            "limit=99999999999999999999",
            "limit=1&limit=1",
            "limit=1&after=",
            "after=9223372036854775807-x",
            "after=9223372036854775808-x",
            "after=-1-x",
            "after=1-%00",
            "others=1",
            "%zz",
            "%00",
            "a=%ff%fe",
            "state=%00&code=%00",
            "state=x&code=x&error=x&error_description=%0d%0aX%3A%20y",
            "code=" + QByteArray(7000, 'x'),
            QByteArray("a&").repeated(3000),
            "redirect_uri=javascript:alert(1)&client_id=keyturn-desktop",
            "client_id=keyturn-desktop&redirect_uri=http://127.0.0.1:1/callback&response_type=code&scope=%00",
            "user_code='%20OR%201=1%20--"};
}

SentHeaders badHeaders()
{
    const QByteArray deepJson = QByteArray(3000, '[').toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    return {{"Authorization", "Bearer"},
            {"Authorization", "Bearer ."},
            {"Authorization", "Bearer .."},
            {"Authorization", "Bearer " + QByteArray(7000, 'x')},
            {"Authorization", "Bearer " + deepJson + '.' + deepJson + ".x"},
            {"Authorization", "Bearer e30.e30.\xff\xfe"},
            {"Authorization", "Basic %%%"},
            {"Authorization", "Basic " + QByteArray("a\0:\0", 4).toBase64()},
            {"Authorization", "\xff"},
            {"Cookie", "sid=" + QByteArray(7000, 'x')},
            {"Cookie", ";;;=;sid;refreshToken=\xff;keyturn_handoff_=x"},
            {"X-Forwarded-For", QByteArray("[,").repeated(1000)},
            {"Origin", "null"},
            {"Origin", "\xff"},
            {"Content-Type", ";"},
            {"X-Device-Name", "\xff\xfe\xed\xa0\x80"},
            {"User-Agent", QByteArray("((/").repeated(2000)},
            {"X-CSRF-Token", ".."},
            {"Accept-Language", QByteArray(5000, ',')}};
}

} // namespace keyturn::backend
