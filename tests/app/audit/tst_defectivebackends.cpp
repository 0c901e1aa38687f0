// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "auditedbackend.h"
#include "support/registry.h"

#include <QHash>
#include <QTest>

namespace keyturn::audit {

namespace {

/// Of a backend without a defect; one for all defects of a check that are shown with the same options.
CheckResult soundResult(int check, const QStringList &options)
{
    static QHash<QString, CheckResult> results;
    const QString key = QString::number(check) + options.join(u' ');
    if (!results.contains(key)) {
        AuditedBackend backend;
        if (!backend.start(options))
            qFatal("the sound backend does not start");
        results.insert(key, backend.check(check));
    }
    return results.value(key);
}

} // namespace

/// Each check is proven both ways: a backend that has the defect fails it, and the same backend without it passes.
class TstDefectiveBackends : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withTheDefectItFailsWithoutItPasses_data();
    void withTheDefectItFailsWithoutItPasses();
};

void TstDefectiveBackends::withTheDefectItFailsWithoutItPasses_data()
{
    QTest::addColumn<int>("check");
    QTest::addColumn<QString>("defect");
    QTest::addColumn<QStringList>("options"); // of both backends
    const auto row = [](int check, const char *defect, const QStringList &options = {}) {
        QTest::addRow("%d %s %s", check, defect, qPrintable(options.join(u' '))) << check << QString::fromLatin1(defect) << options;
    };
    const QStringList tls{QStringLiteral("--tls")};
    const QStringList sessions{QStringLiteral("--mode"), QStringLiteral("session")};
    const QStringList knowsKey{QStringLiteral("--knows-key")};
    row(1, "plain-http", tls);
    row(1, "old-tls", tls);
    row(2, "cookie-flags");
    row(2, "cookie-not-secure", tls);
    row(2, "cookie-for-scripts");
    row(2, "cookie-for-all-sites", tls);
    row(3, "wide-cookie-path");
    row(4, "no-strict-transport", tls);
    row(4, "short-strict-transport", tls);
    row(5, "no-security-headers");
    row(6, "cacheable-answers");
    row(7, "powered-by");
    row(7, "stack-traces");
    row(8, "cors-reflects");
    row(8, "cors-null");
    row(9, "csrf-off", sessions);
    row(9, "csrf-origin-ignored", sessions);
    row(9, "csrf-text-plain", sessions);
    row(9, "csrf-token-ignored", sessions);
    row(10, "get-changes-state");
    row(11, "alg-none-accepted");
    row(11, "alg-none-misspelt");
    row(11, "signature-ignored");
    row(11, "missing-signature-accepted");
    row(12, "embedded-key-accepted");
    row(12, "key-address-believed");
    row(12, "certificate-address-believed");
    row(12, "key-id-injection");
    row(12, "key-confusion", {QStringLiteral("--signing"), QStringLiteral("RS256")});
    row(13, "weak-secret");
    row(13, "short-key", knowsKey);
    row(14, "expired-accepted");
    row(14, "expired-accepted", knowsKey);
    row(14, "not-yet-valid-accepted", knowsKey);
    row(15, "no-issuer");
    row(15, "no-audience");
    row(15, "issuer-ignored", knowsKey);
    row(15, "audience-ignored", knowsKey);
    row(17, "long-lived-access");
    row(17, "personal-claims");
    row(18, "first-refresh-fails");
    row(19, "old-refresh-accepted");
    row(20, "reuse-ignored");
    row(21, "no-token-id");
    row(22, "forked-refresh");
    row(23, "endless-chain");
    row(25, "session-fixation", sessions);
    row(26, "no-session-timeout", sessions);
    row(26, "no-idle-timeout", sessions);
    row(26, "no-absolute-timeout", sessions);
    row(27, "no-session-list");
    row(27, "revocation-ignored");
    row(27, "password-change-keeps-sessions");
}

void TstDefectiveBackends::withTheDefectItFailsWithoutItPasses()
{
    QFETCH(int, check);
    QFETCH(QString, defect);
    QFETCH(QStringList, options);
    AuditedBackend backend;
    QVERIFY(backend.start(options + QStringList{QStringLiteral("--defect"), defect}));
    const CheckResult weak = backend.check(check);
    QVERIFY2(weak.outcome == Outcome::Fail, qPrintable(wordOf(weak.outcome) + QLatin1String(": ") + weak.evidence));
    QVERIFY(!weak.exchanges.isEmpty());
    const CheckResult sound = soundResult(check, options);
    QVERIFY2(sound.outcome == Outcome::Pass, qPrintable(wordOf(sound.outcome) + QLatin1String(": ") + sound.evidence));
}

} // namespace keyturn::audit

using keyturn::audit::TstDefectiveBackends;
KEYTURN_TEST(TstDefectiveBackends)
#include "tst_defectivebackends.moc"
