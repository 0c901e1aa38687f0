// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/sentences.h"
#include "support/registry.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::cli {

using core::Error;
using core::ErrorKind;

/// Errors are told in sentences: what happened, what it means, what to do.
class TstSentences : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyErrorOfTheProgramIsASentence_data();
    void everyErrorOfTheProgramIsASentence();
    void theBackendIsNamed();
    void aHostileBackendCannotWriteToTheTerminal();
    void whatIsFilledInIsNoPlaceToFill();
    void aWaitIsTold();
    void fieldsStandBelow();
    void theBackendsOwnWordsAreSaid_data();
    void theBackendsOwnWordsAreSaid();
};

/// Every `ErrorKind::Kind, QStringLiteral("code")` in the sources: a new error cannot be forgotten here.
void TstSentences::everyErrorOfTheProgramIsASentence_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("code");
    static const QRegularExpression made(QStringLiteral("ErrorKind::(\\w+),\\s*QStringLiteral\\(\"([a-z0-9_]+)\"\\)"));
    int found = 0;
    QDirIterator files(QStringLiteral(KEYTURN_APP), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (path.contains(QLatin1String("/backend/")))
            continue; // the server's own errors never reach the client's code
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto matches = made.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            ++found;
            const QByteArray name = (match.captured(1) + u' ' + match.captured(2) + u' ' + QString::number(found)).toUtf8();
            QTest::newRow(name.constData()) << match.captured(1) << match.captured(2);
        }
    }
    QVERIFY2(found > 60, qPrintable(QString::number(found)));
}

void TstSentences::everyErrorOfTheProgramIsASentence()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, code);
    static const QHash<QString, ErrorKind> kinds{
        {QStringLiteral("Offline"), ErrorKind::Offline},         {QStringLiteral("Cancelled"), ErrorKind::Cancelled},
        {QStringLiteral("Rejected"), ErrorKind::Rejected},       {QStringLiteral("RateLimited"), ErrorKind::RateLimited},
        {QStringLiteral("SignInAgain"), ErrorKind::SignInAgain}, {QStringLiteral("BadReply"), ErrorKind::BadReply},
        {QStringLiteral("Storage"), ErrorKind::Storage},         {QStringLiteral("Configuration"), ErrorKind::Configuration}};
    QVERIFY(kinds.contains(kind));
    if (code == QLatin1String("usage"))
        return; // its detail is the sentence
    const QString sentence = sentenceFor({kinds.value(kind), code, QStringLiteral("detail")}, QStringLiteral("Example"));
    static const QRegularExpression whole(QStringLiteral("\\A\\p{Lu}.{18,400}[.:a-z]\\z"), QRegularExpression::DotMatchesEverythingOption);
    QVERIFY2(whole.match(sentence).hasMatch(), qPrintable(sentence));
    QVERIFY2(!sentence.contains(QRegularExpression(QStringLiteral("%[0-9]"))), qPrintable(sentence));
}

void TstSentences::theBackendIsNamed()
{
    const Error error{ErrorKind::Offline, QStringLiteral("connection_refused"), {}};
    QVERIFY(sentenceFor(error, QStringLiteral("Example")).startsWith(QLatin1String("Example does not answer")));
    QVERIFY(sentenceFor(error, {}).startsWith(QLatin1String("The backend does not answer")));
}

void TstSentences::aHostileBackendCannotWriteToTheTerminal()
{
    Error error{ErrorKind::Rejected, QStringLiteral("\u001b]0;owned\a"), QStringLiteral("x\ny")};
    error.fields = {{QStringLiteral("email\u001b[2J"), QStringLiteral("bad\r\nPassword:")}};
    const QString sentence = sentenceFor(error, QStringLiteral("Evil\u202e"));
    QVERIFY(!sentence.contains(u'\u001b'));
    QVERIFY(!sentence.contains(u'\u202e'));
    QVERIFY(!sentence.contains(u'\a'));
    QCOMPARE(sentence.count(u'\n'), 1); // ours, before the field
}

void TstSentences::whatIsFilledInIsNoPlaceToFill()
{
    const Error error{ErrorKind::Storage, QStringLiteral("keychain_failed"), QStringLiteral("%1 %2 %3")};
    QVERIFY(sentenceFor(error, QStringLiteral("Example")).contains(QLatin1String("(%1 %2 %3)")));
}

void TstSentences::aWaitIsTold()
{
    Error error{ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}};
    error.retryAfter = std::chrono::seconds(42);
    QVERIFY(sentenceFor(error, QStringLiteral("Example")).contains(QLatin1String("in 42 s.")));
    Error down{ErrorKind::Offline, QStringLiteral("server_error"), {}};
    QVERIFY(sentenceFor(down, QStringLiteral("Example")).contains(QLatin1String("try again later")));
    down.retryAfter = std::chrono::seconds(42);
    QVERIFY(sentenceFor(down, QStringLiteral("Example")).contains(QLatin1String("fault of its own just now")));
    QVERIFY(sentenceFor(down, QStringLiteral("Example")).contains(QLatin1String("in 42 s.")));
}

void TstSentences::fieldsStandBelow()
{
    Error error{ErrorKind::Rejected, QStringLiteral("validation_failed"), {}};
    error.fields = {{QStringLiteral("email"), QStringLiteral("This is not an e-mail address.")}};
    QCOMPARE(sentenceFor(error, QStringLiteral("Example")),
             QStringLiteral("Example did not accept what was entered:\n  email: This is not an e-mail address."));
}

void TstSentences::theBackendsOwnWordsAreSaid_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, ErrorKind kind, const char *detail, const char *step, const char *sentence) {
        QTest::newRow(name) << int(kind) << QString::fromUtf8(detail) << QString::fromUtf8(step) << QString::fromUtf8(sentence);
    };
    row("a refusal", ErrorKind::Rejected, "suspended until Monday", "", "Example refused this: “suspended until Monday”. Nothing was changed.");
    row("of a step", ErrorKind::Rejected, "suspended until Monday", "sign-in",
        "Example refused this (signing in): “suspended until Monday”. Nothing was changed.");
    row("without words", ErrorKind::Rejected, "", "identity", "Example refused this (asking who signed in: odd_code). Nothing was changed.");
    row("without anything", ErrorKind::Rejected, "", "", "Example refused this (odd_code). Nothing was changed.");
    row("an answer of a step", ErrorKind::BadReply, "a body of more than 262144 bytes", "identity",
        "Example answered in a way that Keyturn does not trust while it was asking who signed in (odd_code: a body of more than 262144 bytes). "
        "Nothing of it was used.");
    row("an answer without more", ErrorKind::BadReply, "", "",
        "Example answered in a way that Keyturn does not trust (odd_code). Nothing of it was used.");
}

void TstSentences::theBackendsOwnWordsAreSaid()
{
    QFETCH(const int, kind);
    QFETCH(const QString, detail);
    QFETCH(const QString, step);
    Error error{static_cast<ErrorKind>(kind), QStringLiteral("odd_code"), detail};
    error.step = step;
    QTEST(sentenceFor(error, QStringLiteral("Example")), "sentence");
}

} // namespace keyturn::cli

using keyturn::cli::TstSentences;
KEYTURN_TEST(TstSentences)
#include "tst_sentences.moc"
