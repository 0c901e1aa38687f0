// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/requestcommand.h"

#include "cli/exitstatus.h"
#include "cli/requestparts.h"
#include "oauth/stepupchallenge.h"
#include "tokens/authenticatednetworkaccessmanager.h"

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

QString quoted(QString word)
{
    return u'\'' + word.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

/// RFC 9470: what to type so that the resource is satisfied.
core::Error stepUpError(const oauth::StepUpChallenge &challenge, const model::Account &account)
{
    QString command = QLatin1String("sign-in --profile ") + account.profile.toString();
    if (!account.wayIn().isEmpty())
        command += QLatin1String(" --provider ") + account.wayIn().toString();
    if (!challenge.acrValues.isEmpty())
        command += QLatin1String(" --acr-values ") + quoted(challenge.acrValues.join(u' '));
    if (challenge.maxAge)
        command += QLatin1String(" --max-age ") + QString::number(*challenge.maxAge);
    return {core::ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"), command};
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
    return QStringLiteral("ACCOUNT METHOD URL [-H 'K: V']… [-d DATA|@FILE|-] [-i] [-o FILE]");
}

void RequestCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{{QStringLiteral("H"), QStringLiteral("header")}, tr("A header; may be given again."), QStringLiteral("K: V")},
                       {{QStringLiteral("d"), QStringLiteral("data")}, tr("The body: text, @FILE, or - for standard input."), QStringLiteral("data")},
                       {{QStringLiteral("i"), QStringLiteral("include")}, tr("Prints status and headers too.")},
                       {{QStringLiteral("o"), QStringLiteral("output")}, tr("Writes the answer to a file."), QStringLiteral("file")}});
}

core::Async<int> RequestCommand::run(const Invocation &invocation)
{
    if (invocation.arguments.size() != 3)
        return core::ready<int>(usageError(tr("An account, a method and an address, please.")));
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
    QNetworkAccessManager *manager = invocation.core.sessions().networkManager(account->id);
    if (!manager)
        return core::ready<int>(profile.ok() ? core::Error{core::ErrorKind::Configuration, QStringLiteral("account_unknown"), {}} : profile.error());
    if (!profile.ok() || parts->request.url().host() != profile->baseUrl.host())
        m_counterpart = parts->request.url().host();
    auto sink = std::make_shared<Sink>(invocation.terminal, invocation.options.value(QStringLiteral("output")));
    if (!sink->open())
        return core::ready<int>(core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), sink->problem()});

    const core::Promise<int> promise;
    QNetworkReply *reply = manager->sendCustomRequest(parts->request, parts->method, parts->body);
    reply->setParent(this);
    auto headDone = std::make_shared<bool>(!invocation.options.isSet(QStringLiteral("include")));
    const auto take = [sink, reply, headDone] {
        if (!std::exchange(*headDone, true))
            writeHead(*sink, *reply);
        sink->write(reply->readAll());
    };
    connect(reply, &QNetworkReply::readyRead, this, take);
    connect(reply, &QNetworkReply::finished, this, [promise, reply, sink, take, who = *account] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status > 0)
            take();
        reply->deleteLater();
        if (status == 0)
            promise.finish(errorOf(*reply));
        else if (!sink->commit())
            promise.finish(core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), sink->problem()});
        else if (const auto challenge = status == 401 ? oauth::readStepUpChallenge(reply->rawHeader("WWW-Authenticate")) : std::nullopt)
            promise.finish(stepUpError(*challenge, who));
        else if (status == 401 && isAccountOver(*reply))
            promise.finish(errorOf(*reply)); // the answer was printed; what to do about it comes after it
        else
            promise.finish(exitStatusOfHttp(status));
    });
    return promise.future();
}

} // namespace keyturn::cli
