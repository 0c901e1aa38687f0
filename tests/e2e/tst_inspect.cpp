// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

namespace keyturn::e2e {

namespace {

QString stateOf(const QJsonObject &answer)
{
    return answer.value(QStringLiteral("signature")).toObject().value(QStringLiteral("state")).toString();
}

QStringList namesIn(const QJsonArray &changes)
{
    QStringList names;
    for (const QJsonValue &change : changes)
        names.append(change.toObject().value(QStringLiteral("name")).toString());
    return names;
}

} // namespace

/// `keyturn-cli inspect` over a real account's tokens.
class TstInspect : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void anAccountsTokenHoldsByItsBackendsKeys();
    void aRenewalIsCompared();
    void aStrangersKeysAreANo();
    void withoutAnIdTokenThatIsSaid();
    void theTokenIsNowhere();

private:
    [[nodiscard]] Finished inspect(const QStringList &options)
    {
        return m_world.cli(QStringList{QStringLiteral("inspect"), QStringLiteral("--json"), QStringLiteral("--account"), m_account} + options);
    }

    World m_world;
    QUrl m_backend;
    QString m_account;
};

void TstInspect::initTestCase()
{
    m_backend = m_world.startBackend({QStringLiteral("--signing"), QStringLiteral("ES256")});
    QVERIFY(!m_backend.isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"));
    QVERIFY(!m_account.isEmpty());
}

void TstInspect::anAccountsTokenHoldsByItsBackendsKeys()
{
    const Finished found = inspect({QStringLiteral("--discover")});
    QVERIFY2(found.status == 0, (found.out + found.err).constData());
    QCOMPARE(stateOf(found.json()), QStringLiteral("verified"));
    const QString keys = m_backend.resolved(QUrl(QStringLiteral("/.well-known/jwks.json"))).toString();
    QCOMPARE(stateOf(inspect({QStringLiteral("--jwks"), keys}).json()), QStringLiteral("verified"));
    QCOMPARE(stateOf(inspect({}).json()), QStringLiteral("notChecked"));
}

void TstInspect::aRenewalIsCompared()
{
    const Finished found = inspect({QStringLiteral("--refresh")});
    QVERIFY2(found.status == 0, (found.out + found.err).constData());
    QVERIFY(namesIn(found.json().value(QStringLiteral("changes")).toArray()).contains(QStringLiteral("jti")));
}

void TstInspect::aStrangersKeysAreANo()
{
    const Finished found = inspect({QStringLiteral("--issuer"), QStringLiteral("https://somebody.example")});
    QCOMPARE(found.status, 1);
    QCOMPARE(found.json().value(QStringLiteral("sound")).toBool(true), false);
    m_world.killBackend();
    const Finished away = inspect({QStringLiteral("--jwks"), m_backend.resolved(QUrl(QStringLiteral("/.well-known/jwks.json"))).toString()});
    QCOMPARE(away.status, 4);
}

void TstInspect::withoutAnIdTokenThatIsSaid()
{
    const Finished found = inspect({QStringLiteral("--id-token")});
    QCOMPARE(found.status, 1);
    QVERIFY(found.err.contains("has no ID token"));
}

void TstInspect::theTokenIsNowhere()
{
    const Finished token = m_world.cli({QStringLiteral("token"), m_account});
    const Finished found = inspect({});
    const QByteArray signature = token.out.trimmed().split('.').last();
    QVERIFY(signature.size() > 20);
    QVERIFY(!found.out.contains(signature) && !found.err.contains(signature));
    QVERIFY(!m_world.everythingOnDisk().contains(signature));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstInspect;
KEYTURN_TEST(TstInspect)
#include "tst_inspect.moc"
