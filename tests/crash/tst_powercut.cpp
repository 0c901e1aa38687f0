// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"
#include "crash/crashworld.h"
#include "crash/disk.h"
#include "storage/accountstore.h"
#include "support/fakeclock.h"
#include "support/fakerefresher.h"
#include "support/fakesecretstore.h"
#include "support/registry.h"
#include "tokens/rotationjournal.h"
#include "tokens/tokenmanager.h"
#include "tokens/vaultentry.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::crash {

namespace {

const QString accountsFile = QStringLiteral("data/accounts.json");

/// The keychain's slots of one account. While a call is under way they may be as before it or as after.
class Slots
{
public:
    explicit Slots(const QList<quint64> &there) : m_there(there) { }

    void apply(const QByteArray &line)
    {
        const QByteArray call = line.mid(line.indexOf(' ') + 1);
        m_counts = m_counts || call.contains(" state/locks/"); // before that it is tried whether the keychain works
        if (!m_counts || !call.startsWith("> dbus "))
            return;
        m_there = m_next.value_or(m_there); // whoever makes the next call has the answer of the one before
        m_next.reset();
        if (call.startsWith("> dbus CreateItem#"))
            m_next = m_there + QList<quint64>{m_there.isEmpty() ? 1 : m_there.last() + 1};
        else if (call.startsWith("> dbus Delete#"))
            m_next = m_there.mid(1);
    }
    [[nodiscard]] QList<QList<quint64>> outcomes() const { return m_next ? QList<QList<quint64>>{m_there, *m_next} : QList<QList<quint64>>{m_there}; }

private:
    QList<quint64> m_there; ///< Oldest first.
    std::optional<QList<quint64>> m_next;
    bool m_counts = false;
};

/// One thing that a power cut may leave, as far as it matters for one account.
struct Left {
    FileState accounts;
    FileState journal;
    QList<quint64> slots_;

    [[nodiscard]] QByteArray key() const
    {
        QByteArray key = accounts.value_or("no accounts") + '\n' + journal.value_or("no journal") + "\nslots";
        for (const quint64 slot : slots_)
            key += ' ' + QByteArray::number(slot);
        return key;
    }
};

/// A disk in memory with what is left on it, and the real stores over it.
class Restart
{
public:
    Restart(const model::AccountId &id, const Left &left)
        : m_folder((QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm") : QDir::tempPath())
                   + QStringLiteral("/keyturn-cut-XXXXXX")),
          accounts(m_folder.filePath(QStringLiteral("data"))),
          journal(m_folder.filePath(QStringLiteral("state/rotation")), QStringLiteral("keychain"))
    {
        put(accountsFile, left.accounts);
        put(QStringLiteral("state/rotation/") + id.toString() + QLatin1String(".json"), left.journal);
        const core::Result<model::Account> account = accounts.find(id);
        for (const quint64 slot : left.slots_) {
            model::TokenSet tokens;
            tokens.accessToken = core::Secret("access-" + QByteArray::number(slot));
            tokens.refreshToken = core::Secret("refresh-" + QByteArray::number(slot));
            tokens.issuedAt = m_clock.now();
            tokens.accessExpiresAt = m_clock.now().addSecs(3600);
            if (account.ok())
                m_secrets.entries.insert(storage::SecretKey{id, slot}.toString(), tokens::packEntry(*account, slot, tokens));
        }
    }

    /// The access token that the next program has when it is about to renew, or the error's code.
    QByteArray token(const model::AccountId &id)
    {
        tokens::TokenManager manager(m_clock, m_random, m_secrets, accounts, m_refresher, m_folder.filePath(QStringLiteral("state")));
        if (const core::Result<void> mended = answerOf(manager.mend(id)); !mended.ok())
            return mended.error().code.toUtf8();
        const core::Result<model::TokenSet> answer = answerOf(manager.held(id));
        return answer.ok() ? answer->accessToken.reveal().toByteArray() : answer.error().code.toUtf8();
    }

private:
    template <class T> static core::Result<T> answerOf(const core::Async<T> &future)
    {
        for (int i = 0; i < 1000 && !future.isFinished(); ++i) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
        if (!future.isFinished())
            return core::Error{core::ErrorKind::Cancelled, QStringLiteral("not_answered"), {}};
        return future.result();
    }

    void put(const QString &path, const FileState &state)
    {
        const QString whole = m_folder.filePath(path);
        QDir().mkpath(QFileInfo(whole).path());
        QFile file(whole);
        if (state && (!file.open(QIODevice::WriteOnly) || file.write(*state) != state->size()))
            qFatal("%s cannot be written", qPrintable(whole));
    }

    QTemporaryDir m_folder;
    tests::FakeClock m_clock;
    core::SystemRandom m_random;
    tests::FakeSecretStore m_secrets;
    tests::FakeRefresher m_refresher{m_clock};

public:
    storage::AccountStore accounts;
    tokens::RotationJournal journal;
};

} // namespace

/// The power is cut after each call by which the real keyturn-cli changes a file or the keychain. Whatever of the unsynced writes and names the disk
/// has kept, the real stores read it, no account is lost, and the tokens that came last are found.
class TstPowerCut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault77ARenewalIsWhole();
    void fault77ARenewalAfterAKillIsWhole();
    void fault77ARegistrationLeavesNoTokenThatNobodyKnowsOf_data();
    void fault77ARegistrationLeavesNoTokenThatNobodyKnowsOf();
    void fault77ASignOutLosesNobodyElse();
    void aFileThatIsNotSyncedIsFoundOut();
    void aFolderThatIsNotSyncedIsFoundOut();

private:
    void prepare(int people = 3);
    using Check = std::function<void(const Left &, Restart &)>;
    /// Runs keyturn-cli, whose calls are those of the test.
    void record(const std::function<TrippedRun()> &run);
    /// At each point at which the power might go, with each combination of what may be left for @p id; once each. @p there: the slots before.
    void each(const model::AccountId &id, const QList<quint64> &there, const Check &check);
    void tokensThatCameLastAreFound(const QList<quint64> &there);
    /// That all accounts of before are there, and that what is noted can be read.
    void checkFiles(const Left &left, const Restart &restart) const;
    [[nodiscard]] quint64 generation() const;
    [[nodiscard]] QString journalOf(const model::AccountId &id) const
    {
        return QStringLiteral("state/rotation/") + id.toString() + QLatin1String(".json");
    }

