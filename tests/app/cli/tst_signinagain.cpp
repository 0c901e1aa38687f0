// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/confirmation.h"
#include "cli/signinagain.h"
#include "storage/accountstore.h"
#include "support/registry.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::cli {

/// `sign-in --account` of the built program: where and how, the account's record says.
class TstSignInAgain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatContradictsTheRecordIsUsage_data();
    void whatContradictsTheRecordIsUsage();
    void theRecordSaysWhereAndHow();
    void anAccountThatIsOverSaysWhatToType();
    void aChallengeSaysWhatToType();

private:
    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
    };
    [[nodiscard]] Ended run(const QStringList &arguments) const;
    void keep(const model::Account &account) const;

    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

/// Of a provider of one that answers nobody: nothing is asked of it before the browser comes back.
constexpr auto profile = R"({"id":"git","name":"Git","baseUrl":"https://git.example",
    "password":{"signIn":{"method":"POST","path":"/login","bodyType":"json","body":{"u":"{user}","p":"{password}"}},
                "tokens":{"accessToken":"/token"},"identity":{"subject":"/id"}},
    "providers":[{"id":"hub","name":"Hub","kind":"oauth2","issuer":"https://hub.example",
                  "endpoints":{"authorization":"https://hub.example/authorize","token":"https://hub.example/token",
                               "userinfo":"https://hub.example/user"},
                  "clientId":"desktop","identity":{"subject":"/id"}}]})";

model::Account account(const QString &id, const QString &provider)
{
    model::Account account;
    account.id = model::AccountId(id);
    account.profile = model::ProfileId(QStringLiteral("git"));
    account.provider = model::ProviderId(provider);
    account.method = provider.isEmpty() ? model::SignInMethod::Password : model::SignInMethod::Browser;
    account.identity = {provider.isEmpty() ? QStringLiteral("https://git.example") : QStringLiteral("https://hub.example"), QStringLiteral("7"),
                        QStringLiteral("Ada"), QStringLiteral("ada@example.org")};
    account.generation = 1;
    return account;
}

} // namespace

void TstSignInAgain::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QFile file(m_home->filePath(QStringLiteral("git.json")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(profile) > 0);
    file.close();
    const Ended added = run({QStringLiteral("profiles"), QStringLiteral("add"), file.fileName()});
    QVERIFY2(added.status == 0, added.err.constData());
    keep(account(QStringLiteral("11111111aaaaaaaa"), {}));
    keep(account(QStringLiteral("22222222bbbbbbbb"), QStringLiteral("hub")));
}

void TstSignInAgain::keep(const model::Account &account) const
{
    storage::AccountStore store(m_home->filePath(QStringLiteral("data")));
    QVERIFY(store.put(account).ok());
}

TstSignInAgain::Ended TstSignInAgain::run(const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("KEYTURN_HOME"), m_home->path());
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(KEYTURN_CLI), arguments + QStringList{QStringLiteral("--secret-store"), QStringLiteral("session")});
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

void TstSignInAgain::whatContradictsTheRecordIsUsage_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("another profile") << "--account 1111 --profile demo" << QByteArray("leave --profile out");
    QTest::newRow("a provider beside a password") << "--account 1111 --provider hub" << QByteArray("leave --provider out");
    QTest::newRow("another provider") << "--account 2222 --provider google" << QByteArray("leave --provider out");
    QTest::newRow("the browser for a password") << "--account 1111 --method browser" << QByteArray("leave --method out");
    QTest::newRow("a password for a provider") << "--account 2222 --method password" << QByteArray("not by password");
    QTest::newRow("one of two") << "--account ada" << QByteArray("22222222");
}

void TstSignInAgain::whatContradictsTheRecordIsUsage()
{
    QFETCH(const QString, words);
    QFETCH(const QByteArray, said);
    const Ended ended = run(QStringList{QStringLiteral("sign-in")} + words.split(u' '));
    QVERIFY2(ended.status == 2, ended.err.constData());
    QVERIFY2(ended.err.contains(said), ended.err.constData());
}

void TstSignInAgain::theRecordSaysWhereAndHow()
{
    for (const char *more : {"", " --profile git --provider hub --method browser"}) {
        const Ended ended = run((QStringLiteral("sign-in --account 2222 --print-url --timeout 1") + QString::fromLatin1(more)).split(u' '));
        QVERIFY2(ended.out.startsWith("https://hub.example/authorize?"), (ended.out + ended.err).constData());
        QVERIFY2(ended.out.contains("login_hint=ada%40example.org"), ended.out.constData());
    }
    const Ended asked = run(QStringLiteral("sign-in --account 1111").split(u' '));
    QVERIFY2(asked.status == 2 && !asked.err.contains("Who?"), asked.err.constData()); // it is the password alone that nobody types here
}

void TstSignInAgain::anAccountThatIsOverSaysWhatToType()
{
    model::Account over = account(QStringLiteral("11111111aaaaaaaa"), {});
    over.standing = model::SignInNeeded{QStringLiteral("invalid_grant"), QDateTime::currentDateTimeUtc()};
    keep(over);
    const Ended ended = run({QStringLiteral("token"), QStringLiteral("1111")});
    QVERIFY2(ended.status == 3, ended.err.constData());
    QVERIFY2(ended.err.contains("keyturn-cli sign-in --account 11111111\n"), ended.err.constData());
}

void TstSignInAgain::aChallengeSaysWhatToType()
{
    const core::Error challenge{core::ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"),
                                QStringLiteral("Bearer error=\"insufficient_user_authentication\", acr_values=\"a b\", max_age=\"60\"")};
    QCOMPARE(Confirmation::unmet(challenge, account(QStringLiteral("22222222bbbbbbbb"), QStringLiteral("hub")), false).detail,
             QStringLiteral("sign-in --account 22222222 --acr-values 'a b' --max-age 60"));
    QCOMPARE(Confirmation::unmet(challenge, account(QStringLiteral("11111111aaaaaaaa"), {}), false).detail,
             QStringLiteral("sign-in --account 11111111"));
}

} // namespace keyturn::cli

using keyturn::cli::TstSignInAgain;
KEYTURN_TEST(TstSignInAgain)
#include "tst_signinagain.moc"
