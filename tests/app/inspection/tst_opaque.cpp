// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::inspection {

class TstOpaque : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatItLooksLikeIsTold_data();
    void whatItLooksLikeIsTold();
};

void TstOpaque::whatItLooksLikeIsTold_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("shape");
    QTest::addColumn<int>("alphabet");
    QTest::addColumn<int>("bits"); ///< At least; at most 10 more.
    QTest::addColumn<QString>("findings");
    const auto row = [](const QByteArray &text, const char *shape, Alphabet alphabet, int bits, const char *findings = "") {
        QTest::newRow(text.left(16).constData()) << text << QString::fromLatin1(shape) << int(alphabet) << bits << QString::fromLatin1(findings);
    };
    row("gho_16C7e42F292c6912E7710c838347Ae178B4a", "github_oauth", Alphabet::Base64Url, 144);
    row("github_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ", "github_personal", Alphabet::Base64Url, 200);
    row("ya29.a0AfH6SMBx7k9Qz", "google_access", Alphabet::Printable, 83);
    row("1//0gAbCdEfGhIjKlMnOpQr", "google_refresh", Alphabet::Base64, 115);
    row("v4.public.eyJkYXRhIjoidGhpcyJ9Zm9v", "paseto", Alphabet::Printable, 135);
    row("5f2b8c0a-6a61-4c1e-9d57-0c1d9b7f3e21", "uuid", Alphabet::Hexadecimal, 122);
    row("5f2b8c0a-6a61-11ee-9d57-0c1d9b7f3e21", "uuid_of_time", Alphabet::Hexadecimal, 14, "medium uuid_of_time");
    row("$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "bcrypt", Alphabet::Printable, 350, "high password_hash");
    row("9f86d081884c7d659a2feaa0c55ad015", "", Alphabet::Hexadecimal, 128);
    row("9f86d081884c7d659a2feaa0c55ad01", "", Alphabet::Hexadecimal, 120, "medium opaque_short");
    row("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", Alphabet::Hexadecimal, 0, "medium opaque_short");
    row("123456", "", Alphabet::Digits, 19, "medium opaque_short");
    row("not.three.parts", "", Alphabet::Printable, 70, "medium opaque_short");
    row("x", "", Alphabet::Alphanumeric, 0, "medium opaque_short");
}

void TstOpaque::whatItLooksLikeIsTold()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, bits);
    const core::Result<Token> token = readToken(core::Secret(text));
    QVERIFY(token.ok());
    const auto &opaque = std::get<OpaqueToken>(token->content);
    QCOMPARE(opaque.length, text.size());
    QTEST(opaque.shape, "shape");
    QTEST(int(opaque.alphabet), "alphabet");
    QVERIFY2(opaque.bits >= bits && opaque.bits <= bits + 30, qPrintable(QString::number(opaque.bits)));
    QTEST(said(findingsOf(*token, {noon()})), "findings");
}

} // namespace keyturn::inspection

using keyturn::inspection::TstOpaque;
KEYTURN_TEST(TstOpaque)
#include "tst_opaque.moc"