    std::unique_ptr<CrashWorld> m_world;
    std::optional<Disk> m_before;
    QList<QByteArray> m_lines;
    model::AccountId m_id; ///< Whom the test is about.
    QSet<QString> m_others; ///< Whose account has to be there whatever happens.
    int m_combinations = 0;
};

void TstPowerCut::prepare(int people)
{
    m_world.reset();
    m_world = std::make_unique<CrashWorld>(120, people);
    QVERIFY(m_world->isReady());
    m_world->recordContents();
    m_others = QSet<QString>(m_world->accounts().begin(), m_world->accounts().end());
    m_id = model::AccountId(m_world->accounts().value(0));
}

quint64 TstPowerCut::generation() const
{
    const core::Result<model::Account> record = storage::AccountStore(m_world->home() + QStringLiteral("/data")).find(m_id);
    return record.ok() ? record->generation : 0;
}

void TstPowerCut::record(const std::function<TrippedRun()> &run)
{
    m_before.emplace(m_world->home());
    const TrippedRun ran = run();
    QVERIFY2(ran.finished.status == 0, ran.finished.err.constData());
    m_lines = ran.lines.split('\n');
}

void TstPowerCut::each(const model::AccountId &id, const QList<quint64> &there, const Check &check)
{
    Disk disk = *m_before;
    Slots keychain(there);
    QSet<QByteArray> seen;
    for (const QByteArray &line : std::as_const(m_lines)) {
        disk.apply(line);
        keychain.apply(line);
        for (const FileState &accounts : disk.outcomes(accountsFile)) {
            for (const FileState &noted : disk.outcomes(journalOf(id))) {
                for (const QList<quint64> &slots_ : keychain.outcomes()) {
                    const Left left{accounts, noted, slots_};
                    if (seen.contains(left.key()))
                        continue;
                    seen.insert(left.key());
                    Restart restart(id, left);
                    check(left, restart);
                    if (QTest::currentTestFailed())
                        return qWarning("when the power is cut after: %s; left are %s", line.left(120).constData(), left.key().constData());
                }
            }
        }
    }
    m_combinations = static_cast<int>(seen.size());
}

