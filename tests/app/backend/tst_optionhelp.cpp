// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/optionhelp.h"

#include "backend/options.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::backend {

namespace {

QString helpOf(const QString &option)
{
    const auto line = parseCommandLine({QStringLiteral("keyturn-backend"), option}, QStringLiteral("/data"));
    return line.ok() ? line->text : QString();
}

} // namespace

/// --help, as somebody reads it at a terminal.
class TstOptionHelp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noLineIsWiderThanATerminal()
    {
        for (const QString &line : helpOf(QStringLiteral("--help")).split(u'\n'))
            QVERIFY2(line.size() <= 80, qPrintable(line));
    }

    void everyOptionStandsOnceUnderAHeading()
    {
        const QString help = helpOf(QStringLiteral("-h"));
        const QList<QCommandLineOption> options = serviceOptions(QStringLiteral("/data"));
        QVERIFY(options.size() > 40);
        for (const QCommandLineOption &option : options) {
            const QString name = QStringLiteral("--") + option.names().constLast();
            const QString value = option.valueName().isEmpty() ? QString() : u' ' + option.valueName();
            int lines = 0;
            for (const QString &line : help.split(u'\n'))
                lines += line.startsWith(QLatin1String("  ")) && (line.mid(2) == name + value || line.contains(u' ' + name + value + u' '));
            QVERIFY2(lines == 1, qPrintable(name));
        }
        QVERIFY(!help.contains(QLatin1String("\nOthers:")));
        for (const char *heading : {"Serving:", "Tokens and sessions:", "Passwords and mail:", "Stores:", "Limits:", "Providers:", "Configuration:"})
            QVERIFY2(help.contains(u'\n' + QLatin1String(heading) + u'\n'), heading);
    }

    void whatNoHeadingKnowsComesLast()
    {
        const QString help = optionHelp({{QStringLiteral("frobnicate"), QStringLiteral("Frobnicates.")},
                                         {QStringLiteral("port"), QStringLiteral("Port to serve on."), QStringLiteral("N")}});
        QCOMPARE(help,
                 QStringLiteral("\nServing:\n  --port N                  Port to serve on.\n"
                                "\nOthers:\n  --frobnicate              Frobnicates.\n"));
    }

    void aWideWordHasALineOfItsOwn()
    {
        QCOMPARE(inColumns({{QStringLiteral("abcdefgh"), QStringLiteral("wide")}, {QStringLiteral("a"), QStringLiteral("narrow")}}, 10),
                 QStringLiteral("  abcdefgh\n          wide\n  a       narrow\n"));
    }

    void textIsBrokenBetweenItsWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("broken");
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("fits exactly") << QStringLiteral("one two") << QStringLiteral("one two");
        QTest::newRow("one too many") << QStringLiteral("one twos") << QStringLiteral("one\ntwos");
        QTest::newRow("a long word") << QStringLiteral("a abcdefghij b") << QStringLiteral("a\nabcdefghij\nb");
    }

    void textIsBrokenBetweenItsWords()
    {
        QFETCH(QString, text);
        QTEST(wrapped(text, 7), "broken");
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstOptionHelp;
KEYTURN_TEST(TstOptionHelp)
#include "tst_optionhelp.moc"
