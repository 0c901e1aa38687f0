// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace keyturn::backend {

/// What makes one backend two that are to act as one: a second process with the same arguments, and nginx before both, on a port of its own. They
/// count in one Redis, which all tests of a run share.
class Twin
{
public:
    /// In the run of the tests on two instances: KEYTURN_TEST_INSTANCES=2.
    [[nodiscard]] static bool isWanted();

    Twin();
    ~Twin();

    /// The Redis of them all, as --redis takes it.
    [[nodiscard]] static QString redisUrl();
    /// What both need on the command line beside what one has.
    [[nodiscard]] QStringList arguments() const;
    /// Starts the second one with @p arguments, as the first was.
    void begin(const QStringList &arguments, const QProcessEnvironment &environment);
    /// Waits for it, and puts nginx, whose files are in @p folder, before it and the first, whose address is @p first. Whether all serve.
    bool serve(const QString &first, const QString &folder);
    void stop();

    [[nodiscard]] quint16 port() const { return m_port; } ///< nginx's.
    [[nodiscard]] QString address() const { return m_readyLine.value(QStringLiteral("address")).toString(); } ///< The second one's own.
    [[nodiscard]] QByteArray log() { return m_process.readAllStandardError(); }

private:
    [[nodiscard]] bool writeConfiguration(const QString &path, const QString &first, const QString &folder) const;

    quint16 m_port = 0;
    QProcess m_process;
    QProcess m_nginx;
    QJsonObject m_readyLine;
};

} // namespace keyturn::backend
