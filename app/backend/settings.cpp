// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/settings.h"

#include "backend/secretfile.h"
#include "backend/usage.h"
#include "core/json.h"

#include <QJsonArray>
#include <QUrl>
#include <QUrlQuery>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxFile = 1024 * 1024;
const QString configOption = QStringLiteral("config");
/// What asks for something else than to serve, and so is set by nothing but a flag.
const QStringList notSettings{QStringLiteral("help"),         QStringLiteral("help-all"),     QStringLiteral("version"),
                              QStringLiteral("print-config"), QStringLiteral("list-defects"), configOption};

QString variableOf(const QString &name)
{
    return QLatin1String("KEYTURN_BACKEND_") + QString(name).replace(u'-', u'_').toUpper();
}

bool isSecretOption(const QString &name)
{
    return name.endsWith(QLatin1String("secret")) || name.endsWith(QLatin1String("password"));
}

/// postgresql://user:password@host/ and …?password=…
bool holdsPassword(const QString &value)
{
    const QUrl url(value);
    return !url.password().isEmpty() || QUrlQuery(url).hasQueryItem(QStringLiteral("password"));
}

bool holdsSecret(const QString &name, const QString &value)
{
    return isSecretOption(name) ? !value.isEmpty() : holdsPassword(value);
}

QString withoutPassword(const QString &value)
{
    QUrl url(value);
    url.setPassword({});
    QUrlQuery query(url);
    query.removeAllQueryItems(QStringLiteral("password"));
    url.setQuery(query.isEmpty() ? QString() : query.query());
    return url.toString();
}

/// A value of the file as it would stand on the command line; nothing where it is none that could.
std::optional<QString> textOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (value.isDouble() && value.toDouble() == static_cast<double>(value.toInteger()))
        return QString::number(value.toInteger());
    if (!value.isArray())
        return std::nullopt;
    QStringList parts;
    for (const QJsonValue &part : value.toArray()) {
        if (!part.isString())
            return std::nullopt;
        parts.append(part.toString());
    }
    return parts.join(u',');
}

} // namespace

Settings::Kind Settings::kindOf(const QCommandLineOption &option)
{
    if (option.valueName().isEmpty())
        return Kind::Switch;
    return option.valueName().endsWith(QLatin1String("...")) ? Kind::List : Kind::Value;
}

core::Result<Settings> Settings::gather(const QCommandLineParser &parser, const QList<QCommandLineOption> &options,
                                        const QProcessEnvironment &environment)
{
    Settings settings;
    for (const QCommandLineOption &option : options) {
        const QString name = option.names().last();
        if (!notSettings.contains(name))
            settings.m_entries.insert(name, {option.defaultValues().value(0), Source::Default, {}, kindOf(option)});
    }
    const QString file = parser.isSet(configOption) ? parser.value(configOption) : environment.value(variableOf(configOption));
    // From the weakest to the strongest.
    if (const auto read = file.isEmpty() ? core::Result<void>() : settings.readFile(file); !read.ok())
        return read.error();
    if (const auto read = settings.readEnvironment(environment); !read.ok())
        return read.error();
    if (const auto read = settings.readFlags(parser); !read.ok())
        return read.error();
    return settings;
}

core::Result<void> Settings::readFile(const QString &path)
{
    const core::Result<SecretFile> file = SecretFile::open(path, maxFile);
    if (!file.ok())
        return usage(QStringLiteral("The configuration file ") + file.error().detail);
    const auto members = core::parseJsonObject(file->content().reveal().toByteArray(), maxFile);
    if (!members.ok())
        return usage(QStringLiteral("The configuration file %1 is not one well-formed JSON object.").arg(path));
    for (auto member = members->begin(); member != members->end(); ++member) {
        if (!m_entries.contains(member.key()))
            return usage(QStringLiteral("The configuration file %1 has \"%2\", which is no option. See --help.").arg(path, member.key()));
        const std::optional<QString> text = textOf(member.value());
        if (!text)
            return usage(QStringLiteral("In the configuration file %1, \"%2\" must be text, a whole number, true, false, or a list of texts.")
                             .arg(path, member.key()));
        if (const auto ours = holdsSecret(member.key(), *text) ? file->isOurs() : core::Result<void>(); !ours.ok())
            return usage(QStringLiteral("The configuration file ") + ours.error().detail);
        if (const auto done = set(member.key(), *text, Source::File, path); !done.ok())
            return done;
    }
    return {};
}

