// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

namespace keyturn::backend {

namespace {

QJsonObject refreshBody(const QString &token)
{
    return {{QStringLiteral("refreshToken"), token}};
}

QString tokenIn(const Answer &answer)
{
    return answer.json().value(QStringLiteral("refreshToken")).toString();
}

} // namespace

/// What was acknowledged is kept, also where the program ends in the middle of it.
class TstKilled : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasAnsweredIsKept();

private:
    [[nodiscard]] QStringList signedIn(int count) const;

    BackendProcess m_backend;
};

/// Sessions of one person, by their refresh tokens.
QStringList TstKilled::signedIn(int count) const
{
    const QJsonObject credentials{{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                                  {QStringLiteral("password"), QStringLiteral("correct horse battery")},
                                  {QStringLiteral("name"), QStringLiteral("Ada")},
                                  {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
    QStringList tokens{tokenIn(m_backend.http().postJson("/api/auth/register", credentials))};
    while (tokens.size() < count)
        tokens.append(tokenIn(m_backend.http().postJson("/api/auth/login", credentials)));
    return tokens;
}

void TstKilled::whatWasAnsweredIsKept()
{
    constexpr int sessions = 12;
    constexpr int refreshes = 300;
    QVERIFY2(m_backend.start(), m_backend.log().constData());
    QStringList tokens = signedIn(sessions);
    QVERIFY(!tokens.contains(QString()));

    std::atomic<int> answered = 0;
    std::vector<std::thread> clients;
    for (QString &token : tokens) {
        clients.emplace_back([&token, &answered, http = m_backend.http()] {
            for (;;) {
                const Answer answer = http.postJson("/api/auth/refresh", refreshBody(token));
                if (answer.status != 200)
                    break; // it is gone
                token = tokenIn(answer);
                ++answered;
            }
        });
    }
    QTRY_VERIFY_WITH_TIMEOUT(answered > refreshes, 60'000);
    ::kill(static_cast<pid_t>(m_backend.processId()), SIGKILL);
    for (std::thread &client : clients)
        client.join();
    m_backend.stop();

    BackendProcess next;
    QVERIFY2(next.start({QStringLiteral("--data"), m_backend.file(QStringLiteral("data"))}), next.log().constData());
    for (const QString &token : std::as_const(tokens)) {
        const Answer answer = next.http().postJson("/api/auth/refresh", refreshBody(token));
        QVERIFY2(answer.status == 200, answer.body.constData()); // live, or spent a moment ago by a request whose answer was lost: within the grace
    }
}

} // namespace keyturn::backend

using keyturn::backend::TstKilled;
KEYTURN_TEST(TstKilled)
#include "tst_killed.moc"
