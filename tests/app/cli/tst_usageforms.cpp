// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/generaloptions.h"
#include "cli/usageforms.h"
#include "support/registry.h"

#include <QRegularExpression>
#include <QTest>

namespace keyturn::cli {

/// What completion reads out of a command's usage line and its parser.
class TstUsageForms : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aUsageLineSaysWhichWordsMayCome_data();
    void aUsageLineSaysWhichWordsMayCome();
    void choicesOfAnOptionStandInTheUsageLine();
    void optionsAreThoseOfTheParser();
    void everyCommandsUsageNamesOptionsThatItHas();
};

void TstUsageForms::aUsageLineSaysWhichWordsMayCome_data()
{
    QTest::addColumn<QString>("usage");
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("next");
    const auto row = [](const char *name, const char *usage, const QStringList &before, const QStringList &next) {
        QTest::newRow(name) << QString::fromUtf8(usage) << before << next;
    };
    const QString a = QStringLiteral("ada");
    const char *sessions = "ACCOUNT [--ended] [--export FILE] | label ACCOUNT ID TEXT | revoke ACCOUNT ID… | revoke ACCOUNT --others";
    row("a word or a verb", sessions, {}, {QStringLiteral("ACCOUNT"), QStringLiteral("label"), QStringLiteral("revoke")});
    row("after a verb", sessions, {QStringLiteral("label")}, {QStringLiteral("ACCOUNT")});
    row("after a word", sessions, {a}, {});
    row("a word that may come again", sessions, {QStringLiteral("revoke"), a, QStringLiteral("1"), QStringLiteral("2")}, {QStringLiteral("ID")});
    row("a word that may not", sessions, {QStringLiteral("label"), a, QStringLiteral("1"), QStringLiteral("x")}, {});
    const char *profiles = "[list | show ID | add FILE|- [--force] | validate FILE|- [--offline | --user NAME [--password-stdin]]]";
    row("brackets around all of it", profiles, {},
        {QStringLiteral("list"), QStringLiteral("show"), QStringLiteral("add"), QStringLiteral("validate")});
    row("a word or a hyphen", profiles, {QStringLiteral("add")}, {QStringLiteral("FILE"), QStringLiteral("-")});
    const char *password = "change ACCOUNT [--step-up]\n       keyturn-cli password reset --profile ID --user EMAIL";
    row("several lines", password, {}, {QStringLiteral("change"), QStringLiteral("reset")});
    row("options alone behind a verb", password, {QStringLiteral("reset")}, {});
    row("options in quotes", "ACCOUNT METHOD URL [-H 'K: V']… [-d DATA|@FILE|-] [-i]", {a}, {QStringLiteral("METHOD")});
    row("and after them", "ACCOUNT METHOD URL [-H 'K: V']… [-d DATA|@FILE|-] [-i]", {a, QStringLiteral("GET"), QStringLiteral("/x")}, {});
    row("another program's options", "start [--port N] [-- OPTIONS OF IT] | stop", {QStringLiteral("start")}, {});
    row("one or the other", "(--profile ID | URL) [--user U --password-stdin] [-o FILE]", {}, {QStringLiteral("URL")});
    row("nothing", "[--json]", {}, {});
}

void TstUsageForms::aUsageLineSaysWhichWordsMayCome()
{
    QFETCH(QString, usage);
    QFETCH(QStringList, before);
    QFETCH(QStringList, next);
    QCOMPARE(nextWords(usageForms(usage), before), next);
}

void TstUsageForms::choicesOfAnOptionStandInTheUsageLine()
{
    const QString usage = QStringLiteral("ACCOUNT [--as raw|json|header] [--min-validity SECONDS] [--format text|sarif]");
    QCOMPARE(usageChoices(usage, QStringLiteral("as")), (QStringList{QStringLiteral("raw"), QStringLiteral("json"), QStringLiteral("header")}));
    QCOMPARE(usageChoices(usage, QStringLiteral("min-validity")), QStringList());
    QCOMPARE(usageChoices(usage, QStringLiteral("a")), QStringList());
}

void TstUsageForms::optionsAreThoseOfTheParser()
{
    QCommandLineParser parser;
    QCommandLineOption hidden(QStringLiteral("password"), QString(), QStringLiteral("password"));
    hidden.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({{{QStringLiteral("o"), QStringLiteral("output")},
                        QStringLiteral("Writes the answer, which may be long, to a file of that name."),
                        QStringLiteral("file")},
                       {QStringLiteral("force-refresh"), QStringLiteral("Renews it.")},
                       {QStringLiteral("H"), QStringLiteral("A header."), QStringLiteral("K: V")},
                       hidden});
    const QList<ShownOption> shown = shownOptions(parser);
    QCOMPARE(shown.size(), 3);
    QCOMPARE(shown.at(0).names, (QStringList{QStringLiteral("-o"), QStringLiteral("--output")}));
    QCOMPARE(shown.at(0).value, QStringLiteral("file"));
    QCOMPARE(shown.at(0).description, QStringLiteral("Writes the answer, which may be long, to a file of that name."));
    QCOMPARE(shown.at(1).value, QString());
    QCOMPARE(shown.at(2).value, QStringLiteral("K: V"));
}

void TstUsageForms::everyCommandsUsageNamesOptionsThatItHas()
{
    static const QRegularExpression option(QStringLiteral("(?<![\\w-])--?[A-Za-z][a-z-]*"));
    for (const auto &command : allCommands()) {
        QCommandLineParser parser;
        addGeneralOptions(parser);
        command->addOptions(parser);
        QStringList known;
        for (const ShownOption &shown : shownOptions(parser)) {
            known += shown.names;
            QVERIFY2(!shown.description.isEmpty(), qPrintable(command->name() + u' ' + shown.names.last()));
        }
        for (auto match = option.globalMatch(command->usage()); match.hasNext();) {
            const QString name = match.next().captured();
            QVERIFY2(known.contains(name), qPrintable(command->name() + u' ' + name));
        }
    }
}

} // namespace keyturn::cli

using keyturn::cli::TstUsageForms;
KEYTURN_TEST(TstUsageForms)
#include "tst_usageforms.moc"
