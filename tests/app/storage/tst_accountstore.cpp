// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "diskrigs.h"
#include "storage/accountstore.h"
#include "storage/filelock.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

using namespace keyturn;
using namespace keyturn::model;
using namespace keyturn::storage;

class TstAccountStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void startsEmpty();
    void keepsEveryPartOfAnAccount_data();
    void keepsEveryPartOfAnAccount();
    void updatesTheNewestRecordOnDisk();
    void anUpdateOfWhatIsGoneIsAnError();
    void twoStoresDoNotUndoEachOthersWork();
    void keepsMembersThatItDoesNotKnow();
    void refusesABrokenFile_data();
    void refusesABrokenFile();
    void aBrokenFileIsSetAsideOnlyWhenAsked();
    void aGoodFileIsNotSetAside();
    void aNewerFileIsLeftAlone();
    void refusesALinkInThePlaceOfTheFile();
    void whatStoodStaysWhenTheDiskIsFull();
    void whatStoodStaysWhenTheFolderIsReadOnly();
    void aHeldLockEndsInAnError();
    void tellsOfItsOwnChangesOnce();
    void tellsOfOtherProcessesChangesAgainAndAgain();
    void listenersMayChangeSomethingThemselves();
    void holdsNoSecret();

private:
    [[nodiscard]] QString directory() const { return m_home->paths().data; }
    [[nodiscard]] QString path() const { return directory() + QStringLiteral("/accounts.json"); }
    [[nodiscard]] QByteArray contents() const;
    void plant(const QByteArray &json) const;
    static Account account(const QString &id);
    static QStringList idsOf(const AccountStore &store);

    std::unique_ptr<tests::TemporaryHome> m_home;
};

void TstAccountStore::init()
{
    m_home = std::make_unique<tests::TemporaryHome>();
}

QByteArray TstAccountStore::contents() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TstAccountStore::plant(const QByteArray &json) const
{
    QFile file(path());
    if (!QDir().mkpath(directory()) || !file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
        qFatal("could not plant a file");
}

Account TstAccountStore::account(const QString &id)
{
    Account account;
    account.id = AccountId(id);
    account.profile = ProfileId(QStringLiteral("demo"));
    account.identity = {QStringLiteral("https://a.example"), QStringLiteral("42"), QStringLiteral("Jo"), QStringLiteral("jo@a.example")};
    account.addedAt = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 678), QTimeZone::utc()).toUTC();
    account.generation = 1;
    return account;
}

QStringList TstAccountStore::idsOf(const AccountStore &store)
{
    QStringList ids;
    const core::Result<QList<Account>> accounts = store.load();
    if (!accounts.ok())
        return {accounts.error().code};
    for (const Account &one : *accounts)
        ids.append(one.id.toString());
    return ids;
}

void TstAccountStore::startsEmpty()
{
    const AccountStore store(directory());
    QVERIFY(store.load().ok());
    QVERIFY(store.load()->isEmpty());
    QCOMPARE(store.find(AccountId(QStringLiteral("a"))).error().code, QStringLiteral("account_unknown"));
    QVERIFY(!QFile::exists(directory())); // looking makes nothing
}

void TstAccountStore::keepsEveryPartOfAnAccount_data()
{
    QTest::addColumn<bool>("full");
    QTest::newRow("with everything") << true;
    QTest::newRow("with the least") << false;
}

