// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizationresponse.h"

#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

namespace {

const AuthorizationExpectation plain{"St4te-of_ours", {}, false};
const AuthorizationExpectation withIssuer{"St4te-of_ours", QStringLiteral("https://id.example"), false};
const AuthorizationExpectation issuerPromised{"St4te-of_ours", QStringLiteral("https://id.example"), true};

/// One word for what came out: `foreign`, `code:…`, or the error's code.
QString outcome(const QString &query, const AuthorizationExpectation &expected = plain)
{
    const AuthorizationAnswer answer = readAuthorizationResponse(query, expected);
    if (std::holds_alternative<ForeignAnswer>(answer))
        return QStringLiteral("foreign");
    const auto &ours = std::get<core::Result<core::Secret>>(answer);
    return ours.ok() ? QStringLiteral("code:") + QString::fromLatin1(ours->reveal()) : ours.error().code;
}

core::Error errorOf(const QString &query)
{
    const AuthorizationAnswer answer = readAuthorizationResponse(query, plain);
    const auto *ours = std::get_if<core::Result<core::Secret>>(&answer);
    return ours && !ours->ok() ? ours->error() : core::Error{};
}

} // namespace

class TstAuthorizationResponse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theCodeIsRead_data();
    void theCodeIsRead();
    void foreignAnswersAreTold_data();
    void foreignAnswersAreTold();
    void badAnswersOfOursAreErrors_data();
    void badAnswersOfOursAreErrors();
    void fault25TheIssuerIsChecked_data();
    void fault25TheIssuerIsChecked();
    void refusalsKeepTheProvidersCode();
    void fault22DescriptionsBecomePlainText_data();
    void fault22DescriptionsBecomePlainText();
    void anEmptyExpectationMatchesNothing();
};

void TstAuthorizationResponse::theCodeIsRead_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("code");
    QTest::newRow("plain") << "code=abc&state=St4te-of_ours"
                           << "abc";
    QTest::newRow("in any order, with strangers") << "scope=a+b&x=%zz&state=St4te-of_ours&session_state=1&code=abc"
                                                  << "abc";
    QTest::newRow("fault 31: percent-encoded") << "code=4%2F0Ad%2Bx%3D%3D&state=St4te-of_ours"
                                               << "4/0Ad+x==";
    QTest::newRow("fault 31: plus is a blank") << "code=a+b&state=St4te-of_ours"
                                               << "a b";
    QTest::newRow("an encoded name") << "%63ode=abc&state=St4te-of_ours"
                                     << "abc";
    QTest::newRow("an encoded state") << "code=abc&state=St4te%2Dof%5fours"
                                      << "abc";
    QTest::newRow("equals signs in the value") << "code=a=b==&state=St4te-of_ours"
                                               << "a=b==";
    QTest::newRow("empty parameters") << "&&code=abc&&state=St4te-of_ours&"
                                      << "abc";
    QTest::newRow("as long as allowed") << QStringLiteral("state=St4te-of_ours&code=") + QString(4096, u'c') << QString(4096, u'c');
}

void TstAuthorizationResponse::theCodeIsRead()
{
    QFETCH(QString, query);
    QFETCH(QString, code);
    QCOMPARE(outcome(query), QStringLiteral("code:") + code);
}

void TstAuthorizationResponse::foreignAnswersAreTold_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("fault 18: no state") << "code=abc";
    QTest::newRow("fault 18: empty state") << "code=abc&state=";
    QTest::newRow("fault 18: state without a value") << "code=abc&state";
    QTest::newRow("fault 18: wrong state") << "code=abc&state=St4te-of_theirs";
    QTest::newRow("fault 18: truncated state") << "code=abc&state=St4te-of_our";
    QTest::newRow("fault 18: prolonged state") << "code=abc&state=St4te-of_ours0";
    QTest::newRow("fault 18: state with its case changed") << "code=abc&state=st4te-of_ours";
    QTest::newRow("state with a blank") << "code=abc&state=St4te-of_ours+";
    QTest::newRow("state and NUL") << "code=abc&state=St4te-of_ours%00";
    QTest::newRow("state not well encoded") << "code=abc&state=St4te-of_ours%";
    QTest::newRow("state of invalid UTF-8") << "code=abc&state=%ff";
    QTest::newRow("a name of other case") << "code=abc&State=St4te-of_ours";
    QTest::newRow("fault 20: state twice") << "code=abc&state=St4te-of_ours&state=St4te-of_ours";
    QTest::newRow("fault 20: a wrong and the right state") << "state=x&code=abc&state=St4te-of_ours";
    QTest::newRow("fault 21: error with a wrong state") << "error=access_denied&state=wrong";
    QTest::newRow("fault 21: error without state") << "error=access_denied";
    QTest::newRow("fault 32: token with a wrong state") << "access_token=abc&state=wrong";
    QTest::newRow("nothing") << "";
    QTest::newRow("ten thousand parameters") << QStringLiteral("a&").repeated(10'000) + QStringLiteral("state=St4te-of_ours&code=abc");
}