core::Result<void> Settings::readEnvironment(const QProcessEnvironment &environment)
{
    for (const QString &name : m_entries.keys()) {
        const QString variable = variableOf(name);
        if (!environment.contains(variable))
            continue;
        if (const auto done = set(name, environment.value(variable), Source::Environment, variable); !done.ok())
            return done;
    }
    return {};
}

core::Result<void> Settings::readFlags(const QCommandLineParser &parser)
{
    const auto inFile = [this](const QString &name) {
        const QString option = name + QLatin1String("-file");
        return m_entries.contains(option) ? QStringLiteral(", in the file of --%1").arg(option) : QString();
    };
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (!parser.isSet(entry.key()))
            continue;
        const QString value = parser.value(entry.key());
        if (isSecretOption(entry.key()) || holdsPassword(value))
            return usage(QStringLiteral("--%1 holds a secret, and the command line can be read by everybody on this machine: set it by %2%3, or in "
                                        "the file of --config.")
                             .arg(entry.key(), variableOf(entry.key()), inFile(entry.key())));
        *entry = {entry->kind == Kind::Switch ? QStringLiteral("true") : value, Source::Flag, {}, entry->kind, parser.values(entry.key())};
    }
    return {};
}

core::Result<void> Settings::set(const QString &name, const QString &value, Source source, const QString &place)
{
    Entry &entry = m_entries[name];
    QString text = value;
    if (entry.kind == Kind::Switch) {
        const QString said = value.trimmed().toLower();
        const bool on = said == QLatin1String("true") || said == QLatin1String("1");
        if (!on && said != QLatin1String("false") && said != QLatin1String("0") && !said.isEmpty())
            return usage(QStringLiteral("--%1 is true or false. It is set by %2.").arg(name, place));
        text = on ? QStringLiteral("true") : QStringLiteral("false");
    }
    entry = {text, source, place, entry.kind, text.split(u',', Qt::SkipEmptyParts)};
    return {};
}

bool Settings::isSet(const QString &name) const
{
    const Entry entry = m_entries.value(name);
    return entry.source != Source::Default && (entry.kind != Kind::Switch || entry.value == QLatin1String("true"));
}

core::Error Settings::located(core::Error complaint) const
{
    const QString name = complaint.detail.startsWith(QLatin1String("--")) ? complaint.detail.section(u' ', 0, 0).mid(2).remove(u':') : QString();
    const Entry entry = m_entries.value(name);
    if (!entry.place.isEmpty())
        complaint.detail += QStringLiteral(" It is set by %1.").arg(entry.place);
    return complaint;
}

QJsonValue Settings::shown(const QString &name, const QString &value)
{
    if (isSecretOption(name))
        return QStringLiteral("<secret>");
    return holdsPassword(value) ? withoutPassword(value) : value;
}

QJsonObject Settings::report(const QMap<QString, QString> &derived) const
{
    static const QMap<Source, QString> words{{Source::Default, QStringLiteral("default")},
                                             {Source::File, QStringLiteral("file")},
                                             {Source::Environment, QStringLiteral("environment")},
                                             {Source::Flag, QStringLiteral("flag")}};
    QJsonObject report;
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        QJsonObject line{{QStringLiteral("from"), words.value(entry->source)}};
        if (!entry->place.isEmpty())
            line.insert(QStringLiteral("place"), entry->place);
        const QString text = entry->source == Source::Default ? derived.value(entry.key(), entry->value) : entry->value;
        QJsonArray list;
        for (const QString &one : entry->all)
            list.append(shown(entry.key(), one));
        if (entry->kind == Kind::Switch)
            line.insert(QStringLiteral("value"), entry->value == QLatin1String("true"));
        else if (entry->kind == Kind::List)
            line.insert(QStringLiteral("value"), list);
        else if (!text.isEmpty())
            line.insert(QStringLiteral("value"), shown(entry.key(), text));
        report.insert(entry.key(), line);
    }
    return report;
}

} // namespace keyturn::backend
