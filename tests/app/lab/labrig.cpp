// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "labrig.h"

namespace keyturn::tests {

namespace {

const QByteArray profile = R"({
    "id": "own", "name": "Own", "baseUrl": "https://auth.example/api",
    "password": {
        "signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"email": "{user}", "password": "{password}"}},
        "tokens": {"accessToken": "/token", "lifetime": {"unit": "seconds", "pointer": "/expiresIn"}, "refreshToken": {"cookie": "rt"}},
        "identity": {"subject": "/user/id", "name": "/user/name", "email": "/user/email"}
    }
})";

} // namespace

LabRig::LabRig()
{
    home.writeProfile(QStringLiteral("own"), profile);
    profiles.reload({});
    model::Account account = TokenWorld::account();
    account.profile = model::ProfileId(QStringLiteral("own"));
    account.identity.issuer = QStringLiteral("https://auth.example/api");
    if (!answerOf(tokens.adopt(account, world.refresher.grant())).ok())
        qFatal("not signed in");
    QObject::connect(&lab, &lab::Lab::finished, &lab, [this](const model::AccountId &, const lab::Report &report) { finished += report; });
}

lab::Report LabRig::run(lab::Experiment experiment)
{
    const core::Result<lab::Report> report = answerOf(lab.run(world.id, experiment));
    return report.ok() ? *report : lab::Report{};
}

} // namespace keyturn::tests
