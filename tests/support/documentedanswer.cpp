// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/documentedanswer.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <algorithm>

namespace keyturn::tests {

namespace {

const QString folder = QStringLiteral(KEYTURN_FIXTURES);
const QString suffix = QStringLiteral(".http");

} // namespace

DocumentedAnswer documentedAnswer(const QString &name)
{
    DocumentedAnswer answer;
    QFile file(folder + u'/' + name + suffix);
    if (!file.open(QIODevice::ReadOnly)) {
        QTest::qFail(qPrintable(file.fileName() + QStringLiteral(": ") + file.errorString()), __FILE__, __LINE__);
        return answer;
    }
    QByteArray line = file.readLine();
    const QByteArray documented = "# Documented: ";
    for (; line.startsWith('#'); line = file.readLine()) {
        if (line.startsWith(documented))
            answer.documentation = line.sliced(documented.size()).trimmed();
    }
    answer.response.status = line.startsWith("HTTP/1.1 ") ? line.split(' ').at(1).toInt() : 0;
    if (answer.response.status == 0)
        QTest::qFail(qPrintable(file.fileName() + QStringLiteral(": no status line")), __FILE__, __LINE__);
    for (line = file.readLine().trimmed(); !line.isEmpty(); line = file.readLine().trimmed()) {
        const qsizetype colon = line.indexOf(':');
        answer.response.headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    answer.response.body = core::Secret::take(file.readAll().trimmed());
    // Documentation leaves it out; servers do not.
    answer.response.headers.append({"Content-Length", QByteArray::number(answer.response.body.size())});
    return answer;
}

QStringList documentedAnswers()
{
    QStringList names;
    QDirIterator it(folder, {u'*' + suffix}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        names += it.next().mid(folder.size() + 1).chopped(suffix.size());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace keyturn::tests
