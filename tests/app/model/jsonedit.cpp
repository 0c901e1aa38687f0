// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonedit.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

static void registerProfiles()
{
    Q_INIT_RESOURCE(profiles);
}

namespace keyturn::tests {

namespace {

QJsonObject resource(const QString &name)
{
    registerProfiles();
    QFile file(QStringLiteral(":/keyturn/profiles/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no resource %s", qPrintable(name));
    return QJsonDocument::fromJson(file.readAll()).object();
}

QJsonValue editedValue(const QJsonValue &root, QStringList tokens, const QJsonValue &value)
{
    if (tokens.isEmpty())
        return value;
    const QString token = tokens.takeFirst();
    if (root.isArray()) {
        QJsonArray array = root.toArray();
        const int index = token.toInt();
        if (index == array.size())
            array.append(value);
        else
            array.replace(index, editedValue(array.at(index), tokens, value));
        return array;
    }
    QJsonObject object = root.toObject();
    const QJsonValue below = editedValue(object.value(token), tokens, value);
    if (below.isUndefined())
        object.remove(token);
    else
        object.insert(token, below);
    return object;
}

} // namespace

QJsonObject demoProfile()
{
    return resource(QStringLiteral("demo.json"));
}

QJsonObject profileSchema()
{
    return resource(QStringLiteral("profile.schema.json"));
}

QJsonObject edited(const QJsonObject &root, const QString &pointer, const QJsonValue &value)
{
    return editedValue(root, pointer.split(u'/').mid(1), value).toObject();
}

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

} // namespace keyturn::tests
