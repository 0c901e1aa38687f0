// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "auditedbackend.h"
#include "support/registry.h"

#include <QMap>
#include <QTest>

#include <map>

namespace keyturn::audit {

/// Each check is proven both ways: a backend that has the defect fails it, and the same backend without it passes.
class TstDefectiveBackends : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withTheDefectItFailsWithoutItPasses_data();
    void withTheDefectItFailsWithoutItPasses();

private:
    [[nodiscard]] CheckResult soundResult(int check, const QStringList &options);

    std::map<QStringList, AuditedBackend> m_backends; // by options: the keys that one has made serve the next
    QMap<std::pair<int, QStringList>, CheckResult> m_sound; // asked once for all defects of a check
};

CheckResult TstDefectiveBackends::soundResult(int check, const QStringList &options)
{
    const std::pair key(check, options);
    if (!m_sound.contains(key)) {
        AuditedBackend &backend = m_backends[options];
        m_sound.insert(key, backend.start(options) ? backend.check(check) : CheckResult());
    }
    return m_sound.value(key);
}

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
    const QString verifiedEmail = QStringLiteral("--verified-email");
    const QStringList limited{QStringLiteral("--rate-limit"), QStringLiteral("8/600")};
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
    row(16, "refresh-as-access");
    row(16, "access-as-refresh");
    row(16, "id-token-as-access");
    row(17, "long-lived-access");
    row(17, "personal-claims");
    row(18, "first-refresh-fails");
    row(19, "old-refresh-accepted");
    row(20, "reuse-ignored");
    row(21, "no-token-id");
    row(22, "forked-refresh");
    row(23, "endless-chain");
    row(24, "sign-out-ignored");
    row(24, "access-outlives-sign-out");
    row(25, "session-fixation", sessions);
    row(26, "no-session-timeout", sessions);
    row(26, "no-idle-timeout", sessions);
    row(26, "no-absolute-timeout", sessions);
    row(27, "no-session-list");
    row(27, "revocation-ignored");
    row(27, "password-change-keeps-sessions");
    row(28, "sign-in-tells-accounts", {verifiedEmail});
    row(28, "register-tells-accounts", {verifiedEmail});
    row(28, "reset-tells-accounts", {verifiedEmail});
    row(29, "time-tells-accounts");
    for (const char *defect : {"no-rate-limits", "unlimited-sign-in", "unlimited-registration", "unlimited-refresh"})
        row(30, defect, limited);
    row(31, "silent-limits", limited);
    row(32, "forwarded-for-believed", limited);
    row(32, "no-account-limit", limited + QStringList{QStringLiteral("--trusted-proxy"), QStringLiteral("127.0.0.1")});
    row(33, "short-passwords");
    row(33, "common-passwords");
    row(33, "no-long-passwords");
    row(34, "truncated-passwords");
    row(35, "email-as-typed");
    for (const char *defect : {"crash-on-input", "crash-on-large-body", "hang-on-input", "drop-on-input"})
        row(36, defect);
    row(37, "role-settable");
    row(37, "role-changeable");
    row(37, "users-delete-others");
    row(38, "token-in-url");
    row(38, "token-in-redirect");
    row(38, "password-in-url");
    for (const char *defect :
         {"no-state", "fixed-state", "callback-without-state", "no-nonce", "fixed-nonce", "no-pkce", "plain-challenge", "fixed-pkce"})
        row(39, defect);
    row(40, "any-redirect");
    row(40, "redirect-prefix");
    for (const char *defect : {"code-reusable", "long-lived-code", "plain-pkce", "optional-pkce", "verifier-ignored"})
        row(41, defect);
    row(42, "legacy-grants");
    row(43, "no-metadata");
    row(43, "inexact-issuer");
    row(43, "no-issuer-in-callback");
    row(44, "open-redirect");
    row(45, "no-challenge");
    row(46, "unverified-email-takes-over");
}

void TstDefectiveBackends::withTheDefectItFailsWithoutItPasses()
{
    QFETCH(int, check);
    QFETCH(QString, defect);
    QFETCH(QStringList, options);
    AuditedBackend &backend = m_backends[options];
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