void TstAuthorizationResponse::foreignAnswersAreTold()
{
    QFETCH(QString, query);
    QCOMPARE(outcome(query, issuerPromised), QStringLiteral("foreign"));
}

void TstAuthorizationResponse::badAnswersOfOursAreErrors_data()
{
    QTest::addColumn<QString>("rest");
    QTest::addColumn<QString>("code");
    QTest::newRow("fault 20: code twice") << "code=a&code=b"
                                          << "response_duplicate";
    QTest::newRow("fault 20: the same code twice") << "code=a&code=a"
                                                   << "response_duplicate";
    QTest::newRow("fault 20: the second one encoded") << "code=a&c%6fde=b"
                                                      << "response_duplicate";
    QTest::newRow("fault 20: iss twice") << "code=a&iss=x&iss=y"
                                         << "response_duplicate";
    QTest::newRow("error twice") << "error=a&error=b"
                                 << "response_duplicate";
    QTest::newRow("fault 23: code and error") << "code=a&error=access_denied"
                                              << "response_malformed";
    QTest::newRow("fault 31: a lone percent sign") << "code=a%"
                                                   << "response_malformed";
    QTest::newRow("fault 31: half an escape") << "code=a%4"
                                              << "response_malformed";
    QTest::newRow("fault 31: no hex digits") << "code=a%4x"
                                             << "response_malformed";
    QTest::newRow("fault 31: NUL") << "code=a%00b"
                                   << "response_malformed";
    QTest::newRow("fault 31: line feed") << "code=a%0Ab"
                                         << "response_malformed";
    QTest::newRow("fault 31: invalid UTF-8") << "code=%c3%28"
                                             << "response_malformed";
    QTest::newRow("fault 31: overlong UTF-8") << "code=%c0%af"
                                              << "response_malformed";
    QTest::newRow("fault 31: an encoded surrogate") << "code=%ed%a0%80"
                                                    << "response_malformed";
    QTest::newRow("beyond ASCII") << "code=%c3%a4"
                                  << "response_malformed";
    QTest::newRow("a name not well encoded") << "code=a&%=b"
                                             << "response_malformed";
    QTest::newRow("a code too long") << QStringLiteral("code=") + QString(4097, u'c') << "response_malformed";
    QTest::newRow("fault 32: access_token") << "access_token=a&token_type=bearer"
                                            << "response_token_in_query";
    QTest::newRow("fault 32: the token of a hand-off") << "token=a"
                                                       << "response_token_in_query";
    QTest::newRow("fault 32: code and id_token") << "code=a&id_token=b"
                                                 << "response_token_in_query";
    QTest::newRow("no code") << "scope=a"
                             << "response_code_missing";
    QTest::newRow("an empty code") << "code="
                                   << "response_code_missing";
    QTest::newRow("an empty error") << "error="
                                    << "response_malformed";
    QTest::newRow("an error that is a text") << "error=%3Cscript%3E%22"
                                             << "response_malformed";
    QTest::newRow("an error that is long") << QStringLiteral("error=") + QString(65, u'e') << "response_malformed";
}

void TstAuthorizationResponse::badAnswersOfOursAreErrors()
{
    QFETCH(QString, rest);
    QFETCH(QString, code);
    const core::Error error = errorOf(QStringLiteral("state=St4te-of_ours&") + rest);
    QCOMPARE(error.code, code);
    QCOMPARE(error.kind, core::ErrorKind::BadReply);
    QVERIFY(!error.detail.contains(QStringLiteral("script")));
}

