// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/browseropener.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QStringList>

#include <optional>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxCommandLength = 4096;
#ifdef Q_OS_WIN
constexpr QChar escape; // a backslash stands in every path there
#else
constexpr QChar escape = u'\\';
#endif

core::Error missing(const QString &detail)
{
    return {core::ErrorKind::Configuration, QStringLiteral("browser_missing"), detail};
}

core::Error failure(const QString &detail)
{
    return {core::ErrorKind::Configuration, QStringLiteral("browser_failed"), detail};
}

/// Takes a command apart by the quoting rules of POSIX (Shell Command Language §2.2) and nothing more: no variable, no substitution, no operator
/// means anything here.
class WordSplitter
{
public:
    /// Nullopt where a quote stays open.
    [[nodiscard]] std::optional<QStringList> split(const QString &command)
    {
        for (qsizetype i = 0; i < command.size(); ++i) {
            const QChar c = command.at(i);
            if (c == escape && m_quote != u'\'') {
                const bool last = i + 1 == command.size();
                // Between double quotes a backslash is itself, but before these four.
                if (m_quote.isNull() || (!last && QStringLiteral("\"\\$`").contains(command.at(i + 1))))
                    ++i;
                if (i < command.size())
                    add(command.at(i));
            } else if (c == m_quote) {
                m_quote = QChar();
            } else if (m_quote.isNull() && (c == u'"' || c == u'\'')) {
                m_quote = c;
                m_inWord = true; // '' is a word, though an empty one
            } else if (m_quote.isNull() && c.isSpace()) {
                endWord();
            } else {
                add(c);
            }
        }
        if (!m_quote.isNull())
            return std::nullopt;
        endWord();
        return m_words;
    }

private:
    void add(QChar c)
    {
        m_word += c;
        m_inWord = true;
    }
    void endWord()
    {
        if (m_inWord)
            m_words.append(m_word);
        m_word.clear();
        m_inWord = false;
    }

    QStringList m_words;
    QString m_word;
    QChar m_quote;
    bool m_inWord = false;
};

/// FAULTS 110: a relative path, or a relative folder in PATH, would run whatever lies in the folder that Keyturn happens to be started in.
QString findProgram(const QString &name)
{
    if (QDir::isAbsolutePath(name)) {
        const QFileInfo file(name);
        return file.isFile() && file.isExecutable() ? name : QString();
    }
    if (name.contains(u'/') || name.contains(QDir::separator()))
        return {};
    QStringList folders = qEnvironmentVariable("PATH").split(QDir::listSeparator(), Qt::SkipEmptyParts);
    folders.removeIf([](const QString &folder) { return !QDir::isAbsolutePath(folder); });
    return folders.isEmpty() ? QString() : QStandardPaths::findExecutable(name, folders);
}

core::Result<QStringList> wordsOf(const QString &command)
{
    if (command.size() > maxCommandLength)
        return failure(QStringLiteral("a browser command of more than %1 characters").arg(maxCommandLength));
    const std::optional<QStringList> words = WordSplitter().split(command);
    if (!words || words->isEmpty())
        return failure(QStringLiteral("the browser command is empty or leaves a quote open: %1").arg(command));
    return *words;
}

core::Result<void> run(const QString &command, const QString &address)
{
    core::Result<QStringList> words = wordsOf(command);
    if (!words.ok())
        return words.error();
    const QString program = words.value().takeFirst();
    const QString file = findProgram(program);
    if (file.isEmpty())
        return missing(QStringLiteral("no browser program %1").arg(program));
    if (words->filter(QStringLiteral("%s")).isEmpty())
        words.value().append(address);
    else
        words.value().replaceInStrings(QStringLiteral("%s"), address);
    QProcess browser;
    browser.setProgram(file);
    browser.setArguments(*words);
    // Keyturn's own output may be read by a program: a browser's chatter must not get into it.
    browser.setStandardInputFile(QProcess::nullDevice());
    browser.setStandardOutputFile(QProcess::nullDevice());
    browser.setStandardErrorFile(QProcess::nullDevice());
    if (!browser.startDetached())
        return failure(QStringLiteral("%1 could not be started").arg(file));
    return {};
}

struct Command {
    BrowserChoice::Source source;
    QString text;
};

QList<Command> commandsOf(const QString &explicitCommand)
{
    using Source = BrowserChoice::Source;
    if (!explicitCommand.trimmed().isEmpty())
        return {{Source::Setting, explicitCommand}};
    QList<Command> commands;
    for (const QString &command : qEnvironmentVariable("BROWSER").split(QDir::listSeparator(), Qt::SkipEmptyParts)) {
        if (!command.trimmed().isEmpty())
            commands.append({Source::Environment, command});
    }
#if defined(Q_OS_WIN)
    commands.append({Source::Desktop, QStringLiteral("rundll32.exe url.dll,FileProtocolHandler")});
#elif defined(Q_OS_MACOS)
    commands.append({Source::Desktop, QStringLiteral("/usr/bin/open")});
#else
    commands.append({Source::Desktop, QStringLiteral("xdg-open")});
#endif
    return commands;
}

} // namespace

QList<BrowserChoice> browserChoices(const QString &explicitCommand)
{
    QList<BrowserChoice> choices;
    for (const Command &command : commandsOf(explicitCommand)) {
        const core::Result<QStringList> words = wordsOf(command.text);
        const QString program = words.ok() ? words->first() : QString();
        choices.append({command.source, program, program.isEmpty() ? QString() : findProgram(program)});
    }
    return choices;
}

core::Result<void> CommandBrowserOpener::open(const QUrl &url)
{
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return failure(QStringLiteral("only http and https addresses are opened"));
    const QString address = url.toString(QUrl::FullyEncoded);
    std::optional<core::Error> first;
    for (const Command &command : commandsOf(m_command)) {
        const core::Result<void> started = run(command.text, address);
        if (started.ok())
            return started;
        if (!first)
            first = started.error(); // what the person named first is what they want to hear about
    }
    return first.value();
}

} // namespace keyturn::oauth
