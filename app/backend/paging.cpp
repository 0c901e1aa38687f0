// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/paging.h"

#include "backend/answers.h"
#include "backend/formdata.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxId = 128;

bool isPlainId(const QString &id)
{
    return !id.isEmpty() && id.size() <= maxId && std::all_of(id.cbegin(), id.cend(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_';
    });
}

CheckedPage refused(const char *code, const QString &sentence)
{
    return {{}, errorAnswer(400, code, sentence)};
}

} // namespace

QString PagePosition::text() const
{
    return QString::number(at.time_since_epoch().count()) + u'-' + id;
}

std::optional<PagePosition> PagePosition::parse(const QString &text)
{
    const qsizetype dash = text.indexOf(u'-');
    bool number = false;
    const qint64 milliseconds = dash > 0 ? text.left(dash).toLongLong(&number) : 0;
    const QString id = text.mid(dash + 1);
    if (!number || milliseconds < 0 || !isPlainId(id))
        return std::nullopt;
    return PagePosition{Instant(std::chrono::milliseconds(milliseconds)), id};
}

CheckedPage pageOf(const QByteArray &query, int most)
{
    CheckedPage checked{{std::nullopt, most}, std::nullopt};
    if (query.isEmpty())
        return checked;
    const QString after = QStringLiteral("after");
    const QString limit = QStringLiteral("limit");
    const auto form = FormData::parse(query);
    const bool known = form && form->size() == qsizetype(form->has(after)) + qsizetype(form->has(limit));
    if (!known)
        return refused("unknown_query", QStringLiteral("This address takes after and limit, each once, and nothing else."));
    if (form->has(limit)) {
        bool number = false;
        checked.page.limit = form->value(limit).toInt(&number);
        if (!number || checked.page.limit < 1 || checked.page.limit > most)
            return refused("invalid_query", QStringLiteral("limit takes a whole number from 1 to %1.").arg(most));
    }
    if (form->has(after)) {
        checked.page.after = PagePosition::parse(form->value(after));
        if (!checked.page.after)
            return refused("invalid_query", QStringLiteral("after takes the next of another page."));
    }
    return checked;
}

} // namespace keyturn::backend
