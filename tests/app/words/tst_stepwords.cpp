// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "words/stepwords.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::words {

class TstStepWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPurposeOfARequestHasWords();
    void whatIsNoStepHasNone();
};

/// As they stand in the sources, so that a new one cannot be forgotten.
void TstStepWords::everyPurposeOfARequestHasWords()
{
    const QRegularExpression purposes[] = {
        QRegularExpression(QStringLiteral("\\b(?:purpose|step) = QStringLiteral\\(\"([^\"]+)\"\\)")),
        // The last text of a call that makes a request.
        QRegularExpression(
            QStringLiteral("(?<![.>])\\b(?:buildRequest|act|post|get)\\([^;]*?QStringLiteral\\(\"([a-z][a-z -]+)\"\\)(?:, [^;\"]*)?\\)")),
        QRegularExpression(QStringLiteral("Asked::[A-Za-z]+, QStringLiteral\\(\"([a-z -]+)\"\\)"))};
    QStringList found;
    QDirIterator files(QStringLiteral(KEYTURN_APP), {QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (path.contains(QLatin1String("/app/backend/")))
            continue; // the server's
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        for (const QRegularExpression &purpose : purposes) {
            for (auto matches = purpose.globalMatch(text); matches.hasNext();)
                found += matches.next().captured(1);
        }
    }
    found.removeDuplicates();
    for (const char *known : {"sign-in", "identity", "csrf token", "userinfo", "emails", "token", "refresh", "revocation", "password reset",
                              "revoke other sessions", "sessions", "jwks"})
        QVERIFY2(found.contains(QLatin1String(known)), qPrintable(QLatin1String(known) + QLatin1String(" is not among ") + found.join(u',')));
    for (const QString &step : std::as_const(found))
        QVERIFY2(!stepWords(step).isEmpty(), qPrintable(step));
}

void TstStepWords::whatIsNoStepHasNone()
{
    QCOMPARE(stepWords({}), QString());
    QCOMPARE(stepWords(QStringLiteral("a step of tomorrow")), QString());
}

} // namespace keyturn::words

using keyturn::words::TstStepWords;
KEYTURN_TEST(TstStepWords)
#include "tst_stepwords.moc"
