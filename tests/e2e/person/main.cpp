// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
/// A person at the browser: takes the place of `BROWSER` in tests. Opens the address in a headless Chromium, signs in at the simulated provider,
/// decides, and looks at the last page. What was seen is written to --report as JSON, so that the test can check the page that a person would see.
#include "e2e/person/webdriver.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QThread>

#include <cstdio>
#include <stdexcept>

using keyturn::e2e::WebDriver;

namespace {

struct Behaviour {
    QUrl address;
    QString email;
    QString password;
    QString decision; ///< allow, deny, or close (shuts the browser on the consent page)
    QString report;
    QString pictures;
    bool known = false; ///< The provider knows this browser, and asks for no password.
};

QString need(WebDriver &browser, const QString &css)
{
    const auto found = browser.element(css);
    if (!found)
        throw std::runtime_error("no " + css.toStdString() + " on the page: " + browser.bodyText().left(400).toStdString());
    return *found;
}

void signInAtProvider(WebDriver &browser, const Behaviour &person)
{
    browser.type(need(browser, QStringLiteral("#email")), person.email);
    browser.type(need(browser, QStringLiteral("#password")), person.password);
    if (!person.pictures.isEmpty())
        browser.screenshot(person.pictures + QStringLiteral("-login.png"));
    browser.click(need(browser, QStringLiteral("#sign-in")));
}

void writeReport(const QString &file, const QJsonObject &report)
{
    QFile out(file);
    if (!file.isEmpty() && out.open(QIODevice::WriteOnly))
        out.write(QJsonDocument(report).toJson());
}

/// What the person does, up to the last page.
QJsonObject act(const Behaviour &person)
{
    WebDriver browser;
    browser.open(person.address);
    if (!person.known)
        signInAtProvider(browser, person);
    const QString decide = need(browser, person.decision == QLatin1String("deny") ? QStringLiteral("#deny") : QStringLiteral("#allow"));
    if (!person.pictures.isEmpty())
        browser.screenshot(person.pictures + QStringLiteral("-consent.png"));
    if (person.decision == QLatin1String("close"))
        return {{QStringLiteral("closed"), true}};
    browser.click(decide);
    QElapsedTimer waited;
    waited.start();
    while (browser.element(QStringLiteral("#allow, #deny"), std::chrono::milliseconds(0)) && waited.elapsed() < 20'000)
        QThread::msleep(50);
    if (!person.pictures.isEmpty())
        browser.screenshot(person.pictures + QStringLiteral("-last.png"));
    return {{QStringLiteral("url"), browser.currentUrl().toString()}, {QStringLiteral("text"), browser.bodyText()}};
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption email(QStringLiteral("email"), {}, QStringLiteral("address"), QStringLiteral("ada@example.com"));
    const QCommandLineOption password(QStringLiteral("password"), QStringLiteral("The simulated provider's published one."), QStringLiteral("word"),
                                      QStringLiteral("demo-password"));
    const QCommandLineOption decision(QStringLiteral("decision"), {}, QStringLiteral("allow|deny|close"), QStringLiteral("allow"));
    const QCommandLineOption report(QStringLiteral("report"), {}, QStringLiteral("file"));
    const QCommandLineOption pictures(QStringLiteral("pictures"), {}, QStringLiteral("prefix"));
    const QCommandLineOption known(QStringLiteral("known"));
    parser.addOptions({email, password, decision, report, pictures, known});
    parser.addPositionalArgument(QStringLiteral("address"), QStringLiteral("What the browser is to open."));
    parser.process(application);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);
    const Behaviour person{QUrl(parser.positionalArguments().at(0)),
                           parser.value(email),
                           parser.value(password),
                           parser.value(decision),
                           parser.value(report),
                           parser.value(pictures),
                           parser.isSet(known)};
    try {
        writeReport(person.report, act(person));
        return 0;
    } catch (const std::runtime_error &problem) {
        std::fprintf(stderr, "person: %s\n", problem.what());
        writeReport(person.report, {{QStringLiteral("problem"), QString::fromUtf8(problem.what())}});
        return 1;
    }
}