void TstAuthorizationResponse::fault25TheIssuerIsChecked_data()
{
    QTest::addColumn<QString>("iss");
    QTest::addColumn<QString>("whenKnown");
    QTest::addColumn<QString>("whenPromised");
    QTest::newRow("right") << "&iss=https%3A%2F%2Fid.example"
                           << "code:abc"
                           << "code:abc";
    QTest::newRow("missing") << ""
                             << "code:abc"
                             << "response_issuer";
    QTest::newRow("empty") << "&iss="
                           << "response_issuer"
                           << "response_issuer";
    QTest::newRow("fault 24: another provider's") << "&iss=https%3A%2F%2Fevil.example"
                                                  << "response_issuer"
                                                  << "response_issuer";
    QTest::newRow("with a slash behind it") << "&iss=https%3A%2F%2Fid.example%2F"
                                            << "response_issuer"
                                            << "response_issuer";
    QTest::newRow("of other case") << "&iss=https%3A%2F%2FID.example"
                                   << "response_issuer"
                                   << "response_issuer";
    QTest::newRow("not well encoded") << "&iss=https%3A%2"
                                      << "response_malformed"
                                      << "response_malformed";
}

void TstAuthorizationResponse::fault25TheIssuerIsChecked()
{
    QFETCH(QString, iss);
    const QString query = QStringLiteral("code=abc&state=St4te-of_ours") + iss;
    QTEST(outcome(query, withIssuer), "whenKnown");
    QTEST(outcome(query, issuerPromised), "whenPromised");
    // RFC 9207 §2.4 goes for errors too: another provider's refusal is none of ours.
    if (!iss.isEmpty() && outcome(query, withIssuer) == QLatin1String("response_issuer"))
        QCOMPARE(outcome(QStringLiteral("error=access_denied&state=St4te-of_ours") + iss, withIssuer), QStringLiteral("response_issuer"));
}

void TstAuthorizationResponse::refusalsKeepTheProvidersCode()
{
    const core::Error denied = errorOf(QStringLiteral("error=access_denied&state=St4te-of_ours&error_description=No+thanks"));
    QCOMPARE(denied, (core::Error{core::ErrorKind::Cancelled, QStringLiteral("access_denied"), QStringLiteral("No thanks")}));
    const core::Error other = errorOf(QStringLiteral("error=invalid_scope&state=St4te-of_ours"));
    QCOMPARE(other, (core::Error{core::ErrorKind::Rejected, QStringLiteral("invalid_scope"), {}}));
}

void TstAuthorizationResponse::fault22DescriptionsBecomePlainText_data()
{
    QTest::addColumn<QString>("encoded");
    QTest::addColumn<QString>("shown");
    QTest::newRow("HTML stays text") << "%3Cb%3Ebold%3C%2Fb%3E"
                                     << "<b>bold</b>";
    QTest::newRow("bidi override") << "abc%E2%80%AEdcba%E2%80%AC"
                                   << "abcdcba";
    QTest::newRow("bidi isolate") << "a%E2%81%A6b%E2%81%A9"
                                  << "ab";
    QTest::newRow("zero width") << "a%E2%80%8Bb%EF%BB%BF"
                                << "ab";
    QTest::newRow("control characters") << "a%00b%07c%1B%5B31m"
                                        << "abc[31m";
    QTest::newRow("lines") << "one%0D%0Atwo%E2%80%A8three"
                           << "one twothree";
    QTest::newRow("10 kB") << QString(10'000, u'x') << QString(199, u'x') + QStringLiteral("…");
    QTest::newRow("10 kB of nothing visible") << QStringLiteral("%E2%80%AE").repeated(3'000) << "";
    QTest::newRow("a pair at the cut") << QString(198, u'x') + QStringLiteral("%F0%9F%98%80").repeated(5) << QString(198, u'x') + QStringLiteral("…");
    QTest::newRow("other scripts") << "%D0%BE%D1%82%D0%BA%D0%B0%D0%B7" << QStringLiteral("отказ");
}

void TstAuthorizationResponse::fault22DescriptionsBecomePlainText()
{
    QFETCH(QString, encoded);
    QTEST(errorOf(QStringLiteral("error=server_error&state=St4te-of_ours&error_description=") + encoded).detail, "shown");
}

void TstAuthorizationResponse::anEmptyExpectationMatchesNothing()
{
    QCOMPARE(outcome(QStringLiteral("code=abc&state="), AuthorizationExpectation{}), QStringLiteral("foreign"));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstAuthorizationResponse;
KEYTURN_TEST(TstAuthorizationResponse)
#include "tst_authorizationresponse.moc"
