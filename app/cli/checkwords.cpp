// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/checkwords.h"

#include "cli/sentences.h"
#include "cli/table.h"
#include "words/checkwords.h"

#include <QCoreApplication>

namespace keyturn::cli {

using composition::CheckStep;

QString checkRemark(const CheckStep &step, const QString &backend)
{
    if (step.what == QLatin1String("document"))
        return printable(step.detail);
    if (step.what == QLatin1String("lifetime") && step.outcome == CheckStep::Outcome::Works)
        return QCoreApplication::translate("ProfileCheck", "%n second(s).", nullptr, step.detail.toInt());
    CheckStep shown = step;
    shown.detail = printable(step.detail);
    if (step.code == QLatin1String("answers_anybody"))
        return QCoreApplication::translate("ProfileCheck", "It answers without a token too (%2). Try with --user to see what it answers to somebody.")
            .replace(QLatin1String("%2"), shown.detail);
    if (const QString remark = words::checkRemark(shown); !remark.isEmpty())
        return remark;
    if (step.outcome == CheckStep::Outcome::Works)
        return {};
    return sentenceFor(step.error(), backend);
}

QJsonObject checkJson(const CheckStep &step, const QString &backend)
{
    static const QStringList codes{QStringLiteral("works"), QStringLiteral("fails"), QStringLiteral("cannotTell")};
    QJsonObject object{{QStringLiteral("step"), step.what}, {QStringLiteral("outcome"), codes.at(static_cast<int>(step.outcome))}};
    const auto add = [&object](const char *name, const QString &text) {
        if (!text.isEmpty())
            object.insert(QLatin1String(name), text);
    };
    add("place", step.place);
    add("code", step.code);
    add("detail", step.detail);
    add("message", checkRemark(step, backend));
    return object;
}

} // namespace keyturn::cli
