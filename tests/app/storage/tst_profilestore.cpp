// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/profilestore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/stat.h>

using namespace keyturn;
using namespace keyturn::storage;
using model::ProfileId;

namespace {

QByteArray profile(const char *id, const char *name)
{
    const QByteArray provider = R"({"id":"x","name":"X","kind":"openIdConnect","issuer":"https://x.example","clientId":"c"})";
    return QByteArray(R"({"id":")") + id + R"(","name":")" + name + R"(","providers":[)" + provider + "]}";
}

} // namespace

class TstProfileStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<tests::TemporaryHome>(); }
    void hasTheBuiltInOnes();
    void fillsInTheEmbeddedBackendWhenItIsKnown();
    void ownProfilesReplaceSystemOnesAndThoseTheBuiltIn();
    void oneBrokenFileHidesNoOther();
    void whatOthersMayWriteIsNotBelieved();
    void addsAndRemovesOwnProfiles();
    void refusesToAddWhatIsBroken();
    void removesOnlyOwnProfiles();
    void removesAnOwnFileThatCannotBeRead();

private:
    static QString nameOf(const ProfileStore &store, const char *id)
    {
        const core::Result<model::BackendProfile> found = store.find(ProfileId(QString::fromLatin1(id)));
        return found.ok() ? found->name : found.error().code;
    }
    static StoredProfile storedAs(const ProfileStore &store, const char *id)
    {
        for (const StoredProfile &stored : store.profiles()) {
            if (stored.profile.id.toString() == QLatin1String(id))
                return stored;
        }
        return {};
    }
    std::unique_ptr<tests::TemporaryHome> m_home;
};

void TstProfileStore::hasTheBuiltInOnes()
{
    const ProfileStore store(m_home->paths());
    QStringList ids;
    for (const StoredProfile &stored : store.profiles()) {
        QVERIFY(stored.origin == ProfileOrigin::BuiltIn);
        ids += stored.profile.id.toString();
    }
    QCOMPARE(ids, QStringList({QStringLiteral("demo"), QStringLiteral("github"), QStringLiteral("google"), QStringLiteral("seed")}));
    QVERIFY(store.find(ProfileId(QStringLiteral("demo")))->baseUrl.isEmpty()); // nobody knows yet where it serves
    QCOMPARE(nameOf(store, "demo"), QStringLiteral("Keyturn demo"));
    QVERIFY(store.broken().isEmpty());
    QCOMPARE(nameOf(store, "nothing"), QStringLiteral("profile_unknown"));
}

void TstProfileStore::fillsInTheEmbeddedBackendWhenItIsKnown()
{
    ProfileStore store(m_home->paths());
    store.reload(QUrl(QStringLiteral("http://127.0.0.1:8085")));
    QCOMPARE(store.find(ProfileId(QStringLiteral("demo")))->baseUrl, QUrl(QStringLiteral("http://127.0.0.1:8085")));
    store.reload({});
    QVERIFY(store.find(ProfileId(QStringLiteral("demo")))->baseUrl.isEmpty());
}

void TstProfileStore::ownProfilesReplaceSystemOnesAndThoseTheBuiltIn()
{
    core::Paths paths = m_home->paths();
    paths.systemConfig = {m_home->path() + QStringLiteral("/etc"), m_home->path() + QStringLiteral("/usr")};
    const auto plant = [&](const QString &folder, const char *id, const char *name) {
        QVERIFY(QDir().mkpath(folder + QStringLiteral("/profiles.d")));
        QFile file(folder + QStringLiteral("/profiles.d/") + QString::fromLatin1(id) + QStringLiteral(".json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(profile(id, name)) > 0);
    };
    plant(paths.systemConfig.at(1), "demo", "usr");
    QCOMPARE(nameOf(ProfileStore(paths), "demo"), QStringLiteral("usr"));
    plant(paths.systemConfig.at(0), "demo", "etc");
    QCOMPARE(nameOf(ProfileStore(paths), "demo"), QStringLiteral("etc"));
    plant(paths.config, "demo", "own");
    const ProfileStore store(paths);
    QCOMPARE(nameOf(store, "demo"), QStringLiteral("own"));
    QVERIFY(storedAs(store, "demo").origin == ProfileOrigin::Own);
    QVERIFY(storedAs(store, "demo").hidesBuiltIn);
    QVERIFY(!storedAs(store, "github").hidesBuiltIn);
}

void TstProfileStore::oneBrokenFileHidesNoOther()
{
    const QString broken = m_home->writeProfile(QStringLiteral("acme"), R"({"id":"acme"})");
    m_home->writeProfile(QStringLiteral("good"), profile("good", "Good"));
    const ProfileStore store(m_home->paths());
    QCOMPARE(nameOf(store, "good"), QStringLiteral("Good"));
    QCOMPARE(nameOf(store, "demo"), QStringLiteral("Keyturn demo"));
    QCOMPARE(store.broken().size(), 1);
    QCOMPARE(store.broken().first().path, broken);
    const core::Result<model::BackendProfile> found = store.find(ProfileId(QStringLiteral("acme")));
    QCOMPARE(found.error().code, QStringLiteral("profile_invalid"));
    QVERIFY2(found.error().detail.startsWith(QStringLiteral("/name: this member is required")), qPrintable(found.error().detail));
}

void TstProfileStore::whatOthersMayWriteIsNotBelieved()
{
    const QString path = m_home->writeProfile(QStringLiteral("demo"), profile("demo", "planted"));
    QCOMPARE(nameOf(ProfileStore(m_home->paths()), "demo"), QStringLiteral("planted"));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0666), 0);
    const ProfileStore store(m_home->paths());
    QCOMPARE(nameOf(store, "demo"), QStringLiteral("Keyturn demo"));
    QCOMPARE(store.broken().size(), 1);
}

