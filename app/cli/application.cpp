// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/application.h"

#include "cli/exitstatus.h"
#include "cli/generaloptions.h"
#include "cli/interrupt.h"
#include "cli/jsonshapes.h"
#include "cli/nearestword.h"
#include "cli/sentences.h"
#include "cli/signinagain.h"
#include "composition/secretmove.h"
#include "core/paths.h"

#include <QCoreApplication>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace keyturn::cli {

namespace {

/// How long a keychain that refuses new tokens is asked again before the command ends.
constexpr std::chrono::seconds saveEffort{10};
/// How long a command that is done waits for revocations of before.
constexpr std::chrono::seconds revokeEffort{5};
/// The same for what a move left behind.
constexpr std::chrono::seconds moveEffort{10};

/// By the name that git calls it by, the program is that command alone.
QStringList withCommand(QStringList arguments)
{
    const QString program = arguments.value(0).section(u'/', -1);
    if (program == QLatin1String("git-credential-keyturn"))
        arguments.insert(1, QStringLiteral("git-credential"));
    return arguments;
}

/// Where the command's name stands: the first word that is neither an option nor a general option's value.
qsizetype commandPosition(const QStringList &arguments)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        if (word == QLatin1String("--"))
            return -1;
        if (word == QLatin1String("--") + storeOption || word == QLatin1String("--") + passphraseOption)
            ++i;
        else if (!word.startsWith(u'-'))
            return i;
    }
    return -1;
}

/// Whether signing in again is what helps. A challenge says itself what to type.
bool wantsSignIn(const core::Error &error)
{
    static const QStringList unreadable{QStringLiteral("secret_broken"), QStringLiteral("secret_misplaced")};
    return (error.kind == core::ErrorKind::SignInAgain && error.code != QLatin1String("insufficient_user_authentication"))
        || unreadable.contains(error.code);
}

} // namespace

Application::Application(QStringList arguments, QObject *parent)
    : QObject(parent), m_arguments(withCommand(std::move(arguments))), m_commands(allCommands())
{
    m_terminal = std::make_unique<Terminal>(m_arguments.contains(QLatin1String("--json")));
    auto *interrupt = new Interrupt(this);
    connect(interrupt, &Interrupt::requested, this, &Application::interrupted);
}

Application::~Application() = default;

void Application::start()
{
    QTimer::singleShot(0, this, [this] {
        const core::Result<int> prepared = prepare();
        if (!prepared.ok() || *prepared >= 0) {
            end(prepared);
            return;
        }
        const Invocation invocation{*m_core, *m_terminal, m_parser, m_parser.positionalArguments()};
        core::whenDone(m_command->run(invocation), this, [this](const core::Result<int> &outcome) { end(outcome); });
    });
}

/// -1: go on and run the command; another status: done already (help, version).
core::Result<int> Application::prepare()
{
    addGeneralOptions(m_parser);
    QStringList words = m_arguments.mid(1);
    const qsizetype position = commandPosition(words);
    if (position >= 0) {
        const QString name = words.takeAt(position);
        for (const auto &command : m_commands) {
            if (command->name() == name)
                m_command = command.get();
        }
        if (!m_command) {
            QStringList names;
            for (const auto &command : m_commands)
                names += command->name();
            return usageError(unknownCommand({}, name, names) + u' ' + tr("keyturn-cli --help lists them."));
        }
        m_command->addOptions(m_parser);
    }
    words.prepend(m_arguments.value(0));
    if (!m_parser.parse(words))
        return usageError(m_parser.errorText().endsWith(u'.') ? m_parser.errorText() : m_parser.errorText() + u'.'); // Qt ends some so
    if (m_parser.isSet(QStringLiteral("version"))) {
        m_terminal->line(QStringLiteral("keyturn-cli ") + QCoreApplication::applicationVersion());
        return Done;
    }
    if (m_parser.isSet(QStringLiteral("help"))) {
        m_terminal->line(m_command ? commandHelp() : generalHelp());
        return Done;
    }
    if (!m_command) {
        m_terminal->say(generalHelp());
        return Usage;
    }
    core::Result<composition::Options> options = coreOptions();
    if (!options.ok())
        return options.error();
    core::Result<std::unique_ptr<composition::Keyturn>> built = composition::Keyturn::build(std::move(options).value());
    if (!built.ok())
        return built.error();
    m_core = std::move(built).value();
    return -1;
}

