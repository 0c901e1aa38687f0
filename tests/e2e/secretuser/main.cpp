// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// e2e-secretuser EMAIL: Keyturn's core as the programs have it, in a process that lets itself be looked at, for tst_secretsinmemory. The first line
// of its input is the password. It signs in, sends a request, refreshes, and says `holding`; at the next line it signs out, lets go of everything,
// and says `over`. In between it tells its tokens, so that the test knows what to look for, each byte as the hexadecimal digits of its complement: no
// copy of them is made by the telling.
#include "composition/keyturn.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace keyturn;

namespace {

void say(QByteArrayView line)
{
    std::printf("%.*s\n", int(line.size()), line.data());
    std::fflush(stdout);
}

void tell(const core::Secret &secret)
{
    for (const char byte : secret.reveal())
        std::printf("%02x", static_cast<unsigned char>(~byte));
    std::printf("\n");
}

/// Byte by byte into memory that is wiped: stdio would keep what it has read ahead.
core::Secret readLine()
{
    std::array<char, 256> line = {};
    std::size_t size = 0;
    while (size < line.size() && ::read(STDIN_FILENO, &line.at(size), 1) == 1 && line.at(size) != '\n')
        ++size;
    const core::Secret secret{QByteArrayView(line.data(), qsizetype(size))};
    core::wipe(line.data(), qsizetype(line.size()));
    return secret;
}

template <class T> T value(core::Result<T> result)
{
    if (result.ok())
        return std::move(result).value();
    std::fprintf(stderr, "%s: %s\n", qPrintable(result.error().code), qPrintable(result.error().detail));
    std::_Exit(1);
}

class User : public QObject
{
public:
    explicit User(QString email) : m_email(std::move(email))
    {
        composition::Options options;
        options.paths = core::pathsFromEnvironment();
        m_core = value(composition::Keyturn::build(std::move(options)));
    }

    void signIn()
    {
        m_flow = m_core->signIn().withPassword({model::ProfileId(QStringLiteral("demo")), m_email, readLine(), {}, {}});
        connect(m_flow.get(), &accounts::SignInFlow::failed, this, [](const core::Error &error) { value<int>(error); });
        connect(m_flow.get(), &accounts::SignInFlow::signedIn, this, [this](const model::AccountId &id) {
            m_account = id;
            core::whenDone(m_core->tokens().tokens(id), this, [this](const core::Result<model::TokenSet> &tokens) {
                tellTokens(value(tokens));
                ask();
            });
        });
        m_flow->start();
    }

private:
    void tellTokens(const model::TokenSet &tokens)
    {
        tell(tokens.accessToken);
        tell(tokens.refreshToken);
    }

    void ask()
    {
        m_flow.reset();
        const QUrl profile = m_core->backend().lastUrl().resolved(QUrl(QStringLiteral("/api/profile")));
        QNetworkReply *reply = m_core->sessions().networkManager(m_account)->get(QNetworkRequest(profile));
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            if (reply->error() != QNetworkReply::NoError)
                std::_Exit(2);
            reply->deleteLater();
            core::whenDone(m_core->tokens().refresh(m_account), this, [this](const core::Result<model::TokenSet> &tokens) {
                tellTokens(value(tokens));
                // Not from within: what is on the stack here holds the tokens too.
                QMetaObject::invokeMethod(this, &User::end, Qt::QueuedConnection);
            });
        });
    }

    void end()
    {
        say("holding");
        static_cast<void>(readLine());
        core::whenDone(m_core->accounts().signOut(m_account, accounts::SignOutScope::ThisDevice), this,
                       [this](const core::Result<accounts::SignOutOutcome> &outcome) {
                           value(outcome);
                           QMetaObject::invokeMethod(
                               this,
                               [this] {
                                   m_core.reset();
                                   QCoreApplication::quit();
                               },
                               Qt::QueuedConnection);
                       });
    }

    QString m_email;
    std::unique_ptr<composition::Keyturn> m_core;
    std::unique_ptr<accounts::SignInFlow> m_flow;
    model::AccountId m_account;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("keyturn-cli"));
    {
        User user(QCoreApplication::arguments().value(1));
        user.signIn();
        QCoreApplication::exec();
    }
    say("over");
    static_cast<void>(readLine());
    return 0;
}
