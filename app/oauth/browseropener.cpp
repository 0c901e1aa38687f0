// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/browseropener.h"

#include "oauth/watchedprogram.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStringList>

#include <memory>
#include <optional>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxCommandLength = 4096;
constexpr std::chrono::seconds startPatience{10}; // xdg-open tries one program after the other
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

/// A program and its arguments, ready to be started.
struct Ready {
    QString file;
    QStringList arguments;
};

core::Result<Ready> readyCommand(const QString &command, const QString &address)
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
    return Ready{file, *words};
}

struct Command {
    BrowserChoice::Source source;
    QString text;
};

QList<Command> commandsOf(const QString &explicitCommand, const OpeningPlace &place)
{
    using Source = BrowserChoice::Source;
    if (!explicitCommand.trimmed().isEmpty())
        return {{Source::Setting, explicitCommand}};
    QList<Command> commands;
    for (const QString &command : qEnvironmentVariable("BROWSER").split(QDir::listSeparator(), Qt::SkipEmptyParts)) {
        if (!command.trimmed().isEmpty())
            commands.append({Source::Environment, command});
    }
    for (const QString &command : desktopOpeners(place))
        commands.append({Source::Desktop, command});
    return commands;
}

using Commands = std::shared_ptr<QList<Command>>;

/// Starts the first of @p commands that can be, and the next where it gives up at once; the error is the first one's, for what the person named first
/// is what they want to hear about.
core::Result<void> runFirst(const Commands &commands, const QString &address, std::optional<core::Error> first, QObject *context,
                            const BrowserOpener::Failed &failed)
{
    while (!commands->isEmpty()) {
        const core::Result<Ready> ready = readyCommand(commands->takeFirst().text, address);
        std::optional<core::Error> problem;
        if (!ready.ok())
            problem = ready.error();
        else {
            const core::Error sooner = first.value_or(failure({}));
            const bool hadOne = first.has_value();
            const auto gaveUp = [=, file = ready->file](int status) {
                const core::Error error = hadOne ? sooner : failure(QStringLiteral("%1 ended with status %2").arg(file).arg(status));
                if (const core::Result<void> next = runFirst(commands, address, error, context, failed); !next.ok() && failed)
                    failed(next.error());
            };
            if (startWatched(ready->file, ready->arguments, startPatience, context, gaveUp))
                return {};
            problem = failure(QStringLiteral("%1 could not be started").arg(ready->file));
        }
        if (!first)
            first = problem;
    }
    return first.value_or(failure(QStringLiteral("nothing is left to open it with")));
}

} // namespace

QList<BrowserChoice> browserChoices(const QString &explicitCommand, const OpeningPlace &place)
{
    QList<BrowserChoice> choices;
    for (const Command &command : commandsOf(explicitCommand, place)) {
        const core::Result<QStringList> words = wordsOf(command.text);
        const QString program = words.ok() ? words->first() : QString();
        choices.append({command.source, program, program.isEmpty() ? QString() : findProgram(program)});
    }
    return choices;
}

bool canOpenBrowser(const QString &explicitCommand, const OpeningPlace &place)
{
    return place.hasDisplay || !explicitCommand.trimmed().isEmpty() || !qEnvironmentVariableIsEmpty("BROWSER");
}

core::Result<void> CommandBrowserOpener::open(const QUrl &url)
{
    return openWatched(url, nullptr, {});
}

core::Result<void> CommandBrowserOpener::openWatched(const QUrl &url, QObject *context, Failed failed)
{
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return failure(QStringLiteral("only http and https addresses are opened"));
    return runFirst(std::make_shared<QList<Command>>(commandsOf(m_command, m_place)), url.toString(QUrl::FullyEncoded), std::nullopt, context,
                    failed);
}

} // namespace keyturn::oauth
