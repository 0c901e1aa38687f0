// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/foreignprovider.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QRegularExpression>

namespace keyturn::e2e {

namespace {

const QString serversFolder = QStringLiteral(KEYTURN_SERVERS_FOLDER) + u'/';

} // namespace

ForeignProvider::Kind oidcProvider()
{
    return {QStringLiteral("oidc"), {}, QStringLiteral("oidc/person.js"), QStringLiteral("user_code=")};
}

ForeignProvider::Kind mockServer()
{
    return {QStringLiteral("mock"), {}, QStringLiteral("lib/browser.js"), {}};
}

ForeignProvider::Kind glewlwyd()
{
    return {QStringLiteral("glewlwyd"), QStringLiteral("/api/oidc"), QStringLiteral("glewlwyd/person.js"), QStringLiteral("code=")};
}

ForeignProvider::ForeignProvider(const Kind &kind, const QMap<QString, QString> &settings, const QJsonObject &changes)
    : m_kind(kind), m_server(kind.name + QStringLiteral("/server.js"), settings)
{
    if (m_server.url().isEmpty())
        return;
    const QString file = kind.name + QStringLiteral("/profile.json");
    const QString providers = QStringLiteral("providers");
    QJsonObject provider = QJsonDocument::fromJson(NodeServer::profile(file, {})).object().value(providers).toArray().at(0).toObject();
    provider.insert(QStringLiteral("issuer"), m_server.url().toString(QUrl::StripTrailingSlash) + kind.issuerPath);
    for (auto it = changes.begin(); it != changes.end(); ++it)
        provider.insert(it.key(), it.value());
    const QByteArray profile = NodeServer::profile(file, {{u'/' + providers, QJsonArray{provider}}});
    const Finished added = m_world.cli({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, profile);
    m_ready = added.status == 0;
    if (!m_ready)
        qWarning("the profile was not added: %s", added.err.constData());
}

QStringList ForeignProvider::person(const QString &address) const
{
    return {serversFolder + m_kind.person, address};
}

Finished ForeignProvider::signIn(const QStringList &more)
{
    return m_world.cli(QStringList{QStringLiteral("sign-in"), QStringLiteral("--profile"), m_kind.name, QStringLiteral("--browser"),
                                   QStringLiteral("node ") + serversFolder + m_kind.person}
                       + more);
}

Finished ForeignProvider::signInByDevice()
{
    constexpr int patience = 60'000; // milliseconds; the provider says how often it may be asked
    const std::unique_ptr<QProcess> program =
        m_world.startCli({QStringLiteral("sign-in"), QStringLiteral("--profile"), m_kind.name, QStringLiteral("--method"), QStringLiteral("device")});
    static const QRegularExpression shown(QStringLiteral("^Address: +(\\S+)\\nCode: +(\\S+)$"), QRegularExpression::MultilineOption);
    program->setReadChannel(QProcess::StandardError);
    QByteArray told;
    QRegularExpressionMatch match;
    for (const QDeadlineTimer deadline(patience); !match.hasMatch() && !deadline.hasExpired() && program->waitForReadyRead(patience);) {
        told += program->readAllStandardError();
        match = shown.match(QString::fromUtf8(told));
    }
    QProcess elsewhere;
    elsewhere.start(QStringLiteral("node"), person(match.captured(1) + u'?' + m_kind.userCode + match.captured(2)));
    elsewhere.waitForFinished(patience);
    program->waitForFinished(patience);
    return {program->exitStatus() == QProcess::NormalExit ? program->exitCode() : -1, program->readAllStandardOutput(),
            told + program->readAllStandardError() + elsewhere.readAllStandardError()};
}

QJsonArray ForeignProvider::accounts()
{
    return m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray();
}

} // namespace keyturn::e2e
