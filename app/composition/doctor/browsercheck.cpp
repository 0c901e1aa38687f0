// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/browsercheck.h"

#include "oauth/browseropener.h"

#include <QProcess>
#include <QStandardPaths>

namespace keyturn::composition::doctor {

namespace {

using oauth::BrowserChoice;

constexpr std::chrono::seconds patience{5};
constexpr qsizetype maxEntryName = 200;

bool isDisplayMissing()
{
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
    return false;
#else
    return qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
#endif
}

Fact usedFact(const BrowserChoice &choice)
{
    switch (choice.source) {
    case BrowserChoice::Source::Setting:
        return {Code::BrowserFromSetting, Outcome::Ok, {choice.file}};
    case BrowserChoice::Source::Environment:
        return {Code::BrowserFromEnvironment, Outcome::Ok, {choice.file}};
    case BrowserChoice::Source::Desktop:
        return {Code::BrowserFromDesktop, Outcome::Ok, {choice.file}};
    }
    return {Code::BrowserFromDesktop, Outcome::Ok, {choice.file}};
}

Fact missingFact(Code code, const BrowserChoice &choice, Outcome outcome)
{
    if (choice.program.isEmpty())
        return {Code::BrowserUnreadable, outcome};
    return {code, outcome, {choice.program}};
}

/// What xdg-mime says that it would be; nothing it says is run.
Fact desktopFact(const QString &entry)
{
    if (entry.isEmpty())
        return {Code::DesktopBrowserNone, Outcome::Warning};
    // Desktop Entry Specification, "Desktop File ID": a dash may stand for a folder.
    QString below = entry;
    const qsizetype dash = below.indexOf(u'-');
    if (dash > 0)
        below[dash] = u'/';
    const auto isThere = [](const QString &name) { return !QStandardPaths::locate(QStandardPaths::ApplicationsLocation, name).isEmpty(); };
    if (isThere(entry) || isThere(below))
        return {Code::DesktopBrowser, Outcome::Ok, {entry}};
    return {Code::DesktopBrowserMissing, Outcome::Warning, {entry}};
}

core::Async<Facts> askDesktop(core::Clock &clock, const QString &program, const Facts &sofar, QObject *context)
{
    const core::Promise<Facts> promise;
    auto *process = new QProcess(context);
    process->setStandardInputFile(QProcess::nullDevice());
    process->setStandardErrorFile(QProcess::nullDevice());
    QObject::connect(process, &QProcess::errorOccurred, process, [process, promise, sofar](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        process->deleteLater();
        promise.finish(sofar); // the opener itself is there, and that is known
    });
    QObject::connect(process, &QProcess::finished, process, [process, promise, sofar](int, QProcess::ExitStatus status) {
        process->deleteLater();
        Facts facts = sofar;
        if (status == QProcess::NormalExit)
            facts.append(desktopFact(QString::fromLocal8Bit(process->readAllStandardOutput().left(maxEntryName)).trimmed()));
        promise.finish(facts);
    });
    process->start(program, {QStringLiteral("query"), QStringLiteral("default"), QStringLiteral("x-scheme-handler/https")});
    clock.callAfter(patience, process, [process] { process->kill(); });
    return promise.future();
}

} // namespace

core::Async<Facts> checkBrowser(core::Clock &clock, const QString &setting, QObject *context)
{
    const bool headless = isDisplayMissing();
    const QList<BrowserChoice> choices = oauth::browserChoices(setting);
    for (const BrowserChoice &choice : choices) {
        if (choice.file.isEmpty())
            continue;
        Facts facts{usedFact(choice)};
        for (const BrowserChoice &before : choices) {
            if (before == choice)
                break;
            facts.append(missingFact(Code::BrowserPassedOver, before, Outcome::Warning));
        }
        if (headless)
            facts.append({Code::DisplayMissing, Outcome::Warning});
        if (choice.source != BrowserChoice::Source::Desktop || headless)
            return core::ready<Facts>(facts);
        // Found by the same rule as a browser is: never in a relative folder of PATH (FAULTS 110).
        const QString inquirer = oauth::browserChoices(QStringLiteral("xdg-mime")).constFirst().file;
        return inquirer.isEmpty() ? core::ready<Facts>(facts) : askDesktop(clock, inquirer, facts, context);
    }
    // On a computer without a display no browser is missed: there the address is opened elsewhere.
    Facts facts{missingFact(Code::BrowserMissing, choices.constFirst(), headless ? Outcome::Warning : Outcome::Problem)};
    if (headless)
        facts.append({Code::DisplayMissing, Outcome::Warning});
    return core::ready<Facts>(facts);
}

} // namespace keyturn::composition::doctor
