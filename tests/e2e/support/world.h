// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace keyturn::e2e {

/// What a finished program left.
struct Finished {
    int status = -1; ///< Exit status; -1: killed or never started.
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QJsonObject json() const; ///< stdout as one JSON document; empty where it is none.
};

/// One person's machine for one test: a home of its own, the built programs, an embedded backend on a port of its own. Everything started here ends
/// with it, by pid.
class World
{
public:
    World();
    ~World();

    [[nodiscard]] QString home() const { return m_home.path(); }
    [[nodiscard]] QProcessEnvironment environment() const;
    /// The programs that start from now on have this variable; an empty value is how they go by the XDG folders, not by KEYTURN_HOME.
    void setVariable(const QString &name, const QString &value) { m_variables.insert(name, value); }
    [[nodiscard]] static QString program(const QString &name); ///< Beside this test's executable.

    /// Runs keyturn-cli to its end, at most @p patience milliseconds.
    Finished cli(const QStringList &arguments, const QByteArray &input = {}, int patience = 120'000);
    /// Starts keyturn-cli and leaves it running; the caller waits.
    [[nodiscard]] std::unique_ptr<QProcess> startCli(const QStringList &arguments);

    /// `backend start -- arguments`; answers its address. Fails the test by an empty URL.
    QUrl startBackend(const QStringList &arguments = {});
    /// kill -9, as a crash.
    void killBackend();
    [[nodiscard]] qint64 backendPid();

    /// A counter of /metrics, 0 where it is not there; @p series as in the text, e.g. `keyturn_backend_refresh_total{outcome="rotated"}`.
    [[nodiscard]] double metric(const QByteArray &series);

    /// Registers through the command line; the account's id, or empty.
    QString signUp(const QString &email, const QByteArray &password = QByteArrayLiteral("correct horse battery"));
    /// Signs in at a simulated provider by a real browser; the account's id, or empty.
    QString signInByBrowser(const QString &provider, const QStringList &person = {});
    /// The `--browser` command of a person who behaves so.
    [[nodiscard]] static QString person(const QStringList &behaviour);

    /// Every byte of every file below the home, for canary searches.
    [[nodiscard]] QByteArray everythingOnDisk() const;
    /// What the Secret Service's default collection holds under Keyturn's name, attributes and values, as secret-tool prints it.
    [[nodiscard]] static QByteArray everythingInKeychain();

private:
    QTemporaryDir m_home;
    QProcessEnvironment m_variables;
    QUrl m_backend;
};

} // namespace keyturn::e2e
