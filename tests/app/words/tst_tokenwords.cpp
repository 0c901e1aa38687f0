// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "words/tokenwords.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::words {

namespace {

Voice voice()
{
    return {[](const QDateTime &time) { return QString::number(time.toSecsSinceEpoch()); },
            [](std::chrono::seconds span) { return QStringLiteral("%1 s").arg(span.count()); },
            [](const QString &text) { return u'<' + text + u'>'; }};
}

/// What @p pattern captures in the sources of the room.
QStringList inSources(const QString &pattern)
{
    QStringList found;
    QDirIterator files(QStringLiteral(KEYTURN_APP) + QStringLiteral("/inspection"), {QStringLiteral("*.cpp")}, QDir::Files);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            return {};
        for (auto matches = QRegularExpression(pattern).globalMatch(QString::fromUtf8(file.readAll())); matches.hasNext();)
            found += matches.next().captured(1);
    }
    found.removeDuplicates();
    return found;
}

} // namespace

class TstTokenWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFindingHasASentence();
    void everyRefusalHasASentence();
    void whatIsFilledInIsMadeFit();
    void aChangeOfTimeIsADistance();
    void manyKeysAreCut();
};

/// As they stand in the sources, so that a new one cannot be forgotten.
void TstTokenWords::everyFindingHasASentence()
{
    const QStringList ids = inSources(QStringLiteral("QStringLiteral\\(\"([a-z_]+)\"\\)[,)]?\\s*(?::[^,]*)?,\\s*[^\"]*Severity::"));
    QVERIFY2(ids.size() > 30, qPrintable(ids.join(u' ')));
    for (const QString &id : ids) {
        const inspection::Finding finding{id, inspection::Severity::Low, {}, {QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}};
        const QString sentence = findingSentence(finding, voice());
        QVERIFY2(sentence.endsWith(u'.') && !sentence.contains(u'%'), qPrintable(id + QStringLiteral(": ") + sentence));
    }
}

void TstTokenWords::everyRefusalHasASentence()
{
    const QStringList codes = inSources(QStringLiteral("refused\\((?:core::ErrorKind::\\w+, )?[^;]*?\"((?:token|keys)_[a-z_]+)\""));
    QVERIFY2(codes.size() > 12, qPrintable(codes.join(u' ')));
    for (const QString &code : codes)
        QVERIFY2(tokenTrouble(code).endsWith(u'.'), qPrintable(code));
    QVERIFY(tokenTrouble(QStringLiteral("invalid_grant")).isEmpty());
}

void TstTokenWords::whatIsFilledInIsMadeFit()
{
    const inspection::Finding finding{
        QStringLiteral("iss_other"), inspection::Severity::High, {}, {QStringLiteral("%2"), QStringLiteral("https://id.example")}};
    QCOMPARE(findingSentence(finding, voice()), QStringLiteral("It comes from “<%2>”, and “<https://id.example>” was expected. Refuse it."));
}

void TstTokenWords::aChangeOfTimeIsADistance()
{
    using inspection::Change;
    const QDateTime then = QDateTime::fromSecsSinceEpoch(1000, Qt::UTC);
    Change change{Change::Kind::Changed, Change::Part::Claims, QStringLiteral("exp"), QStringLiteral("1000"), QStringLiteral("1900"), then,
                  then.addSecs(900)};
    QCOMPARE(changeSentence(change, voice()), QStringLiteral("<exp> is 900 s later: 1900"));
    std::swap(change.timeBefore, change.timeAfter);
    QCOMPARE(changeSentence(change, voice()), QStringLiteral("<exp> is 900 s earlier: 1000"));
    change.timeBefore = change.timeAfter = {};
    QCOMPARE(changeSentence(change, voice()), QStringLiteral("<exp> was <1000>, and is <1900>"));
}

void TstTokenWords::manyKeysAreCut()
{
    inspection::NoKeyFits none;
    for (int i = 0; i < 200; ++i)
        none.seen.append({QString::number(i), QStringLiteral("RSA 2048"), inspection::KeyFit::OtherId});
    const QString sentence = verificationSentence(none, voice());
    QVERIFY(sentence.contains(QStringLiteral("“<4>” (RSA 2048) has another id")));
    QVERIFY(sentence.endsWith(QLatin1String("and 195 more.")));
}

} // namespace keyturn::words

using keyturn::words::TstTokenWords;
KEYTURN_TEST(TstTokenWords)
#include "tst_tokenwords.moc"
