// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/inspectcommand.h"

#include "cli/exitstatus.h"
#include "cli/table.h"
#include "jose/jwks.h"

#include <QFile>

namespace keyturn::cli {

namespace {

using composition::TokenInspector;

const QString accountOption = QStringLiteral("account");
const QString idTokenOption = QStringLiteral("id-token");
const QString refreshOption = QStringLiteral("refresh");
const QString diffOption = QStringLiteral("diff");
const QString secretOption = QStringLiteral("secret-stdin");
const QString jwksOption = QStringLiteral("jwks");
const QString keyOption = QStringLiteral("key");
const QString discoverOption = QStringLiteral("discover");
const QString issuerOption = QStringLiteral("issuer");
const QString audienceOption = QStringLiteral("audience");

core::Result<QByteArray> readFile(const QString &name, qsizetype most)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return usageError(InspectCommand::tr("%1 cannot be read: %2").arg(printable(name), file.errorString()));
    const QByteArray bytes = file.read(most + 1);
    if (bytes.size() > most)
        return usageError(InspectCommand::tr("%1 is larger than %2 bytes, so it was not read.").arg(printable(name)).arg(most));
    return bytes;
}

core::Result<inspection::KeySet> readKeys(const QString &file)
{
    const core::Result<QByteArray> text = readFile(file, jose::maxJwksBytes);
    return text.ok() ? inspection::readKeySet(*text) : text.error();
}

bool isAddress(const QString &text)
{
    return text.startsWith(QLatin1String("https://")) || text.startsWith(QLatin1String("http://"));
}

/// What cannot be meant together.
std::optional<QString> contradiction(const QCommandLineParser &options, const QStringList &arguments)
{
    const bool ofAccount = options.isSet(accountOption);
    int sources = 0;
    for (const QString &source : {jwksOption, keyOption, secretOption, discoverOption})
        sources += options.isSet(source) ? 1 : 0;
    if (arguments.size() > 1)
        return InspectCommand::tr("One token at a time.");
    if (arguments.isEmpty() && !ofAccount)
        return InspectCommand::tr("Which token? Pipe it in and say -, or name an account with --account.");
    if (!arguments.isEmpty() && ofAccount)
        return InspectCommand::tr("A token, or an account's: not both.");
    if (sources > 1)
        return InspectCommand::tr("One of --jwks, --key, --discover and --secret-stdin says what the signature is checked with.");
    if (!ofAccount && (options.isSet(refreshOption) || options.isSet(idTokenOption)))
        return InspectCommand::tr("--refresh and --id-token belong to --account.");
    if (options.isSet(discoverOption) && !ofAccount && options.value(issuerOption).isEmpty())
        return InspectCommand::tr("Whose keys? --discover wants --issuer, or an account.");
    if (options.isSet(diffOption) && options.isSet(refreshOption))
        return InspectCommand::tr("--refresh compares with the token before it; --diff with another one: not both.");
    return std::nullopt;
}

} // namespace

QString InspectCommand::name() const
{
    return QStringLiteral("inspect");
}

QString InspectCommand::summary() const
{
    return tr("Reads a token, checks it, and says what is wrong with it.");
}

QString InspectCommand::usage() const
{
    return QStringLiteral("[TOKEN|- | --account ACCOUNT [--id-token] [--refresh]] [--jwks FILE|URL | --key FILE | --discover | --secret-stdin] "
                          "[--issuer I] [--audience A] [--diff FILE] [--json]");
}

QString InspectCommand::remark() const
{
    return tr("A token that still serves belongs on standard input (-): what stands on a command line, other users of this computer can read.\n"
              "The answer is 1 where the token is not to be trusted: something of severity high, or a signature that does not hold.");
}

void InspectCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions(
        {{accountOption, tr("The present access token of an account, instead of TOKEN."), QStringLiteral("account")},
         {idTokenOption, tr("Its ID token instead.")},
         {refreshOption, tr("Renews it first, and tells what the new token says otherwise.")},
         {diffOption, tr("Tells what it says otherwise than the token in a file."), QStringLiteral("file")},
         {jwksOption, tr("Checks the signature with the keys of a JSON Web Key Set, in a file or at an https address."), QStringLiteral("file|url")},
         {keyOption, tr("Checks it with a public key or a certificate in PEM."), QStringLiteral("file")},
         {discoverOption, tr("Checks it with the keys that the metadata of --issuer, or of the account's provider, leads to.")},
         {secretOption, tr("Checks it with a shared secret: the first line of standard input. With - the token follows in the next one.")},
         {issuerOption, tr("Who must have issued it (iss)."), QStringLiteral("issuer")},
         {audienceOption, tr("Whom it must be meant for (aud)."), QStringLiteral("audience")}});
}

bool InspectCommand::needsSecretsFor(const QCommandLineParser &options) const
{
    return options.isSet(accountOption);
}

core::Async<int> InspectCommand::run(const Invocation &invocation)
{
    if (const std::optional<QString> sentence = contradiction(invocation.options, invocation.arguments))
        return core::ready<int>(usageError(*sentence));
    m_inspector = std::make_unique<TokenInspector>(invocation.core);
    return core::chain(given(invocation), this, [this, invocation](const Given &given) {
        return core::chain(proof(invocation, given), this,
                           [this, invocation, given](const std::optional<inspection::Proof> &proof) { return answer(invocation, given, proof); });
    });
}

