// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/requestcommand.h"

#include "cli/exitstatus.h"
#include "cli/requestparts.h"
#include "cli/requestreport.h"
#include "cli/requestwish.h"
#include "cli/requestwork.h"
#include "console/sending.h"
#include "net/origin.h"
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
    return QStringLiteral("ACCOUNT METHOD URL [-H 'K: V']… [-d DATA|@FILE|-] [--form K=V]… [-F K=V|K=@FILE]…\n"
                          "      [-i] [-o FILE] [--step-up] [--timing] [--pretty] [--save NAME]\n"
                          "      [--parallel N [--expire-first]] [--as curl|httpie|fetch|python [--with-token]] |\n"
                          "      ACCOUNT --curl -|FILE | ACCOUNT --saved NAME |\n"
                          "      ACCOUNT --endpoints [--openapi FILE|URL] | [ACCOUNT] --history");
}

void RequestCommand::addOptions(QCommandLineParser &parser) const
{
    addRequestOptions(parser);
    Confirmation::addOptions(parser);
}

/// What is to be sent, and where its answer goes.
struct RequestCommand::Sending {
    Invocation invocation;
    model::Account account;
    console::Draft draft;
    QUrl base;
    Sink sink;
    bool mayStepUp = false; ///< A challenge is met, once.
    bool hasSteppedUp = false;
    std::shared_ptr<QIODevice> body = {}; ///< Of the request that is under way.
    console::Answer told = {}; ///< What is remembered of it.
    std::chrono::milliseconds start{0};
};

RequestCommand::RequestCommand() = default;
RequestCommand::~RequestCommand() = default;

bool RequestCommand::cancel()
{
    if (!m_isWhole)
        return m_confirmation.cancel();
    m_work->stop();
    return true;
}

core::Async<int> RequestCommand::run(const Invocation &invocation)
{
    const core::Result<RequestWish> wish = requestWish(invocation.options);
    if (!wish.ok())
        return core::ready<int>(wish.error());
    const qsizetype given = invocation.arguments.size();
    if (wish->history ? given > 1 : wish->endpoints || wish->isGiven() ? given != 1 : given != 3)
        return core::ready<int>(usageError(wish->history                            ? tr("One account, or none for all.")
                                               : wish->endpoints || wish->isGiven() ? tr("One account, please, and neither method nor address.")
                                                                                    : tr("An account, a method and an address, please.")));
    if (const core::Result<void> fine = Confirmation::check(invocation.options); !fine.ok())
        return core::ready<int>(fine.error());
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    m_work = std::make_unique<RequestWork>(invocation, *wish, this);
    if (given == 0)
        return m_work->history({});
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.first());
    if (!account.ok())
        return core::ready<int>(account.error());
    if (wish->history)
        return m_work->history(account->id.toString());
    if (wish->endpoints)
        return m_work->endpoints(*account);
    return request(invocation, *account);
}

core::Async<int> RequestCommand::request(const Invocation &invocation, const model::Account &account)
{
    m_isWhole = m_work->wantsWhole();
    if (m_isWhole && Confirmation::isWanted(invocation.options))
        return core::ready<int>(usageError(tr("--step-up does not go with --as, --parallel, --timing and --pretty.")));
    return core::chain(m_work->draft(account), this, [this, invocation, account](const console::Draft &draft) {
        return core::chain(m_work->save(draft), this, [this, invocation, account, draft] { return perform(invocation, account, draft); });
    });
}

core::Async<int> RequestCommand::perform(const Invocation &invocation, const model::Account &account, const console::Draft &draft)
{
    const QUrl base = m_work->console().baseOf(account.id);
    if (const core::Result<QUrl> url = console::addressOf(draft, base); url.ok() && net::Origin::of(*url) != net::Origin::of(base))
        m_counterpart = url->authority();
    if (const QList<console::Blank> blanks = console::blanksOf(draft); !blanks.isEmpty()) {
        QStringList places;
        for (const console::Blank &blank : blanks)
            places += blankWords(blank);
        return core::ready<int>(usageError(
            tr("This request was kept without its secrets. Fill in again, with -H, -d, --form or -F: %1.").arg(places.join(QLatin1String(", ")))));
    }
    m_work->tellWhatIsLeftOut(account, draft);
    m_isOut = true;
    if (m_isWhole)
        return m_work->act(account, draft);
    auto sending = std::make_shared<Sending>(Sending{invocation, account, draft, base,
                                                     Sink(invocation.terminal, invocation.options.value(QStringLiteral("output"))),
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
    const core::Result<console::Prepared> prepared = console::prepare(sending->draft, sending->base);
    if (!prepared.ok())
        return core::ready<int>(sayable(prepared.error()));
    const core::Promise<int> promise;
    sending->body = prepared->body;
    sending->told.startedAt = sending->invocation.core.clock().now();
    sending->start = sending->invocation.core.clock().monotonic();
    QNetworkReply *reply = manager->sendCustomRequest(prepared->request, prepared->method, prepared->body.get());
    reply->setParent(this);
    auto headDone = std::make_shared<bool>(!sending->invocation.options.isSet(QStringLiteral("include")));
    const auto take = [sending, reply, headDone] {
        if (sending->mayStepUp && challengeOf(*reply))
            return; // not the answer that is waited for
        if (!std::exchange(*headDone, true))
            writeHead(sending->sink, *reply);
        const QByteArray bytes = reply->readAll();
        sending->told.bodyBytes += bytes.size();
        sending->sink.write(bytes);
    };
    connect(reply, &QNetworkReply::readyRead, this, take);
    connect(reply, &QNetworkReply::finished, this, [this, promise, reply, sending, take] {
        reply->deleteLater();
        if (const auto challenge = challengeOf(*reply); challenge && sending->mayStepUp) {
            core::whenDone(stepUp(sending, *challenge), this, [promise](const core::Result<int> &status) { promise.finish(status); });
            return;
        }
        take();
        remember(*sending, *reply);
        promise.finish(outcome(*sending, *reply));
    });
    return promise.future();
}

/// As the request console remembers what it sends itself.
void RequestCommand::remember(Sending &sending, const QNetworkReply &reply)
{
    console::Answer &answer = sending.told;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (answer.status == 0)
        answer.failure = console::unanswered(errorOf(reply), sending.draft.method);
    answer.timing.total = sending.invocation.core.clock().monotonic() - sending.start;
    m_work->console().store().remember(sending.account.id.toString(), sending.draft, answer);
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
        return console::unanswered(errorOf(reply), sending.draft.method);
    if (!sending.sink.commit())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), sending.sink.problem()};
    // The answer was printed; what to do about it comes after it.
    if (const auto challenge = challengeOf(reply))
        return Confirmation::unmet(net::stepUpError(*challenge), sending.account, sending.hasSteppedUp);
    if (status == 401 && isAccountOver(reply))
        return errorOf(reply);
    if (console::isBroken(reply))
        return console::brokenOff(sending.told.bodyBytes, reply);
    if (status >= 400 && sending.told.bodyBytes == 0 && !sending.invocation.options.isSet(QStringLiteral("include")))
        sending.invocation.terminal.say(tr("HTTP %1, with nothing to read.").arg(status));
    return exitStatusOfHttp(status);
}

} // namespace keyturn::cli
