// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "target.h"

#include <QDir>
#include <QFile>
#include <QStringList>

#include <cstdio>
#include <cstdlib>

namespace keyturn::fuzz {

void fail(const QByteArray &sentence)
{
    std::fprintf(stderr, "keyturn fuzz: %s\n", sentence.constData());
    std::abort();
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

QList<QByteArray> corpusOf(const QString &name, const Target &target)
{
    const QDir folder(QStringLiteral(KEYTURN_FUZZ_CORPUS) + u'/' + name);
    QList<QByteArray> corpus = target.seeds();
    for (const QString &file : folder.entryList(QDir::Files, QDir::Name))
        corpus.append(contents(folder.filePath(file)));
    return corpus;
}

QString targetNames()
{
    QStringList names = makers().keys();
    const QString last = names.takeLast();
    return names.join(QStringLiteral(", ")) + QStringLiteral(" or ") + last;
}

std::unique_ptr<Target> targetNamed(const QString &name)
{
    const auto maker = makers().value(name);
    return maker ? maker() : nullptr;
}

} // namespace keyturn::fuzz
