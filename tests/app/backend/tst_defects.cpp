// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defect.h"
#include "backend/signingkey.h"
#include "defectprobes.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QSslKey>
#include <QTest>

namespace keyturn::backend {

/// Each weakness that can be had: it shows where it is on, and nowhere else.
class TstDefects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        for (const Probes &some : {answerProbes(), signInProbes(), tokenProbes(), signatureProbes(), refreshProbes(), oauthProbes(), pageProbes(),
                                   limitProbes(), accountProbes()})
            m_probes.insert(some);
        QVERIFY(m_sound.start({}));
    }

    void eachShowsWhereItIsOnAlone_data()
    {
        QTest::addColumn<QString>("name");
        for (const DefectDescription &each : defectDescriptions())
            QTest::newRow(each.name) << QString::fromLatin1(each.name);
    }

    void eachShowsWhereItIsOnAlone()
    {
        QFETCH(QString, name);
        QVERIFY2(m_probes.contains(name), "nobody looks for it");
        DefectSite weak;
        QVERIFY(weak.start({name}));
        QVERIFY(m_probes.value(name)(weak));
        QVERIFY(!m_probes.value(name)(m_sound));
    }

    void eachIsInTheListOnce()
    {
        QCOMPARE(defectDescriptions().size(), static_cast<qsizetype>(Defect::Count));
        int last = 0;
        Defects all;
        for (const DefectDescription &each : defectDescriptions()) {
            QVERIFY(!all.has(each.defect));
            all.add(each.defect);
            QCOMPARE(defectNamed(QLatin1String(each.name)), std::optional(each.defect));
            QVERIFY(each.check >= last); // in the order of the audit's checks
            last = each.check;
        }
        QCOMPARE(all.names().size(), defectDescriptions().size());
    }

    void theReadmeNamesThem()
    {
        QFile readme(QFINDTESTDATA("../../../app/backend/README.md"));
        QVERIFY(readme.open(QIODevice::ReadOnly));
        const QByteArray text = readme.readAll();
        for (const DefectDescription &each : defectDescriptions())
            QVERIFY2(text.contains('`' + QByteArray(each.name) + '`'), each.name);
    }

    void theConfusedKeyIsTheOneThatAFileHolds()
    {
        const auto key = SigningKey::generate(SigningKey::Algorithm::Rs256);
        const QByteArray pem = publicKeyPem(key->publicJwk());
        const QSslKey read(pem, QSsl::Rsa, QSsl::Pem, QSsl::PublicKey);
        QCOMPARE(read.length(), 2048);
        QCOMPARE(read.toPem(), pem);
    }

    void theProgramListsThem()
    {
        BackendProcess program;
        QCOMPARE(program.runToEnd({QStringLiteral("--list-defects")}), 0);
        QCOMPARE(program.output().count('\n'), defectDescriptions().size() + 1);
        QVERIFY(program.output().contains("wide-cookie-path"));
    }

    void theyAreSaidAloud()
    {
        BackendProcess weak;
        QVERIFY(weak.start({QStringLiteral("--faults"), QStringLiteral("--defect"), QStringLiteral("powered-by"), QStringLiteral("--defect"),
                            QStringLiteral("cookie-flags")}));
        const QJsonArray both{QStringLiteral("cookie-flags"), QStringLiteral("powered-by")};
        QCOMPARE(weak.readyLine().value(QStringLiteral("defects")).toArray(), both);
        QTRY_VERIFY(weak.log().contains("unsafe_on_purpose"));
        QVERIFY(!m_sound.journey().backend().readyLine().contains(QStringLiteral("defects")));
    }

    void theyWantFaults_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("told");
        const QString defect = QStringLiteral("--defect");
        const QString faults = QStringLiteral("--faults");
        QTest::newRow("without faults") << QStringList{defect, QStringLiteral("powered-by")} << QByteArray("--faults");
        QTest::newRow("unknown") << QStringList{faults, defect, QStringLiteral("fire")} << QByteArray("--list-defects");
        QTest::newRow("for others") << QStringList{faults, defect, QStringLiteral("powered-by"), QStringLiteral("--listen"),
                                                   QStringLiteral("0.0.0.0")}
                                    << QByteArray("loopback");
    }

    void theyWantFaults()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, told);
        BackendProcess program;
        QCOMPARE(program.runToEnd(arguments), 2);
        QVERIFY2(program.log().contains(told), program.log().constData());
    }

private:
    Probes m_probes;
    DefectSite m_sound;
};

} // namespace keyturn::backend

using keyturn::backend::TstDefects;
KEYTURN_TEST(TstDefects)
#include "tst_defects.moc"
