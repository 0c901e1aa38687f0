// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/mailer.h"

#include "backend/eventlog.h"
#include "backend/opaquetoken.h"
#include "core/paths.h"

#include <QLocale>
#include <QSaveFile>

namespace keyturn::backend {

namespace {

constexpr int mostWaiting = 64;
constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

} // namespace

Mailer::Mailer(const core::Clock &clock, core::Random &random, QString folder) : m_clock(clock), m_random(random), m_folder(std::move(folder))
{
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1); // its database connection is its own
}

Mailer::~Mailer()
{
    stop();
}

void Mailer::stop()
{
    m_pool.waitForDone();
}

void Mailer::later(std::function<void()> work)
{
    if (m_waiting.fetch_add(1) >= mostWaiting) {
        --m_waiting;
        logEvent(LogLevel::Warning, "mail_dropped", {{QStringLiteral("detail"), QStringLiteral("Too many mails wait to be written.")}});
        return;
    }
    m_pool.start([this, work = std::move(work)] {
        work();
        --m_waiting;
    });
}

void Mailer::write(const Mail &mail)
{
    const QDateTime now = m_clock.now();
    const QString name = now.toString(QStringLiteral("yyyyMMdd-HHmmss-")) + newId(m_random) + QLatin1String(".txt");
    const QString head = QStringLiteral("Date: %1\nTo: %2\nSubject: %3\nContent-Type: text/plain; charset=utf-8\n\n%4\n\n")
                             .arg(now.toString(Qt::RFC2822Date), mail.to, mail.subject, mail.before);
    QSaveFile file(m_folder + u'/' + name);
    const bool written = core::ensurePrivateDirectory(m_folder).ok() && file.open(QIODevice::WriteOnly) && file.setPermissions(onlyOwner)
        && file.write(head.toUtf8()) > 0 && file.write(mail.code.reveal().data(), mail.code.size()) == mail.code.size()
        && file.write((mail.code.isEmpty() ? QByteArray() : QByteArray("\n\n")) + mail.after.toUtf8() + '\n') > 0 && file.commit();
    if (!written)
        logEvent(LogLevel::Error, "mail_failed", {{QStringLiteral("detail"), file.errorString()}});
}

} // namespace keyturn::backend
