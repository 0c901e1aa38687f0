// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/requestwork.h"

#include "cli/exitstatus.h"
#include "cli/requestparts.h"
#include "cli/requestreport.h"
#include "cli/sentences.h"
#include "cli/table.h"
#include "console/curl.h"

#include <QFile>
#include <QSaveFile>

namespace keyturn::cli {

namespace {

/// What the console room refuses is said in words.
template <class T> core::Async<T> inWords(core::Async<T> answer)
{
    return answer.then([](core::Result<T> result) -> core::Result<T> {
        if (result.ok())
            return result;
        return sayable(result.error());
    });
}

QByteArray head(const console::Answer &answer)
{
    QByteArray text = "HTTP " + QByteArray::number(answer.status) + ' ' + answer.reason + "\r\n";
    for (const net::Header &header : answer.headers)
        text += header.name + ": " + header.value + "\r\n";
    return text + "\r\n";
}

/// What one of them would end with, where all would end alike; else that not all of them are fine.
int commonStatus(const QList<console::Shot> &shots)
{
    std::optional<int> common;
    for (const console::Shot &shot : shots) {
        const int status = shot.status == 0 ? int(Network) : exitStatusOfHttp(shot.status);
        if (common && *common != status)
            return AnswerIsNo;
        common = status;
    }
    return common.value_or(Done);
}

} // namespace

RequestWork::RequestWork(const Invocation &invocation, RequestWish wish, QObject *parent)
    : QObject(parent), m_invocation(invocation), m_wish(std::move(wish)), m_console(invocation.core)
{ }

core::Result<console::Draft> RequestWork::fromCurl()
{
    QByteArray command;
    if (m_wish.curl == QLatin1String("-")) {
        const core::Result<QByteArray> read = Terminal::readAllInput(console::mostCurlBytes + 1);
        if (!read.ok())
            return read.error();
        command = *read;
    } else {
        QFile file(m_wish.curl);
        if (!file.open(QIODevice::ReadOnly))
            return usageError(tr("%1 cannot be read: %2.").arg(m_wish.curl, file.errorString()));
        command = file.read(console::mostCurlBytes + 1);
    }
    const core::Result<console::Imported> imported = console::readCurl(QString::fromUtf8(command));
    if (!imported.ok())
        return imported.error();
    for (const console::CurlNote &note : imported->notes)
        m_invocation.terminal.say(printable(noteSentence(note)));
    return imported->draft;
}

core::Async<console::Draft> RequestWork::draft(const model::Account &account)
{
    const QCommandLineParser &options = m_invocation.options;
    const auto change = [&options](const console::Draft &draft) { return changed(options, draft); };
    if (!m_wish.saved.isEmpty())
        return core::chain(m_console.store().saved(m_wish.saved), this, [change](const console::SavedRequest &saved) { return change(saved.draft); });
    if (m_wish.curl.isEmpty())
        return core::ready<console::Draft>(
            draftOf(options, m_invocation.arguments.at(1), m_invocation.arguments.at(2), m_console.baseOf(account.id)));
    const core::Result<console::Draft> draft = fromCurl();
    return core::ready<console::Draft>(draft.ok() ? change(*draft) : sayable(draft.error()));
}

core::Async<void> RequestWork::save(const console::Draft &draft)
{
    if (m_wish.saveAs.isEmpty())
        return core::ready<void>({});
    return inWords(core::chain(m_console.store().save(m_wish.saveAs, draft), this, [this, draft]() -> core::Result<void> {
        m_invocation.terminal.say(console::hasBlanks(console::withoutSecrets(draft))
                                      ? tr("Kept as “%1”, without its secrets.").arg(printable(m_wish.saveAs))
                                      : tr("Kept as “%1”.").arg(printable(m_wish.saveAs)));
        return {};
    }));
}

void RequestWork::tellWhatIsLeftOut(const model::Account &account, const console::Draft &draft)
{
    const core::Result<QUrl> url = console::addressOf(draft, m_console.baseOf(account.id));
    if (!url.ok())
        return; // which is told when it is to be sent
    for (const net::Header &header : draft.headers) {
        if (console::isCredential(header.name))
            m_invocation.terminal.say(
                tr("Your own %1 is left out: the account's is sent, and to its own backend alone.").arg(QString::fromLatin1(header.name)));
    }
    if (!m_console.carriesToken(account.id, *url))
        m_invocation.terminal.say(tr("Sent without the account's token: %1 is none of its backend's addresses.").arg(printable(url->authority())));
}

bool RequestWork::wantsWhole() const
{
    return m_wish.as || m_wish.parallel > 0 || m_wish.timing || m_wish.pretty;
}

core::Async<int> RequestWork::act(const model::Account &account, const console::Draft &draft)
{
    if (m_wish.as)
        return snippet(account, draft);
    return m_wish.parallel > 0 ? volley(account, draft) : whole(account, draft);
}

core::Async<int> RequestWork::snippet(const model::Account &account, const console::Draft &draft)
{
    using Token = composition::RequestConsole::Token;
    const Token token = m_wish.withToken ? Token::Included : Token::Placeholder;
    return core::chain(inWords(m_console.snippet(account.id, draft, *m_wish.as, token)), this,
                       [this](const core::Secret &text) { return write(text.reveal().toByteArray()); });
}

core::Async<int> RequestWork::volley(const model::Account &account, const console::Draft &draft)
{
    using Begin = composition::RequestConsole::Begin;
    const Begin begin = m_wish.expiresFirst ? Begin::Expired : Begin::AsItIs;
    return core::chain(inWords(m_console.fire(account.id, draft, m_wish.parallel, begin, m_stop.get_token())), this,
                       [this](const composition::CountedVolley &counted) -> core::Result<int> {
                           if (m_invocation.terminal.json())
                               m_invocation.terminal.document(volleyJson(counted));
                           else
                               m_invocation.terminal.line(volleyText(counted));
                           return commonStatus(counted.volley.shots);
                       });
}

core::Result<int> RequestWork::write(const QByteArray &bytes) const
{
    const QString path = m_invocation.options.value(QStringLiteral("output"));
    if (path.isEmpty()) {
        m_invocation.terminal.data(bytes);
        return int(Done);
    }
    QSaveFile file(path);
    constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner; // before the token is in it
    const bool isOpen = file.open(QIODevice::WriteOnly) && (!m_wish.withToken || file.setPermissions(onlyOwner));
    if (!isOpen || file.write(bytes) != bytes.size() || !file.commit())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), path + QLatin1String(": ") + file.errorString()};
    return int(Done);
}