void TstAccountStore::keepsEveryPartOfAnAccount()
{
    QFETCH(bool, full);
    Account one = account(QStringLiteral("a"));
    if (full) {
        one.provider = ProviderId(QStringLiteral("google"));
        one.method = SignInMethod::Browser;
        one.label = QString::fromUtf8("Büro \"1\"");
        one.hue = 359;
        one.identity.picture = QUrl(QStringLiteral("https://pics.example/b%C3%BCro.png?sig=a%2Bb"));
        one.scopes = {QStringLiteral("openid"), QStringLiteral("email")};
        one.withheldScopes = QStringList{QStringLiteral("drive")};
        one.askedScopes = QStringList{QStringLiteral("openid"), QStringLiteral("drive")};
        one.origins = QStringList{QStringLiteral("https://id.example:443")};
        one.lastUsedAt = one.addedAt.addSecs(60);
        one.accessExpiresAt = one.addedAt.addSecs(900);
        one.standing = SignInNeeded{QStringLiteral("reuse_detected"), one.addedAt.addSecs(70)};
        one.generation = 9'007'199'254'740'991ULL;
    }
    AccountStore store(directory());
    QVERIFY(store.put(one).ok());
    const core::Result<Account> found = AccountStore(directory()).find(one.id);
    QVERIFY2(found.ok(), found.ok() ? "" : qPrintable(found.error().detail));
    QVERIFY(*found == one);
    QCOMPARE(tests::modeOf(path()), mode_t(0600)); // FAULTS 75
    QCOMPARE(tests::modeOf(directory()), mode_t(0700));
}

void TstAccountStore::updatesTheNewestRecordOnDisk()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    const core::Result<Account> result = store.update(AccountId(QStringLiteral("a")), [](Account &one) {
        ++one.generation;
        one.id = AccountId(QStringLiteral("other")); // an id never changes
    });
    QVERIFY(result.ok());
    QCOMPARE(result->generation, quint64(2));
    QVERIFY(store.find(AccountId(QStringLiteral("a"))).value() == *result);
}

void TstAccountStore::anUpdateOfWhatIsGoneIsAnError()
{
    AccountStore store(directory());
    bool called = false;
    const core::Result<Account> result = store.update(AccountId(QStringLiteral("a")), [&](Account &) { called = true; });
    QCOMPARE(result.error().code, QStringLiteral("account_unknown"));
    QVERIFY(!called);
}

void TstAccountStore::twoStoresDoNotUndoEachOthersWork()
{
    AccountStore window(directory());
    AccountStore commandLine(directory());
    QVERIFY(window.put(account(QStringLiteral("a"))).ok());
    QVERIFY(window.load().ok());
    QVERIFY(commandLine.update(AccountId(QStringLiteral("a")), [](Account &one) { one.generation = 7; }).ok());
    QVERIFY(commandLine.put(account(QStringLiteral("b"))).ok());
    QVERIFY(window.update(AccountId(QStringLiteral("a")), [](Account &one) { one.label = QStringLiteral("mine"); }).ok());
    const core::Result<Account> result = commandLine.find(AccountId(QStringLiteral("a")));
    QCOMPARE(result->generation, quint64(7));
    QCOMPARE(result->label, QStringLiteral("mine"));
    QCOMPARE(idsOf(window), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
}

void TstAccountStore::keepsMembersThatItDoesNotKnow()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    QJsonObject root = QJsonDocument::fromJson(contents()).object();
    root.insert(QStringLiteral("comment"), QStringLiteral("kept"));
    QJsonArray list = root.value(QStringLiteral("accounts")).toArray();
    QJsonObject first = list.first().toObject();
    first.insert(QStringLiteral("avatar"), QStringLiteral("kept too"));
    list.replace(0, first);
    root.insert(QStringLiteral("accounts"), list);
    plant(QJsonDocument(root).toJson());

    QVERIFY(store.update(AccountId(QStringLiteral("a")), [](Account &one) { one.label = QStringLiteral("x"); }).ok());
    QVERIFY(store.put(account(QStringLiteral("b"))).ok());
    root = QJsonDocument::fromJson(contents()).object();
    QCOMPARE(root.value(QStringLiteral("comment")).toString(), QStringLiteral("kept"));
    QCOMPARE(root.value(QStringLiteral("accounts")).toArray().first().toObject().value(QStringLiteral("avatar")).toString(),
             QStringLiteral("kept too"));
}

