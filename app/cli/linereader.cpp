// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/linereader.h"

#include <utility>

#ifdef Q_OS_UNIX
#include <QSocketNotifier>

#include <cerrno>
#include <unistd.h>
#endif

namespace keyturn::cli {

namespace {

constexpr qsizetype longestLine = 16 * 1024;

} // namespace

#ifdef Q_OS_UNIX

LineReader::LineReader(QObject *parent) : QObject(parent)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &LineReader::read);
}

bool LineReader::isInteractive()
{
    return ::isatty(STDIN_FILENO) == 1;
}

void LineReader::read()
{
    char block[4096];
    const ssize_t count = ::read(STDIN_FILENO, block, sizeof block);
    if (count < 0 && errno == EINTR)
        return;
    if (count <= 0) {
        findChild<QSocketNotifier *>()->setEnabled(false);
        return;
    }
    m_begun.append(block, count);
    for (qsizetype end = m_begun.indexOf('\n'); end >= 0; end = m_begun.indexOf('\n')) {
        const QByteArray whole = m_begun.first(end);
        m_begun.remove(0, end + 1);
        const QString text = QString::fromUtf8(whole).trimmed();
        if (!std::exchange(m_skipping, false) && !text.isEmpty())
            Q_EMIT line(text);
    }
    if (m_begun.size() > longestLine) {
        m_begun.clear();
        if (!std::exchange(m_skipping, true))
            Q_EMIT tooLong();
    }
}

#else

LineReader::LineReader(QObject *parent) : QObject(parent) { }

bool LineReader::isInteractive()
{
    return false; // a console is no socket there: the address is opened on the same machine, or a code is used
}

void LineReader::read() { }

#endif

} // namespace keyturn::cli
