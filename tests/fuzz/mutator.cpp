// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "mutator.h"

namespace keyturn::fuzz {

namespace {

constexpr qsizetype maxInput = 16 * 1024;
constexpr quint64 mostChanges = 6;

/// Where readers decide.
const QList<QByteArray> &words()
{
    static const QList<QByteArray> list{"\r\n",
                                        "\r\n\r\n",
                                        "\n",
                                        " ",
                                        "\t",
                                        ":",
                                        ";",
                                        ",",
                                        "=",
                                        "&",
                                        "%",
                                        "%00",
                                        "%0d%0a",
                                        "%2e",
                                        "%ff",
                                        "?",
                                        "#",
                                        "@",
                                        "/",
                                        "//",
                                        "/../",
                                        "\\",
                                        ".",
                                        "..",
                                        "-1",
                                        "0",
                                        "00",
                                        "2147483648",
                                        "4294967296",
                                        "9223372036854775808",
                                        "18446744073709551616",
                                        "1e999",
                                        "0x10",
                                        "null",
                                        "true",
                                        "[",
                                        "{",
                                        "]",
                                        "}",
                                        "[[[[[[[[",
                                        "\"",
                                        "\\u0000",
                                        "\\ud800",
                                        "\\u0065",
                                        "HTTP/1.1",
                                        "HTTP/1.0",
                                        "HTTP/2.0",
                                        "GET ",
                                        "HEAD ",
                                        "POST ",
                                        "PATCH ",
                                        "OPTIONS * ",
                                        "Host: 127.0.0.1\r\n",
                                        "Content-Length: 0\r\n",
                                        "Content-Length: 10\r\n",
                                        "Content-Length: -1\r\n",
                                        "Content-Length: 18446744073709551615\r\n",
                                        "Transfer-Encoding: chunked\r\n",
                                        "Transfer-Encoding: gzip, chunked\r\n",
                                        "0\r\n\r\n",
                                        "ffffffffffffffff\r\n",
                                        "5;x=y\r\nhello\r\n",
                                        "Expect: 100-continue\r\n",
                                        "Connection: close\r\n",
                                        "Connection: upgrade\r\nUpgrade: h2c\r\n",
                                        "Content-Type: application/json\r\n",
                                        "Content-Type: application/x-www-form-urlencoded\r\n",
                                        "Cookie: sid=",
                                        "Bearer ",
                                        "Basic ",
                                        "localhost",
                                        "127.0.0.1",
                                        "[::1]",
                                        "::ffff:1.2.3.4",
                                        "\xff",
                                        "\xc3\x28",
                                        "\xed\xa0\x80",
                                        "\xf4\x90\x80\x80",
                                        QByteArray(1, '\0'),
                                        "\xe2\x80\xae"};
    return list;
}

} // namespace

QByteArray Mutator::input(quint64 number) const
{
    std::seed_seq seeds{static_cast<quint32>(m_seed), static_cast<quint32>(m_seed >> 32), static_cast<quint32>(number),
                        static_cast<quint32>(number >> 32)};
    Engine engine(seeds);
    const auto count = static_cast<quint64>(m_corpus.size());
    if (number < count) // each as it is, first
        return m_corpus[static_cast<qsizetype>(number)];
    const QByteArray bytes = m_corpus[static_cast<qsizetype>(engine() % count)];
    return changed(bytes, engine);
}

QByteArray Mutator::changed(QByteArray bytes, quint64 seed) const
{
    Engine engine(seed);
    return changed(std::move(bytes), engine);
}

QByteArray Mutator::changed(QByteArray bytes, Engine &engine) const
{
    for (quint64 changes = 1 + engine() % mostChanges; changes > 0; --changes)
        change(bytes, engine);
    return bytes.left(maxInput);
}

void Mutator::change(QByteArray &bytes, Engine &engine) const
{
    const auto below = [&engine](qsizetype limit) { return limit > 0 ? static_cast<qsizetype>(engine() % static_cast<quint64>(limit)) : 0; };
    const qsizetype at = below(bytes.size() + 1);
    const qsizetype length = below(std::min<qsizetype>(bytes.size() - at, 64) + 1);
    switch (engine() % 9) {
    case 0:
        if (at < bytes.size())
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << engine() % 8));
        break;
    case 1:
        if (at < bytes.size())
            bytes[at] = static_cast<char>(engine());
        break;
    case 2:
        bytes.remove(at, length);
        break;
    case 3:
        bytes.insert(at, bytes.mid(at, length).repeated(1 + below(8)));
        break;
    case 4:
        bytes.truncate(at);
        break;
    case 5: { // the beginning of one, the end of another
        const QByteArray &other = m_corpus[below(m_corpus.size())];
        bytes = bytes.left(at) + other.mid(below(other.size() + 1));
        break;
    }
    case 6:
        bytes.insert(at, m_corpus[below(m_corpus.size())]);
        break;
    case 7:
        bytes.insert(at, QByteArray(1 + below(300), static_cast<char>(engine())));
        break;
    default:
        bytes.replace(at, engine() % 2 == 0 ? 0 : length, words()[below(words().size())]);
    }
}

} // namespace keyturn::fuzz