void TstPowerCut::checkFiles(const Left &left, const Restart &restart) const
{
    const core::Result<QList<model::Account>> accounts = restart.accounts.load();
    QVERIFY2(accounts.ok(), "the accounts cannot be read");
    QSet<QString> found;
    for (const model::Account &account : *accounts)
        found.insert(account.id.toString());
    QVERIFY(found.contains(m_others));
    QVERIFY(!left.journal || QJsonDocument::fromJson(*left.journal).isObject());
}

void TstPowerCut::tokensThatCameLastAreFound(const QList<quint64> &there)
{
    record([this] { return m_world->renew(m_id.toString()); });
    each(m_id, there, [this](const Left &left, Restart &restart) {
        checkFiles(left, restart);
        QCOMPARE(restart.token(m_id), "access-" + QByteArray::number(left.slots_.last()));
    });
    QVERIFY2(m_combinations >= 6, qPrintable(QString::number(m_combinations)));
}

void TstPowerCut::fault77ARenewalIsWhole()
{
    prepare();
    tokensThatCameLastAreFound({generation()});
}

void TstPowerCut::fault77ARenewalAfterAKillIsWhole()
{
    prepare();
    const quint64 first = generation();
    QVERIFY(m_world->renew(m_id.toString(), QStringLiteral("> rename data/accounts.json#1")).isKilled());
    tokensThatCameLastAreFound({first, first + 1});
}

void TstPowerCut::fault77ARegistrationLeavesNoTokenThatNobodyKnowsOf_data()
{
    QTest::addColumn<int>("people");
    QTest::newRow("the first account") << 0;
    QTest::newRow("one more") << 3;
}

void TstPowerCut::fault77ARegistrationLeavesNoTokenThatNobodyKnowsOf()
{
    QFETCH(const int, people);
    prepare(people);
    record([this] { return m_world->registerOne(); });
    const core::Result<QList<model::Account>> accounts = storage::AccountStore(m_world->home() + QStringLiteral("/data")).load();
    QVERIFY(accounts.ok() && accounts->size() == m_others.size() + 1);
    m_id = accounts->last().id;
    each(m_id, {}, [this](const Left &left, Restart &restart) {
        checkFiles(left, restart);
        if (restart.accounts.find(m_id).ok())
            QCOMPARE(restart.token(m_id), QByteArray("access-1"));
        else
            QVERIFY(left.slots_.isEmpty() || restart.journal.accounts().contains(m_id));
    });
    QVERIFY(m_combinations >= 4);
}

void TstPowerCut::fault77ASignOutLosesNobodyElse()
{
    prepare();
    record([this] { return m_world->run({QStringLiteral("sign-out"), m_id.toString()}); });
    m_others.remove(m_id.toString());
    QCOMPARE(generation(), 0U);
    each(m_id, {1}, [this](const Left &left, Restart &restart) {
        checkFiles(left, restart);
        if (!restart.accounts.find(m_id).ok())
            QVERIFY(left.slots_.isEmpty());
    });
    QVERIFY(m_combinations >= 3);
}

/// The tests above could see it.
void TstPowerCut::aFileThatIsNotSyncedIsFoundOut()
{
    prepare();
    record([this] { return m_world->renew(m_id.toString()); });
    m_lines.removeIf([](const QByteArray &line) { return line.startsWith("= sync "); });
    bool isFound = false;
    each(m_id, {1}, [&isFound](const Left &, Restart &restart) { isFound = isFound || !restart.accounts.load().ok(); });
    QVERIFY(isFound);
}

void TstPowerCut::aFolderThatIsNotSyncedIsFoundOut()
{
    prepare();
    record([this] { return m_world->renew(m_id.toString()); });
    m_lines.removeIf([](const QByteArray &line) { return line.startsWith("= syncfolder "); });
    bool isFound = false;
    each(m_id, {1}, [&isFound, this](const Left &left, Restart &restart) {
        isFound = isFound || restart.token(m_id) != "access-" + QByteArray::number(left.slots_.last());
    });
    QVERIFY(isFound);
}

} // namespace keyturn::crash

using keyturn::crash::TstPowerCut;
KEYTURN_TEST(TstPowerCut)
#include "tst_powercut.moc"
