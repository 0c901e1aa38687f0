// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/vaultentry.h"

#include "support/registry.h"
#include "tokenworld.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace keyturn;
using tests::TokenWorld;

/// What lies in the keychain.
class TstVaultEntry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingComesBack();
    void anEntryFromBeforeKeysIsRead();
    void aBoundTokenWithoutItsKeyIsBroken();
};

namespace {

model::TokenSet everything()
{
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("access");
    tokens.accessExpiresAt = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05.678Z"), Qt::ISODateWithMs);
    tokens.refreshToken = core::Secret("refresh");
    tokens.refreshExpiresAt = tokens.accessExpiresAt.addDays(30);
    tokens.idToken = core::Secret("id");
    tokens.scopes = {QStringLiteral("openid"), QStringLiteral("email")};
    tokens.issuedAt = tokens.accessExpiresAt.addSecs(-60);
    tokens.proofKey = core::Secret(QByteArrayView(R"({"kty":"EC","d":"\"quoted\""})"));
    tokens.bound = true;
    tokens.csrfToken = core::Secret("csrf");
    return tokens;
}

} // namespace

void TstVaultEntry::everythingComesBack()
{
    const model::Account account = TokenWorld::account();
    for (const bool bound : {true, false}) { // or bound for the refresh token alone
        model::TokenSet tokens = everything();
        tokens.bound = bound;
        const core::Result<model::TokenSet> read = tokens::unpackEntry(tokens::packEntry(account, 3, tokens), account, 3);
        QVERIFY(read.ok());
        QVERIFY(*read == tokens);
    }
}

void TstVaultEntry::anEntryFromBeforeKeysIsRead()
{
    const model::Account account = TokenWorld::account();
    const core::Secret entry(QJsonDocument(QJsonObject{{QStringLiteral("version"), 1},
                                                       {QStringLiteral("account"), account.id.toString()},
                                                       {QStringLiteral("issuer"), account.identity.issuer},
                                                       {QStringLiteral("generation"), 3},
                                                       {QStringLiteral("accessToken"), QStringLiteral("access")}})
                                 .toJson());
    const core::Result<model::TokenSet> read = tokens::unpackEntry(entry, account, 3);
    QVERIFY(read.ok());
    QVERIFY(!read->bound && read->proofKey.isEmpty());
}

void TstVaultEntry::aBoundTokenWithoutItsKeyIsBroken()
{
    const model::Account account = TokenWorld::account();
    model::TokenSet tokens = everything();
    tokens.proofKey = {};
    const core::Result<model::TokenSet> read = tokens::unpackEntry(tokens::packEntry(account, 3, tokens), account, 3);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, QStringLiteral("secret_broken"));
}

KEYTURN_TEST(TstVaultEntry)
#include "tst_vaultentry.moc"
