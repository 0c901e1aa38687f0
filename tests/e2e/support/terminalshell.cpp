// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/terminalshell.h"

namespace keyturn::e2e {

namespace {

constexpr int patience = 30'000; // milliseconds

} // namespace

TerminalShell::TerminalShell(const QString &command, const QProcessEnvironment &environment)
{
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(environment.value(QStringLiteral("HOME")));
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(QStringLiteral("script"), {QStringLiteral("--quiet"), QStringLiteral("--command"), command, QStringLiteral("/dev/null")});
    const QByteArray said = waitFor("ready");
    m_isReady = said.endsWith("ready");
    if (!m_isReady)
        qWarning("%s did not start: %s", qPrintable(command), said.constData());
}

TerminalShell::~TerminalShell()
{
    m_process.terminate();
    if (!m_process.waitForFinished(5000)) {
        m_process.kill();
        m_process.waitForFinished(5000);
    }
}

QString TerminalShell::completed(const QString &typed)
{
    if (!m_isReady)
        return {};
    m_seen.clear();
    m_process.write(typed.toUtf8() + "\t\x18");
    const QByteArray before = waitFor("LINE<");
    const QByteArray line = before.endsWith("LINE<") ? waitFor(">ENIL") : QByteArray();
    if (!line.endsWith(">ENIL")) {
        qWarning("no answer: %s", before.toPercentEncoding(" \n").constData());
        return {};
    }
    return QString::fromUtf8(line.chopped(5)).trimmed();
}

QByteArray TerminalShell::waitFor(const QByteArray &mark)
{
    while (!m_seen.contains(mark) && m_process.waitForReadyRead(patience))
        m_seen += m_process.readAll();
    const qsizetype end = m_seen.indexOf(mark);
    const QByteArray upTo = m_seen.left(end < 0 ? m_seen.size() : end + mark.size());
    m_seen.remove(0, upTo.size());
    return upTo;
}

} // namespace keyturn::e2e