core::Async<InspectCommand::Given> InspectCommand::given(const Invocation &invocation)
{
    Given given;
    if (invocation.options.isSet(secretOption)) {
        core::Result<core::Secret> secret = Terminal::readSecretLine(0);
        if (!secret.ok())
            return core::ready<Given>(secret.error());
        given.secret = std::move(secret).value();
    }
    core::Async<Given> answer;
    if (invocation.options.isSet(accountOption)) {
        answer = ofAccount(invocation);
    } else if (invocation.arguments.first() == QLatin1String("-")) {
        core::Result<QByteArray> text = Terminal::readAllInput(inspection::maxTokenBytes + 1);
        if (!text.ok())
            return core::ready<Given>(text.error());
        given.token = core::Secret::take(std::move(text).value());
        answer = core::ready<Given>(given);
    } else {
        given.token = core::Secret::fromText(invocation.arguments.first());
        answer = core::ready<Given>(given);
    }
    return core::chain(answer, this, [invocation, secret = given.secret](Given found) -> core::Result<Given> {
        found.secret = secret;
        if (!invocation.options.isSet(diffOption))
            return found;
        core::Result<QByteArray> other = readFile(invocation.options.value(diffOption), inspection::maxTokenBytes);
        if (!other.ok())
            return other.error();
        found.before = core::Secret::take(std::move(other).value());
        return found;
    });
}

core::Async<InspectCommand::Given> InspectCommand::ofAccount(const Invocation &invocation)
{
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<Given>(read.error());
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.options.value(accountOption));
    if (!account.ok())
        return core::ready<Given>(account.error());
    const TokenInspector::Which which = invocation.options.isSet(idTokenOption) ? TokenInspector::Which::Id : TokenInspector::Which::Access;
    if (!invocation.options.isSet(refreshOption))
        return core::chain(m_inspector->token(account->id, which), this, [id = account->id](const core::Secret &token) {
            return core::Result<Given>(Given{token, {}, {}, id});
        });
    return core::chain(m_inspector->renew(account->id, which), this, [id = account->id](const composition::RenewedToken &tokens) {
        return core::Result<Given>(Given{tokens.after, tokens.before, {}, id});
    });
}

core::Async<std::optional<inspection::Proof>> InspectCommand::proof(const Invocation &invocation, const Given &given)
{
    using Found = std::optional<inspection::Proof>;
    const auto found = [](const core::Result<inspection::KeySet> &keys) {
        return keys.ok() ? core::Result<Found>(Found(*keys)) : core::Result<Found>(keys.error());
    };
    const auto ofKeys = [](const inspection::KeySet &keys) { return core::Result<Found>(Found(keys)); };
    const QCommandLineParser &options = invocation.options;
    const QString jwks = options.value(jwksOption);
    if (options.isSet(secretOption))
        return core::ready<Found>(Found(given.secret));
    if (options.isSet(keyOption))
        return core::ready<Found>(found(readKeys(options.value(keyOption))));
    if (isAddress(jwks)) {
        m_counterpart = QUrl(jwks).host();
        return core::chain(m_inspector->keysAt(QUrl(jwks)), this, ofKeys);
    }
    if (!jwks.isEmpty())
        return core::ready<Found>(found(readKeys(jwks)));
    if (options.isSet(discoverOption) && given.account.isEmpty()) {
        m_counterpart = QUrl(options.value(issuerOption)).host();
        return core::chain(m_inspector->keysOfIssuer(options.value(issuerOption)), this, ofKeys);
    }
    if (options.isSet(discoverOption))
        return core::chain(m_inspector->keysOf(given.account), this, ofKeys);
    return core::ready<Found>(Found());
}

core::Result<int> InspectCommand::answer(const Invocation &invocation, const Given &given, const std::optional<inspection::Proof> &proof)
{
    const core::Result<inspection::Token> token = inspection::readToken(given.token);
    if (!token.ok())
        return token.error();
    inspection::Expectation expected{invocation.core.clock().now(), invocation.options.value(issuerOption), invocation.options.value(audienceOption)};
    if (!given.account.isEmpty())
        expected.use = invocation.options.isSet(idTokenOption) ? inspection::Use::Id : inspection::Use::Access;
    Inspection inspection{*token, {}, proof ? inspection::verify(*token, *proof) : inspection::Verification(), {}, expected.now};
    inspection.findings = inspection::findingsOf(*token, expected, inspection.verification);
    if (!given.before.isEmpty()) {
        const core::Result<inspection::Token> before = inspection::readToken(given.before);
        if (!before.ok())
            return before.error();
        inspection.changes = inspection::difference(*before, *token);
    }
    if (invocation.terminal.json())
        invocation.terminal.document(inspectionJson(inspection));
    else
        invocation.terminal.line(inspectionText(inspection));
    return inspection.isSound() ? Done : AnswerIsNo;
}

} // namespace keyturn::cli
