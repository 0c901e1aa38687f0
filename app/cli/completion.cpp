// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/completion.h"

#include "cli/generaloptions.h"
#include "cli/jsonshapes.h"
#include "cli/table.h"
#include "cli/usageforms.h"
#include "history/event.h"

#include <QRegularExpression>

#include <algorithm>

namespace keyturn::cli {

namespace {

QList<Candidate> plain(const QStringList &words)
{
    QList<Candidate> candidates;
    for (const QString &word : words)
        candidates += {word, {}};
    return candidates;
}

/// By e-mail where that is one account's alone, by id where it is not, or where the id is what is being typed.
QList<Candidate> accountCandidates(composition::Keyturn &core, const QString &typed)
{
    if (!core.accounts().reload().ok())
        return {};
    QList<Candidate> candidates;
    for (const model::Account &account : core.accounts().accounts()) {
        const QString &email = account.identity.email;
        const core::Result<model::Account> found = core.accounts().find(email);
        // Shells put the word into a command line as it stands, and a backend chose it.
        static const QRegularExpression plainAddress(QStringLiteral("\\A[A-Za-z0-9][A-Za-z0-9._%+@-]*\\z"));
        const bool byEmail = found.ok() && found->id == account.id && plainAddress.match(email).hasMatch();
        const QString where = printable(titleOf(account)) + QStringLiteral(", ") + account.profile.toString();
        if (byEmail)
            candidates += {printable(email), where};
        if (!byEmail || (!typed.isEmpty() && account.id.toString().startsWith(typed)))
            candidates += {account.id.toString(), where};
    }
    return candidates;
}

QList<Candidate> profileCandidates(composition::Keyturn &core)
{
    QList<Candidate> candidates;
    for (const storage::StoredProfile &stored : core.profiles().profiles())
        candidates += {stored.profile.id.toString(), printable(stored.profile.name)};
    return candidates;
}

QList<Candidate> providerCandidates(composition::Keyturn &core)
{
    QList<Candidate> candidates;
    for (const storage::StoredProfile &stored : core.profiles().profiles()) {
        for (const model::IdentityProvider &provider : stored.profile.providers)
            candidates += {provider.id.toString(), printable(provider.name)};
    }
    return candidates;
}

/// What there is of @p kind, as usage lines name it; @p of is the verb or option that it belongs to.
Candidates ofKind(const QString &kind, const QString &of, const QString &typed, composition::Keyturn &core)
{
    if (kind == QLatin1String("ACCOUNT"))
        return {accountCandidates(core, typed)};
    if (kind == QLatin1String("FILE") || kind == QLatin1String("@FILE"))
        return {{}, true};
    if (kind == QLatin1String("ID") && QStringList{QStringLiteral("--profile"), QStringLiteral("show"), QStringLiteral("remove")}.contains(of))
        return {profileCandidates(core)};
    if (of == QLatin1String("--provider"))
        return {providerCandidates(core)};
    if (kind == QLatin1String("STORE"))
        return {plain({QStringLiteral("keychain"), QStringLiteral("file"), QStringLiteral("session")})};
    if (kind == QLatin1String("KIND"))
        return {plain(history::groupWords())};
    if (of == QLatin1String("--curl") || of == QLatin1String("--openapi"))
        return {{}, true};
    if (kind == QLatin1String("METHOD"))
        return {plain({QStringLiteral("GET"), QStringLiteral("POST"), QStringLiteral("PUT"), QStringLiteral("PATCH"), QStringLiteral("DELETE"),
                       QStringLiteral("HEAD")})};
    return {};
}

/// A command line as far as it is typed.
class Line
{
public:
    Line(const QStringList &words, composition::Keyturn &core) : m_core(core), m_current(words.isEmpty() ? QString() : words.last())
    {
        addGeneralOptions(m_parser);
        for (qsizetype i = 0; i + 1 < words.size(); ++i)
            take(words.at(i));
    }

    [[nodiscard]] Candidates candidates() const
    {
        if (!m_waiting.isEmpty())
            return valuesOf(m_waiting, m_current);
        const qsizetype equals = m_current.indexOf(u'=');
        if (!m_onlyWords && m_current.startsWith(QLatin1String("--")) && equals > 0)
            return withPrefix(m_current.left(equals + 1), valuesOf(m_current.left(equals), m_current.mid(equals + 1)));
        if (!m_onlyWords && m_current.startsWith(u'-'))
            return options();
        return m_command ? words() : commands();
    }

private:
    void take(const QString &word)
    {
        if (!m_waiting.isEmpty()) {
            m_waiting.clear();
        } else if (word == QLatin1String("--")) {
            m_onlyWords = true;
        } else if (!m_onlyWords && word.startsWith(u'-') && word.size() > 1) {
            if (!valueOf(word).isEmpty())
                m_waiting = word;
        } else if (m_command || m_unknown) {
            m_words += word;
        } else {
            choose(word);
        }
    }

    void choose(const QString &name)
    {
        for (auto &command : m_commands) {
            if (command->name() == name)
                m_command = command.get();
        }
        m_unknown = !m_command;
        if (m_command)
            m_command->addOptions(m_parser);
    }

    [[nodiscard]] QString valueOf(const QString &option) const
    {
        for (const ShownOption &shown : shownOptions(m_parser)) {
            if (shown.names.contains(option))
                return shown.value;
        }
        return {};
    }

    [[nodiscard]] Candidates valuesOf(const QString &option, const QString &typed) const
    {
        const QStringList choices = m_command ? usageChoices(m_command->usage(), option.mid(2)) : QStringList();
        return choices.isEmpty() ? ofKind(valueOf(option).toUpper(), option, typed, m_core) : Candidates{plain(choices)};
    }

    static Candidates withPrefix(const QString &prefix, Candidates candidates)
    {
        for (Candidate &candidate : candidates.words)
            candidate.word.prepend(prefix);
        return candidates;
    }

    [[nodiscard]] Candidates options() const
    {
        Candidates candidates;
        for (const ShownOption &shown : shownOptions(m_parser))
            candidates.words += {shown.names.last(), shown.description};
        return candidates;
    }

    [[nodiscard]] Candidates commands() const
    {
        Candidates candidates;
        for (const auto &command : m_commands) {
            if (!m_unknown)
                candidates.words += {command->name(), command->summary()};
        }
        return candidates;
    }

    [[nodiscard]] Candidates words() const
    {
        Candidates all;
        for (const QString &next : nextWords(usageForms(m_command->usage()), m_words)) {
            const Candidates some = isKind(next) ? ofKind(next, m_words.value(0), m_current, m_core) : Candidates{plain({next})};
            all.words += some.words;
            all.files = all.files || some.files;
        }
        return all;
    }

    composition::Keyturn &m_core;
    std::vector<std::unique_ptr<Command>> m_commands = allCommands();
    const Command *m_command = nullptr;
    bool m_unknown = false; ///< A command that there is not: nothing is known of what follows.
    bool m_onlyWords = false; ///< After "--".
    QCommandLineParser m_parser;
    QString m_current;
    QString m_waiting; ///< The option whose value comes next.
    QStringList m_words;
};

} // namespace

Candidates candidatesFor(const QStringList &words, composition::Keyturn &core)
{
    const Line line(words, core);
    Candidates candidates = line.candidates();
    const QString current = words.isEmpty() ? QString() : words.last();
    candidates.words.removeIf([&current](const Candidate &candidate) { return !candidate.word.startsWith(current); });
    return candidates;
}

} // namespace keyturn::cli
