// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/mailedcode.h"

#include "backend/answers.h"

namespace keyturn::backend {

namespace {

constexpr qsizetype longestText = 1024;

} // namespace

QString mailedCodeEnding()
{
    return QStringLiteral("It serves once, for 30 minutes. If you did not ask for it, you need do nothing.");
}

Response invalidMailedCode()
{
    return errorAnswer(400, "invalid_code", QStringLiteral("This code is not right, has run out, or was used before."));
}

Response wrongPresentPassword()
{
    return errorAnswer(403, "invalid_credentials", QStringLiteral("The present password is wrong."));
}

Texts textsOf(const Request &request, const QStringList &names)
{
    const JsonBody body = jsonBody(request);
    if (body.refusal)
        return {{}, body.refusal};
    Texts texts;
    QList<core::FieldError> problems;
    for (const QString &name : names) {
        const QJsonValue value = body.members.value(name);
        if (!value.isString() || value.toString().isEmpty() || value.toString().size() > longestText)
            problems.append({name, value.isUndefined() ? QStringLiteral("This is required.") : QStringLiteral("This must be text.")});
        texts.values.insert(name, value.toString());
    }
    if (!problems.isEmpty())
        texts.refusal = validationAnswer(problems);
    return texts;
}

} // namespace keyturn::backend
