// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "auditedbackend.h"

#include "audit/auditrun.h"
#include "model/profilereader.h"
#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"
#include "support/certificates.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslCertificate>
#include <QSslKey>
#include <QTimer>

namespace keyturn::audit {

namespace {
constexpr int patience = 30'000; // milliseconds
const QString forTls = QStringLiteral("--tls");
const QString knowsKey = QStringLiteral("--knows-key");

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", qPrintable(path));
    return QJsonDocument::fromJson(file.readAll()).object();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        qFatal("%s cannot be written", qPrintable(path));
}

/// The first backend's keys for all: to make them takes longer than all else that a check does.
void lendKeys(const QString &folder, const QByteArray &keys)
{
    QDir().mkpath(folder);
    const QString path = folder + QStringLiteral("/keys.json");
    if (!keys.isEmpty() && !QFile::exists(path))
        write(path, keys);
}

/// What --mode session answers.
void useSessions(QJsonObject &profile)
{
    QJsonObject password = profile.value(QStringLiteral("password")).toObject();
    password.insert(
        QStringLiteral("tokens"),
        QJsonObject{{QStringLiteral("accessToken"), QJsonObject{{QStringLiteral("cookie"), QStringLiteral("sid")}}},
                    {QStringLiteral("lifetime"),
                     QJsonObject{{QStringLiteral("unit"), QStringLiteral("isoDate")}, {QStringLiteral("pointer"), QStringLiteral("/expiresAt")}}}});
    profile.insert(QStringLiteral("password"), password);
    profile.insert(QStringLiteral("access"), QJsonObject{{QStringLiteral("cookie"), QStringLiteral("sid")}});
    profile.insert(QStringLiteral("csrf"), QJsonObject{{QStringLiteral("token"), QStringLiteral("/csrfToken")}});
    profile.remove(QStringLiteral("refresh"));
}
} // namespace

AuditedBackend::AuditedBackend() = default;

AuditedBackend::~AuditedBackend()
{
    stop();
}

QStringList AuditedBackend::tlsOptions()
{
    if (!m_authority)
        m_authority = std::make_unique<tests::Authority>();
    const QSslConfiguration server = m_authority->serverWith({});
    const QString certificate = m_folder.filePath(QStringLiteral("cert.pem"));
    const QString key = m_folder.filePath(QStringLiteral("key.pem"));
    write(certificate, server.localCertificate().toPem());
    write(key, server.privateKey().toPem());
    return {QStringLiteral("--tls-cert"), certificate, QStringLiteral("--tls-key"), key};
}

bool AuditedBackend::start(const QStringList &arguments)
{
    stop();
    QStringList all{QStringLiteral("--port"),        QStringLiteral("0"),  QStringLiteral("--data"),  m_folder.filePath(QStringLiteral("data")),
                    QStringLiteral("--bcrypt-cost"), QStringLiteral("10"), QStringLiteral("--faults")};
    if (!arguments.contains(QStringLiteral("--rate-limit")))
        all += {QStringLiteral("--rate-limit"), QStringLiteral("off")};
    m_arguments = arguments;
    QStringList own = arguments;
    own.removeAll(knowsKey);
    if (own.removeAll(forTls) > 0)
        own += tlsOptions();
    static QByteArray keys;
    const QString data = m_folder.filePath(QStringLiteral("data"));
    if (!own.contains(QStringLiteral("--signing")))
        lendKeys(data, keys);
    m_process.start(QStringLiteral(KEYTURN_BACKEND), all + own);
    QByteArray output;
    while (!output.contains('\n')) {
        if (!m_process.waitForReadyRead(patience)) {
            qWarning("keyturn-backend: %s", m_process.readAllStandardError().constData());
            return false;
        }
        output += m_process.readAllStandardOutput();
    }
    if (keys.isEmpty() && !own.contains(QStringLiteral("--signing")))
        keys = QJsonDocument(objectIn(data + QStringLiteral("/keys.json"))).toJson();
    m_url = QJsonDocument::fromJson(output).object().value(QStringLiteral("url")).toString();
    return !m_url.isEmpty();
}

void AuditedBackend::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(patience))
        m_process.kill();
    m_process.waitForFinished();
}

QJsonObject AuditedBackend::profile() const
{
    QJsonObject profile = objectIn(QStringLiteral(KEYTURN_DEMO_PROFILE));
    if (const qsizetype mode = m_arguments.indexOf(QStringLiteral("--mode")); mode >= 0 && m_arguments.value(mode + 1) == QLatin1String("session"))
        useSessions(profile);
    return profile;
}

Target AuditedBackend::target() const
{
    Target target;
    const auto read = model::readProfile(QJsonDocument(profile()).toJson(), QUrl(m_url));
    if (!read.ok())
        qFatal("the profile: %s", qPrintable(read.error().detail));
    target.profile = *read;
    target.mayRegister = true;
    if (m_arguments.contains(forTls))
        target.profile.caCertificates = m_authority->certificate().toPem();
    if (m_arguments.contains(knowsKey)) {
        const QJsonArray keys = objectIn(m_folder.filePath(QStringLiteral("data/keys.json"))).value(QStringLiteral("access")).toArray();
        QJsonObject jwk = keys.first().toObject().value(QStringLiteral("jwk")).toObject();
        if (m_arguments.contains(QStringLiteral("short-key")))
            jwk.insert(QStringLiteral("k"), QString::fromLatin1(QByteArray("keyturn-16-bytes").toBase64(QByteArray::Base64UrlEncoding)));
        target.signingKey = core::Secret(QJsonDocument(jwk).toJson(QJsonDocument::Compact));
    }
    return target;
}

Report AuditedBackend::audit(const Target &target)
{
    core::SystemClock clock;
    core::SystemRandom random;
    net::HardenedAccessManager manager;
    manager.setTrust({{net::Origin::of(target.profile.baseUrl), target.profile.caCertificates}});
    net::ExchangeLog unused(1);
    net::QtHttpClient http(clock, unused, manager);
    AuditRun run(target, clock, random, http);
    const core::Async<Report> report = run.start();
    QEventLoop loop; // QTest::qWaitFor() sleeps between two looks, which costs more than all that is looked at
    core::whenDone(report, &loop, [&loop](const core::Result<Report> &) { loop.quit(); });
    QTimer::singleShot(10 * patience, &loop, &QEventLoop::quit);
    loop.exec();
    if (!report.isFinished())
        qFatal("the audit does not end");
    return *report.result();
}

CheckResult AuditedBackend::check(int number) const
{
    Target target = this->target();
    target.only = {number};
    target.mayStress = true;
    target.limits.attempts = 12; // the limits of backends here are lower
    target.limits.requestDeadline = std::chrono::seconds(20); // a busy machine hashes slowly, and that is no defect
    const Report report = audit(target);
    return report.results.isEmpty() ? CheckResult() : report.results.first();
}

} // namespace keyturn::audit
