// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/pkce.h"

#include "support/registry.h"

#include <QRegularExpression>
#include <QTest>

namespace keyturn::oauth {

namespace {

/// Answers the octets of RFC 7636's appendix B.
class AppendixB final : public core::Random
{
public:
    QByteArray bytes(qsizetype count) override
    {
        const unsigned char octets[] = {116, 24,  223, 180, 151, 153, 224, 37,  79, 250, 96, 125, 216, 173, 187, 186,
                                        22,  212, 37,  77,  105, 214, 191, 240, 91, 88,  5,  88,  83,  132, 141, 121};
        return QByteArray(reinterpret_cast<const char *>(octets), sizeof octets).left(count);
    }
};

} // namespace

class TstPkce : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theExampleOfTheRfcComesOut();
    void everyVerifierIsAnother();
};

void TstPkce::theExampleOfTheRfcComesOut()
{
    AppendixB random;
    const Pkce pkce = makePkce(random);
    QCOMPARE(pkce.verifier.reveal().toByteArray(), QByteArray("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    QCOMPARE(pkce.challenge, QByteArray("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
}

void TstPkce::everyVerifierIsAnother()
{
    core::SystemRandom random;
    const Pkce one = makePkce(random);
    const Pkce other = makePkce(random);
    QVERIFY(!(one.verifier == other.verifier));
    QVERIFY(one.challenge != other.challenge);
    const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9_-]{43}$"));
    QVERIFY(allowed.match(QString::fromLatin1(one.verifier.reveal())).hasMatch());
    QVERIFY(allowed.match(QString::fromLatin1(one.challenge)).hasMatch());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstPkce;
KEYTURN_TEST(TstPkce)
#include "tst_pkce.moc"