void TstAccountStore::refusesABrokenFile_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    const QByteArray start = R"({"format":"keyturn-accounts","version":1,"accounts":[)";
    const QByteArray good = R"({"id":"a","profile":"p","method":"password","identity":{},"standing":{"state":"signedIn"},"generation":1})";
    const auto row = [](const char *name, const QByteArray &json, const char *detail) { QTest::newRow(name) << json << QString::fromLatin1(detail); };
    row("empty (FAULTS 73)", "", "(the whole file)");
    row("truncated (FAULTS 73)", start + good, "(the whole file)");
    row("zeros after a power cut (FAULTS 73)", QByteArray(500, '\0'), "(the whole file)");
    row("another program's", R"({"version":1,"accounts":[]})", "/format");
    row("version 0", R"({"format":"keyturn-accounts","version":0,"accounts":[]})", "/format");
    row("accounts as an object", R"({"format":"keyturn-accounts","version":1,"accounts":{}})", "/accounts");
    row("an account that is none", start + "1]}", "/accounts/0");
    row("an account twice", start + good + "," + good + "]}", "/accounts/1/id: stands twice");
    const auto changed = [&](const char *from, const char *to) { return start + QByteArray(good).replace(from, to) + "]}"; };
    row("no id", changed(R"("id":"a",)", ""), "/accounts/0/id");
    row("unknown method", changed(R"("method":"password")", R"("method":"magic")"), "/accounts/0/method");
    row("unknown standing", changed(R"("signedIn")", R"("dozing")"), "/accounts/0/standing/state");
    row("no standing", changed(R"("standing":{"state":"signedIn"},)", ""), "/accounts/0/standing");
    row("negative generation", changed(R"("generation":1)", R"("generation":-1)"), "/accounts/0/generation");
    row("half a generation", changed(R"("generation":1)", R"("generation":1.5)"), "/accounts/0/generation");
    row("a generation that is not exact", changed(R"("generation":1)", R"("generation":9007199254740993)"), "/accounts/0/generation");
    row("a time that is none", changed(R"("id":"a",)", R"("id":"a","addedAt":"yesterday",)"), "/accounts/0/addedAt");
    row("a name that is a number", changed(R"("identity":{})", R"("identity":{"name":7})"), "/accounts/0/identity/name");
}

void TstAccountStore::refusesABrokenFile()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, detail);
    plant(json);
    AccountStore store(directory());
    const core::Result<QList<Account>> loaded = store.load();
    QVERIFY(!loaded.ok());
    QCOMPARE(loaded.error().code, QStringLiteral("accounts_broken"));
    QVERIFY2(loaded.error().detail.startsWith(detail), qPrintable(loaded.error().detail));
    QCOMPARE(store.put(account(QStringLiteral("b"))).error().code, QStringLiteral("accounts_broken"));
    QCOMPARE(contents(), json); // nothing was lost
}

void TstAccountStore::aBrokenFileIsSetAsideOnlyWhenAsked()
{
    AccountStore store(directory());
    QStringList asides;
    for (const QByteArray &json : {QByteArray("{ first"), QByteArray("{ second")}) {
        plant(json);
        QVERIFY(!store.load().ok());
        const core::Result<QString> aside = store.setAsideBroken();
        QVERIFY(aside.ok());
        QVERIFY2(aside->startsWith(path() + QStringLiteral(".broken-2")), qPrintable(*aside));
        QFile file(*aside);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), json);
        QVERIFY(store.load().ok());
        asides.append(*aside);
    }
    QVERIFY(asides.at(0) != asides.at(1)); // within one second, too
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
}

void TstAccountStore::aGoodFileIsNotSetAside()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    const core::Result<QString> aside = store.setAsideBroken();
    QVERIFY(aside.ok());
    QVERIFY(aside->isEmpty());
    QCOMPARE(idsOf(store), QStringList(QStringLiteral("a")));
}

void TstAccountStore::aNewerFileIsLeftAlone()
{
    const QByteArray json = R"({"format":"keyturn-accounts","version":2,"accounts":"in another shape"})"; // FAULTS 73, 98
    plant(json);
    AccountStore store(directory());
    QCOMPARE(store.load().error().code, QStringLiteral("accounts_newer"));
    QCOMPARE(store.put(account(QStringLiteral("a"))).error().code, QStringLiteral("accounts_newer"));
    QCOMPARE(contents(), json);
}