core::Result<composition::Options> Application::coreOptions()
{
    composition::Options options;
    options.paths = core::pathsFromEnvironment();
    options.program = history::Program::CommandLine;
    options.secretStore = m_parser.value(storeOption);
    if (m_command->examines())
        composition::beginExamination(options);
    if (!m_command->needsSecretsFor(m_parser))
        return options;
    QString store = options.secretStore;
    if (store.isEmpty()) {
        const core::Result<storage::Settings> settings = storage::SettingsStore(options.paths.config).load();
        if (!settings.ok() && !options.disk)
            return settings.error();
        store = settings.ok() ? settings->secretStore : storage::Settings().secretStore;
    }
    if (store != QLatin1String("file"))
        return options;
    bool isNumber = true;
    const int descriptor = m_parser.isSet(passphraseOption) ? m_parser.value(passphraseOption).toInt(&isNumber) : -1;
    if (!isNumber)
        return usageError(tr("--passphrase-fd wants the number of an open file descriptor."));
    core::Result<core::Secret> passphrase =
        descriptor >= 0 ? Terminal::readSecretLine(descriptor) : m_terminal->askSecret(tr("Passphrase of the secrets file:"));
    if (!passphrase.ok())
        return passphrase.error();
    options.passphrase = std::move(passphrase).value();
    return options;
}

void Application::interrupted()
{
    const bool isOpen = m_command && m_command->mayHaveActed();
    const core::Error stopped{core::ErrorKind::Cancelled, isOpen ? QStringLiteral("interrupted_underway") : QStringLiteral("interrupted"), {}};
    if (m_ended) { // a second time: now, whatever it costs
        Q_EMIT finished(exitStatusOf(stopped));
        return;
    }
    if (!m_command || !m_command->cancel()) {
        end(stopped);
        return;
    }
    // It ends by itself; should it not, the person who pressed Ctrl+C is not kept waiting.
    QTimer::singleShot(std::chrono::seconds(2), this, [this, stopped] { end(stopped); });
}

void Application::end(const core::Result<int> &outcome)
{
    if (std::exchange(m_ended, true))
        return;
    if (!outcome.ok())
        tell(outcome.error());
    int status = outcome.ok() ? *outcome : exitStatusOf(outcome.error());
    if (m_terminal->isBroken()) {
        // Whoever reads our output has not got it, and must not take that for an answer.
        const core::Error lost{core::ErrorKind::Storage, QStringLiteral("output_failed"), {}};
        m_terminal->say(sentenceFor(lost, {}));
        status = status == Done ? exitStatusOf(lost) : status;
    }
    settle(status);
}

/// A refresh token that was sent is spent, and its answer is the only good one: the program does not end before that lies in the keychain.
void Application::settle(int status)
{
    if (!m_core) {
        Q_EMIT finished(status);
        return;
    }
    core::whenDone(m_core->tokens().settle(saveEffort), this, [this, status](const core::Result<void> &settled) {
        if (settled.ok())
            return finishMoves(status);
        m_terminal->say(sentenceFor(settled.error(), backendName()));
        m_terminal->say(tr("New tokens could not be stored and are lost with the end of this command. The account may have to be signed in again."));
        Q_EMIT finished(status == Done ? exitStatusOf(settled.error()) : status);
    });
}

/// The window was killed while it moved secrets: some of them lie in two places.
void Application::finishMoves(int status)
{
    if (!m_command->needsSecretsFor(m_parser))
        return revokeWhatWaits(status);
    const auto goOn = [this, status, went = std::make_shared<bool>(false)] {
        if (!std::exchange(*went, true))
            revokeWhatWaits(status);
    };
    m_core->clock().callAfter(moveEffort, this, goOn);
    core::whenDone(m_core->finishMoves(), this, [this, goOn](const core::Result<QStringList> &left) {
        if (left.ok() && left->contains(QLatin1String("file")))
            m_terminal->say(
                tr("Copies of sign-ins that were moved still lie in %1, under the passphrase of then. Nothing needs them any more: delete "
                   "that file.")
                    .arg(composition::secretFileIn(m_core->paths())));
        goOn();
    });
}

