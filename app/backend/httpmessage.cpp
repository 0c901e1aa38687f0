// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/httpmessage.h"

#include "backend/answers.h"

#include <atomic>

namespace keyturn::backend {

QByteArray Request::header(QByteArrayView name) const
{
    for (const HttpHeader &header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

std::optional<QByteArray> Request::cookie(QByteArrayView name) const
{
    for (const HttpHeader &header : headers) {
        if (header.name.compare("cookie", Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray &pair : header.value.split(';')) {
            const QByteArray trimmed = pair.trimmed();
            const qsizetype equals = trimmed.indexOf('=');
            if (equals > 0 && QByteArrayView(trimmed).first(equals) == name)
                return trimmed.mid(equals + 1);
        }
    }
    return std::nullopt;
}

QByteArray Request::mediaType() const
{
    return header("content-type").split(';').first().trimmed().toLower();
}

std::optional<QByteArray> Request::authorization(QByteArrayView scheme) const
{
    const QByteArray value = header("authorization").trimmed();
    const qsizetype space = value.indexOf(' ');
    if (space < 0 || value.left(space).compare(scheme, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return value.mid(space + 1).trimmed();
}

struct Replier::State {
    explicit State(std::function<void(Response)> way) : send(std::move(way)) { }
    State(const State &) = delete;
    State &operator=(const State &) = delete;
    ~State()
    {
        if (!answered.exchange(true))
            send(errorAnswer(500, "internal", QStringLiteral("The request was given up.")));
    }
    std::function<void(Response)> send;
    std::atomic<bool> answered = false;
};

Replier::Replier(std::function<void(Response)> send) : m_state(std::make_shared<State>(std::move(send))) { }

void Replier::operator()(Response response) const
{
    if (!m_state->answered.exchange(true))
        m_state->send(std::move(response));
}

} // namespace keyturn::backend