void TstAccountStore::refusesALinkInThePlaceOfTheFile()
{
    const QString victim = m_home->path() + QStringLiteral("/victim");
    QVERIFY(QDir().mkpath(directory()));
    QVERIFY(QFile::link(victim, path())); // FAULTS 74
    AccountStore store(directory());
    QCOMPARE(store.load().error().code, QStringLiteral("file_not_ours"));
    QCOMPARE(store.put(account(QStringLiteral("a"))).error().code, QStringLiteral("file_not_ours"));
    QVERIFY(!QFile::exists(victim));
}

void TstAccountStore::whatStoodStaysWhenTheDiskIsFull()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    QSignalSpy changed(&store, &AccountStore::changed);
    {
        const tests::FullDisk full(100); // FAULTS 76: room for the lock alone
        QCOMPARE(store.put(account(QStringLiteral("b"))).error().code, QStringLiteral("disk_failed"));
    }
    QCOMPARE(idsOf(store), QStringList(QStringLiteral("a")));
    QCOMPARE(changed.count(), 0);
    QVERIFY(store.put(account(QStringLiteral("b"))).ok());
}

void TstAccountStore::whatStoodStaysWhenTheFolderIsReadOnly()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    {
        const tests::ReadOnlyFolder readOnly(directory()); // FAULTS 76
        QCOMPARE(store.put(account(QStringLiteral("b"))).error().code, QStringLiteral("disk_failed"));
        QCOMPARE(idsOf(store), QStringList(QStringLiteral("a")));
    }
    QCOMPARE(idsOf(store), QStringList(QStringLiteral("a")));
}

void TstAccountStore::aHeldLockEndsInAnError()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    const core::Result<FileLock> held = FileLock::acquireNow(path() + QStringLiteral(".lock"));
    QVERIFY(held.ok());
    QCOMPARE(store.put(account(QStringLiteral("b"))).error().code, QStringLiteral("lock_timeout"));
    QCOMPARE(idsOf(store), QStringList(QStringLiteral("a"))); // reading needs no lock
}

void TstAccountStore::tellsOfItsOwnChangesOnce()
{
    AccountStore store(directory());
    store.watch();
    QSignalSpy changed(&store, &AccountStore::changed);
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    QCOMPARE(changed.count(), 1);
    QVERIFY(store.put(account(QStringLiteral("a"))).ok()); // the same again
    QVERIFY(store.remove(AccountId(QStringLiteral("b"))).ok());
    QCOMPARE(changed.count(), 1);
    // The watch's own word of what we did ourselves comes now, and is not passed on.
    AccountStore other(directory());
    QVERIFY(other.put(account(QStringLiteral("c"))).ok());
    QTRY_COMPARE(changed.count(), 2);
}

void TstAccountStore::tellsOfOtherProcessesChangesAgainAndAgain()
{
    AccountStore store(directory());
    AccountStore other(directory());
    store.watch();
    QSignalSpy changed(&store, &AccountStore::changed);
    for (int i = 1; i <= 5; ++i) { // each write replaces the file, and with it what was watched
        QVERIFY(other.put(account(QString::number(i))).ok());
        QTRY_COMPARE(changed.count(), i);
        QCOMPARE(idsOf(store).size(), i);
    }
    QVERIFY(QFile::remove(path()));
    QTRY_COMPARE(changed.count(), 6);
}

void TstAccountStore::listenersMayChangeSomethingThemselves()
{
    AccountStore store(directory());
    int rounds = 0;
    connect(&store, &AccountStore::changed, this, [&] {
        if (++rounds == 1)
            QVERIFY(store.put(account(QStringLiteral("b"))).ok());
    });
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    QCOMPARE(rounds, 2);
    QCOMPARE(idsOf(store), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
}

void TstAccountStore::holdsNoSecret()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    const QJsonObject written = QJsonDocument::fromJson(contents()).object().value(QStringLiteral("accounts")).toArray().first().toObject();
    // FAULTS 107. Exactly these, so that whoever adds one has to think of this line.
    QCOMPARE(written.keys(),
             QStringList({QStringLiteral("addedAt"), QStringLiteral("generation"), QStringLiteral("id"), QStringLiteral("identity"),
                          QStringLiteral("method"), QStringLiteral("profile"), QStringLiteral("scopes"), QStringLiteral("standing")}));
}

KEYTURN_TEST(TstAccountStore)
#include "tst_accountstore.moc"