core::Async<int> RequestWork::whole(const model::Account &account, const console::Draft &draft)
{
    return core::chain(inWords(m_console.send(account.id, draft, m_stop.get_token())), this,
                       [this](const console::Answer &answer) -> core::Async<int> {
                           if (m_wish.timing && !m_invocation.terminal.json())
                               m_invocation.terminal.say(timingText(answer));
                           if (answer.status == 0)
                               return core::ready<int>(*answer.failure);
                           if (answer.isCut)
                               m_invocation.terminal.say(tr("The answer is longer than 50 MB; it was cut there."));
                           return tell(answer);
                       });
}

core::Async<int> RequestWork::tell(const console::Answer &answer)
{
    if (answer.failure && !m_invocation.terminal.json())
        m_invocation.terminal.say(sentenceFor(*answer.failure, answer.url.authority()));
    else if (answer.status >= 400 && answer.bodyBytes == 0 && !m_invocation.terminal.json())
        m_invocation.terminal.say(tr("HTTP %1, with nothing to read.").arg(answer.status));
    const int status = answer.failure ? exitStatusOf(*answer.failure) : exitStatusOfHttp(answer.status);
    if (m_invocation.terminal.json()) {
        m_invocation.terminal.document(answerJson(answer));
        return core::ready<int>(status);
    }
    const QByteArray before = m_invocation.options.isSet(QStringLiteral("include")) ? head(answer) : QByteArray();
    const auto done = [this, status](const QByteArray &bytes) -> core::Result<int> {
        const core::Result<int> written = write(bytes);
        return written.ok() ? core::Result<int>(status) : written;
    };
    if (!m_wish.pretty)
        return core::ready<int>(done(before + answer.body.reveal().toByteArray()));
    const auto made =
        console::BodyDocument::make(answer.body, answer.header("Content-Type"), console::BodyDocument::Secrets::Shown, m_stop.get_token());
    return core::chain(made, this, [before, answer, done](const console::BodyDocument &document) {
        const bool isJson = document.kind() == console::BodyDocument::Kind::Json; // anything else as it came
        return done(before + (isJson ? document.text().reveal().toByteArray() + '\n' : answer.body.reveal().toByteArray()));
    });
}

core::Async<int> RequestWork::endpoints(const model::Account &account)
{
    const auto told = [this](const QList<console::Endpoint> &found) -> core::Result<int> {
        if (m_invocation.terminal.json())
            m_invocation.terminal.document(endpointsJson(found));
        else if (!found.isEmpty())
            m_invocation.terminal.line(endpointsText(found));
        if (found.isEmpty())
            m_invocation.terminal.say(tr("Neither the profile nor a document of the backend's says what it can be asked."));
        return int(found.isEmpty() ? AnswerIsNo : Done);
    };
    QFile file(m_wish.document);
    const QString scheme = QUrl(m_wish.document).scheme();
    if (m_wish.document.isEmpty() || scheme == QLatin1String("http") || scheme == QLatin1String("https"))
        return core::chain(inWords(m_console.endpoints(account.id, m_wish.document)), this, told);
    if (!file.open(QIODevice::ReadOnly))
        return core::ready<int>(usageError(tr("%1 cannot be read: %2.").arg(m_wish.document, file.errorString())));
    const core::Result<QList<console::Endpoint>> read = console::readOpenApi(file.read(console::mostOpenApiBytes + 1));
    if (!read.ok()) // it is the person's file, and nothing that the backend said
        return core::ready<int>(usageError(tr("%1 is no OpenAPI document: %2.").arg(printable(m_wish.document), printable(read.error().detail))));
    return core::ready<int>(told(console::merged(m_console.profileEndpoints(account.id), *read)));
}

core::Async<int> RequestWork::history(const QString &account)
{
    return core::chain(m_console.store().past(account), this, [this](const QList<console::PastRequest> &past) {
        return core::chain(m_console.store().saved(), this, [this, past](const QList<console::SavedRequest> &saved) -> core::Result<int> {
            const bool isEmpty = past.isEmpty() && saved.isEmpty();
            if (m_invocation.terminal.json())
                m_invocation.terminal.document(pastJson(past, saved));
            else if (!isEmpty)
                m_invocation.terminal.line(pastText(past, saved));
            if (isEmpty)
                m_invocation.terminal.say(
                    m_console.store().isKeeping()
                        ? tr("No request was sent yet, and none is kept.")
                        : tr("Nothing is kept of what is sent: what is for developers is hidden in the preferences, or KEYTURN_TRACE says off."));
            return int(isEmpty ? AnswerIsNo : Done);
        });
    });
}

} // namespace keyturn::cli