void TstProfileStore::addsAndRemovesOwnProfiles()
{
    ProfileStore store(m_home->paths());
    const core::Result<AddedProfile> added = store.add(profile("acme", "Acme"));
    QVERIFY2(added.ok(), added.ok() ? "" : qPrintable(added.error().detail));
    QCOMPARE(added->id.toString(), QStringLiteral("acme"));
    QCOMPARE(added->path, m_home->paths().config + QStringLiteral("/profiles.d/acme.json"));
    QVERIFY(!added->replaced);
    QCOMPARE(nameOf(store, "acme"), QStringLiteral("Acme"));
    QCOMPARE(nameOf(ProfileStore(m_home->paths()), "acme"), QStringLiteral("Acme")); // after a restart as well
    QVERIFY(store.add(profile("acme", "Acme 2"))->replaced == ProfileOrigin::Own);
    QVERIFY(store.add(profile("google", "Mine"))->replaced == ProfileOrigin::BuiltIn);
    QVERIFY(store.remove(ProfileId(QStringLiteral("google"))).ok());
    QCOMPARE(nameOf(store, "acme"), QStringLiteral("Acme 2"));
    QVERIFY(store.remove(ProfileId(QStringLiteral("acme"))).ok());
    QCOMPARE(nameOf(store, "acme"), QStringLiteral("profile_unknown"));

    // An own file of another name is the one that is replaced, or two would claim one id.
    m_home->writeProfile(QStringLiteral("work"), profile("acme", "Work"));
    store.reload({});
    QVERIFY(store.add(profile("acme", "Acme 3")).ok());
    QCOMPARE(QDir(m_home->paths().config + QStringLiteral("/profiles.d")).entryList(QDir::Files), QStringList(QStringLiteral("work.json")));
}

void TstProfileStore::refusesToAddWhatIsBroken()
{
    ProfileStore store(m_home->paths());
    QCOMPARE(store.add("{}").error().code, QStringLiteral("profile_invalid"));
    QVERIFY(!QFile::exists(m_home->paths().config));
}

void TstProfileStore::removesOnlyOwnProfiles()
{
    ProfileStore store(m_home->paths());
    QCOMPARE(store.remove(ProfileId(QStringLiteral("demo"))).error().code, QStringLiteral("profile_not_own"));
    QCOMPARE(store.remove(ProfileId(QStringLiteral("nothing"))).error().code, QStringLiteral("profile_unknown"));
    QVERIFY(store.add(profile("demo", "Mine")).ok());
    QVERIFY(store.remove(ProfileId(QStringLiteral("demo"))).ok());
    QCOMPARE(nameOf(store, "demo"), QStringLiteral("Keyturn demo")); // the built-in one is back
}

void TstProfileStore::removesAnOwnFileThatCannotBeRead()
{
    const QString path = m_home->writeProfile(QStringLiteral("broken"), "{");
    ProfileStore store(m_home->paths());
    QCOMPARE(store.broken().size(), 1);
    QVERIFY(store.remove(ProfileId(QStringLiteral("broken"))).ok());
    QVERIFY(!QFile::exists(path));
    QVERIFY(store.broken().isEmpty());
}

KEYTURN_TEST(TstProfileStore)
#include "tst_profilestore.moc"