/// Where a backend was reached, what could not be revoked before may be told now.
void Application::revokeWhatWaits(int status)
{
    const QList<net::Exchange> &exchanges = m_core->exchanges().exchanges();
    const bool reached = std::any_of(exchanges.begin(), exchanges.end(),
                                     [](const net::Exchange &exchange) { return exchange.kind == net::EntryKind::Exchange && exchange.status != 0; });
    if (!reached || !m_command->needsSecretsFor(m_parser)) {
        Q_EMIT finished(status);
        return;
    }
    const auto finish = [this, status, ended = std::make_shared<bool>(false)] {
        if (!std::exchange(*ended, true))
            Q_EMIT finished(status);
    };
    m_core->clock().callAfter(revokeEffort, this, finish);
    core::whenDone(m_core->revoker().retryPending(), this, [finish](const core::Result<void> &) { finish(); });
}

void Application::tell(const core::Error &error)
{
    const QString sentence = sentenceFor(error, backendName());
    if (m_terminal->json())
        m_terminal->document(errorJson(error, sentence));
    m_terminal->say(sentence);
    if (const std::optional<model::Account> account = namedAccount(); account && wantsSignIn(error))
        m_terminal->say(signInAgainHint(*account));
    if (exitStatusOf(error) == Usage && m_command)
        m_terminal->say(tr("Usage: keyturn-cli %1 %2").arg(m_command->name(), m_command->usage()));
}

/// Of the first word that names one.
std::optional<model::Account> Application::namedAccount() const
{
    QStringList words = m_core ? m_parser.positionalArguments() : QStringList();
    if (m_core && m_parser.optionNames().contains(QStringLiteral("account")))
        words.prepend(m_parser.value(QStringLiteral("account")));
    for (const QString &word : words) {
        if (const core::Result<model::Account> account = m_core->accounts().find(word); account.ok())
            return *account;
    }
    return std::nullopt;
}

/// The name of whom this command is about: of the profile given by --profile, or of the account's provider or profile.
QString Application::backendName() const
{
    if (!m_core || !m_command)
        return {};
    if (const QString counterpart = m_command->counterpart(); !counterpart.isEmpty())
        return counterpart;
    model::ProfileId id;
    model::ProviderId providerId;
    if (m_parser.optionNames().contains(QStringLiteral("profile")))
        id = model::ProfileId(m_parser.value(QStringLiteral("profile")));
    if (const std::optional<model::Account> account = namedAccount(); account && id.isEmpty()) {
        id = account->profile;
        providerId = account->provider;
    }
    const core::Result<model::BackendProfile> profile = m_core->profiles().find(id);
    if (!profile.ok())
        return {};
    const model::IdentityProvider *provider = profile->provider(providerId);
    return provider ? provider->name : profile->name;
}

QString Application::generalHelp() const
{
    QString text = tr("Usage: keyturn-cli COMMAND [options]\n\nSigns in, keeps signed in, shows accounts and sessions.\n\nCommands:\n");
    for (const auto &command : m_commands)
        text += QLatin1String("  ") + command->name().leftJustified(16) + command->summary() + u'\n';
    return text + tr("\nkeyturn-cli COMMAND --help tells more. Secrets never go on the command line.");
}

QString Application::commandHelp() const
{
    // QCommandLineParser writes the options; its own usage line does not know our commands.
    const QString options = m_parser.helpText().section(QLatin1String("\n\n"), 1);
    const QString remark = m_command->remark();
    const QString about = remark.isEmpty() ? m_command->summary() : m_command->summary() + u'\n' + remark;
    return tr("Usage: keyturn-cli %1 %2\n\n%3\n\n%4").arg(m_command->name(), m_command->usage(), about, options.trimmed());
}

} // namespace keyturn::cli
