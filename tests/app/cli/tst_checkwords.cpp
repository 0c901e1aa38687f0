// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/checkwords.h"
#include "support/registry.h"
#include "words/checkwords.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::cli {

using composition::CheckStep;

/// Every step of a profile's check has a title, and every outcome that is not good a remedy.
class TstCheckWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyStepHasATitle();
    void everyCodeHasARemedy();
    void anErrorOfTheNetworkIsToldToo();
    void whatTheBackendSaysCannotWriteToTheTerminal();

private:
    /// What @p pattern captures in the sources of the checks.
    [[nodiscard]] static QStringList captured(const QString &pattern)
    {
        const QRegularExpression expression(pattern);
        QStringList found;
        QDirIterator files(QStringLiteral(KEYTURN_APP "/composition/profiles"), {QStringLiteral("*probes.cpp")}, QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                return {};
            for (auto matches = expression.globalMatch(QString::fromUtf8(file.readAll())); matches.hasNext();)
                found += matches.next().captured(1);
        }
        found.removeDuplicates();
        return found;
    }
};

void TstCheckWords::everyStepHasATitle()
{
    QStringList whats = captured(QStringLiteral("what = QStringLiteral\\(\"([a-z_]+)\"\\)"));
    whats += captured(QStringLiteral("CheckStep::(?:works|fails|unclear|of)\\(QStringLiteral\\(\"([a-z_]+)\"\\)"));
    whats += captured(QStringLiteral("add(?:Exists|Closed)\\(\"([a-z_]+)\""));
    QVERIFY2(whats.size() > 20, qPrintable(whats.join(u' ')));
    for (const QString &what : std::as_const(whats))
        QVERIFY2(words::checkTitle(CheckStep::works(what, {})) != what, qPrintable(what));
}

void TstCheckWords::everyCodeHasARemedy()
{
    const QStringList codes = captured(QStringLiteral("(?:fails|unclear)\\([^;]*?QStringLiteral\\(\"([a-z_]+)\"\\)(?:, [^\"]*)?\\)"))
        + captured(QStringLiteral("\\? QStringLiteral\\(\"([a-z_]+)\"\\) : QStringLiteral"));
    QVERIFY2(codes.size() > 10, qPrintable(codes.join(u' ')));
    for (const QString &code : codes) {
        const QString remark = checkRemark(CheckStep::fails(QStringLiteral("token"), {}, code, QStringLiteral("detail")), QStringLiteral("Acme"));
        QVERIFY2(remark.endsWith(u'.') && !remark.contains(code + QLatin1String(": ")), qPrintable(code + u'/' + remark));
        QVERIFY2(!remark.contains(QLatin1String("%2")), qPrintable(remark));
    }
}

void TstCheckWords::anErrorOfTheNetworkIsToldToo()
{
    const QString remark =
        checkRemark(CheckStep::of(QStringLiteral("address"), {}, {core::ErrorKind::Offline, QStringLiteral("proxy_failed"), QStringLiteral("x")}),
                    QStringLiteral("Acme"));
    QVERIFY2(remark.contains(QLatin1String("proxy")), qPrintable(remark));
}

void TstCheckWords::whatTheBackendSaysCannotWriteToTheTerminal()
{
    const QString remark =
        checkRemark(CheckStep::fails(QStringLiteral("identity"), {}, QStringLiteral("identity_differs"), QStringLiteral("x\u001b[2J\nworks")), {});
    QVERIFY(!remark.contains(u'\u001b') && !remark.contains(u'\n'));
}

} // namespace keyturn::cli

using keyturn::cli::TstCheckWords;
KEYTURN_TEST(TstCheckWords)
#include "tst_checkwords.moc"
