// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QMap>
#include <QProcessEnvironment>

namespace keyturn::backend {

/// What the person who runs the service has set: by flags, else by the environment (`KEYTURN_BACKEND_` and the flag's name in capitals, "_" for "-"),
/// else by the file of --config (a JSON object with the flags' names as keys). It stands where the command line's parser stood, so that each flag may
/// be set in each way.
///
/// Whatever is on the command line can be read by everybody on the machine: options whose name says that they are secrets, and addresses with a
/// password in them, are taken from file and environment alone.
class Settings
{
public:
    /// @p options are those that @p parser, which has parsed, knows of the service. Configuration `usage` with one sentence.
    [[nodiscard]] static core::Result<Settings> gather(const QCommandLineParser &parser, const QList<QCommandLineOption> &options,
                                                       const QProcessEnvironment &environment);

    /// A switch that was said to be off is not set.
    [[nodiscard]] bool isSet(const QString &name) const;
    /// The option's default where it is not set.
    [[nodiscard]] QString value(const QString &name) const { return m_entries.value(name).value; }

    /// All that was said of an option that may be given again, which is one whose value's name ends in "..."; in the environment they stand with
    /// commas between them.
    [[nodiscard]] QStringList values(const QString &name) const { return m_entries.value(name).all; }
    /// Whether it comes from the command line, which everybody on the machine may read.
    [[nodiscard]] bool isFlag(const QString &name) const { return m_entries.value(name).source == Source::Flag; }

    /// A complaint of an option (`--name takes …`) with where its value comes from, unless that is the command line.
    [[nodiscard]] core::Error located(core::Error complaint) const;
    /// For each option its value and where that comes from; secrets are left out. What may be given again is a list. @p derived: what is in force
    /// of those that follow other options where they are not set themselves.
    [[nodiscard]] QJsonObject report(const QMap<QString, QString> &derived = {}) const;

private:
    enum class Source { Default, File, Environment, Flag };
    enum class Kind { Value, Switch, List };
    struct Entry {
        QString value;
        Source source = Source::Default;
        QString place; ///< The variable or the file.
        Kind kind = Kind::Value;
        QStringList all = {};
    };
    [[nodiscard]] static Kind kindOf(const QCommandLineOption &option);
    [[nodiscard]] static QJsonValue shown(const QString &name, const QString &value);
    [[nodiscard]] core::Result<void> readFile(const QString &path);
    [[nodiscard]] core::Result<void> readEnvironment(const QProcessEnvironment &environment);
    [[nodiscard]] core::Result<void> readFlags(const QCommandLineParser &parser);
    [[nodiscard]] core::Result<void> set(const QString &name, const QString &value, Source source, const QString &place);

    QMap<QString, Entry> m_entries;
};

} // namespace keyturn::backend
