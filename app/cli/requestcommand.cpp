// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/requestcommand.h"

#include "cli/exitstatus.h"
#include "cli/requestparts.h"
#include "net/stepupchallenge.h"
#include "tokens/authenticatednetworkaccessmanager.h"
#include "tokens/authenticatedreply.h"

#include <QNetworkReply>
#include <QSaveFile>

#include <memory>

namespace keyturn::cli {

namespace {

/// Where the answer's body goes while it streams in.
class Sink
{
public:
    Sink(Terminal &terminal, const QString &file) : m_terminal(terminal)
    {
        if (!file.isEmpty())
            m_file = std::make_unique<QSaveFile>(file);
    }
    [[nodiscard]] bool open() { return !m_file || m_file->open(QIODevice::WriteOnly); }
    void write(const QByteArray &bytes)
    {
        if (m_file)
            m_file->write(bytes);
        else
            m_terminal.data(bytes);
    }
    [[nodiscard]] bool commit() { return !m_file || m_file->commit(); }
    [[nodiscard]] QString problem() const { return m_file ? m_file->fileName() + QLatin1String(": ") + m_file->errorString() : QString(); }

private:
    Terminal &m_terminal;
    std::unique_ptr<QSaveFile> m_file;
};

void writeHead(Sink &sink, const QNetworkReply &reply)
{
    QByteArray head = "HTTP " + QByteArray::number(reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()) + ' '
        + reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray() + "\r\n";
    for (const QNetworkReply::RawHeaderPair &header : reply.rawHeaderPairs())
        head += header.first + ": " + header.second + "\r\n";
    sink.write(head + "\r\n");
}

/// Of one whom the account's token went to: a stranger's challenge is no reason to ask the person for a password.
std::optional<net::StepUpChallenge> challengeOf(const QNetworkReply &reply)
{
    if (!qobject_cast<const tokens::AuthenticatedReply *>(&reply))
        return std::nullopt;
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return status == 401 ? net::readStepUpChallenge(reply.rawHeader("WWW-Authenticate")) : std::nullopt;
}

} // namespace

QString RequestCommand::name() const
{
    return QStringLiteral("request");
}

QString RequestCommand::summary() const
{
    return tr("Sends one HTTP request as the account.");
}

QString RequestCommand::usage() const
{
    return QStringLiteral("ACCOUNT METHOD URL [-H 'K: V']… [-d DATA|@FILE|-] [-i] [-o FILE] [--step-up]");
}

void RequestCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{{QStringLiteral("H"), QStringLiteral("header")}, tr("A header; may be given again."), QStringLiteral("K: V")},
                       {{QStringLiteral("d"), QStringLiteral("data")}, tr("The body: text, @FILE, or - for standard input."), QStringLiteral("data")},
                       {{QStringLiteral("i"), QStringLiteral("include")}, tr("Prints status and headers too.")},
                       {{QStringLiteral("o"), QStringLiteral("output")}, tr("Writes the answer to a file."), QStringLiteral("file")}});
    Confirmation::addOptions(parser);
}

/// What is to be sent, and where its answer goes.
struct RequestCommand::Sending {
    Invocation invocation;
    model::Account account;
    RequestParts parts;
    Sink sink;
    bool mayStepUp = false; ///< A challenge is met, once.
    bool hasSteppedUp = false;
};

core::Async<int> RequestCommand::run(const Invocation &invocation)
{
    if (invocation.arguments.size() != 3)
        return core::ready<int>(usageError(tr("An account, a method and an address, please.")));
    if (const core::Result<void> fine = Confirmation::check(invocation.options); !fine.ok())
        return core::ready<int>(fine.error());
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.first());
    if (!account.ok())
        return core::ready<int>(account.error());
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(account->profile);
    const core::Result<RequestParts> parts =
        readRequestParts(invocation.options, invocation.arguments.at(1), invocation.arguments.at(2), profile.ok() ? profile->baseUrl : QUrl());
    if (!parts.ok())
        return core::ready<int>(parts.error());
    if (!profile.ok() || parts->request.url().host() != profile->baseUrl.host())
        m_counterpart = parts->request.url().host();
    auto sending =
        std::make_shared<Sending>(Sending{invocation, *account, *parts, Sink(invocation.terminal, invocation.options.value(QStringLiteral("output"))),
                                          Confirmation::isWanted(invocation.options), false});
    if (!sending->sink.open())
        return core::ready<int>(core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), sending->sink.problem()});
    return send(sending);
}

core::Async<int> RequestCommand::send(const std::shared_ptr<Sending> &sending)
{
    QNetworkAccessManager *manager = sending->invocation.core.sessions().networkManager(sending->account.id);
    if (!manager) {
        const core::Result<model::BackendProfile> profile = sending->invocation.core.profiles().find(sending->account.profile);
        return core::ready<int>(profile.ok() ? core::Error{core::ErrorKind::Configuration, QStringLiteral("account_unknown"), {}} : profile.error());
    }
    const core::Promise<int> promise;
    QNetworkReply *reply = manager->sendCustomRequest(sending->parts.request, sending->parts.method, sending->parts.body);
    reply->setParent(this);
    auto headDone = std::make_shared<bool>(!sending->invocation.options.isSet(QStringLiteral("include")));
    const auto take = [sending, reply, headDone] {
        if (sending->mayStepUp && challengeOf(*reply))
            return; // not the answer that is waited for
        if (!std::exchange(*headDone, true))
            writeHead(sending->sink, *reply);
        sending->sink.write(reply->readAll());
    };
    connect(reply, &QNetworkReply::readyRead, this, take);
    connect(reply, &QNetworkReply::finished, this, [this, promise, reply, sending, take] {
        reply->deleteLater();
        if (const auto challenge = challengeOf(*reply); challenge && sending->mayStepUp) {
            core::whenDone(stepUp(sending, *challenge), this, [promise](const core::Result<int> &status) { promise.finish(status); });
            return;
        }
        take();
        promise.finish(outcome(*sending, *reply));
    });
    return promise.future();
}

core::Async<int> RequestCommand::stepUp(const std::shared_ptr<Sending> &sending, const net::StepUpChallenge &challenge)
{
    sending->mayStepUp = false; // whoever is not content with the new proof would not be with another
    sending->hasSteppedUp = true;
    return core::chain(m_confirmation.ask(sending->invocation, sending->account, challenge), this,
                       [this, sending](const model::AccountId &) { return send(sending); });
}

core::Result<int> RequestCommand::outcome(Sending &sending, const QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return errorOf(reply);
    if (!sending.sink.commit())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), sending.sink.problem()};
    // The answer was printed; what to do about it comes after it.
    if (const auto challenge = challengeOf(reply))
        return Confirmation::unmet(net::stepUpError(*challenge), sending.account, sending.hasSteppedUp);
    if (status == 401 && isAccountOver(reply))
        return errorOf(reply);
    return exitStatusOfHttp(status);
}

} // namespace keyturn::cli
