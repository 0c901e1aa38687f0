// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/htmlform.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace keyturn::audit {

namespace {

constexpr qsizetype mostForms = 16;
constexpr qsizetype mostTags = 400; // of one form
constexpr auto anyCase = QRegularExpression::CaseInsensitiveOption;

using Attributes = QHash<QString, QString>;

QString unescaped(QString text)
{
    static const QRegularExpression number(QStringLiteral("&#(x?)([0-9a-f]{1,6});"), anyCase);
    for (QRegularExpressionMatch match = number.match(text); match.hasMatch(); match = number.match(text, match.capturedStart() + 1)) {
        const char32_t code = match.captured(2).toUInt(nullptr, match.captured(1).isEmpty() ? 10 : 16);
        text.replace(match.capturedStart(), match.capturedLength(), QString::fromUcs4(&code, 1));
    }
    static const QList<std::pair<QString, QString>> named{{QStringLiteral("&lt;"), QStringLiteral("<")},
                                                          {QStringLiteral("&gt;"), QStringLiteral(">")},
                                                          {QStringLiteral("&quot;"), QStringLiteral("\"")},
                                                          {QStringLiteral("&apos;"), QStringLiteral("'")},
                                                          {QStringLiteral("&amp;"), QStringLiteral("&")}}; // last, so that nothing is taken twice
    for (const auto &[name, sign] : named)
        text.replace(name, sign);
    return text;
}

Attributes attributesOf(const QString &tag)
{
    static const QRegularExpression attribute(QStringLiteral("([a-z][a-z0-9_:.-]*)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+)))?"), anyCase);
    Attributes attributes;
    for (auto it = attribute.globalMatch(tag); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString name = match.captured(1).toLower();
        if (!attributes.contains(name))
            attributes.insert(name, unescaped(match.captured(2) + match.captured(3) + match.captured(4)));
    }
    return attributes;
}

HtmlField fieldOf(const Attributes &attributes, const QString &usualType, const QString &inside)
{
    static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
    const QString type = attributes.value(QStringLiteral("type")).toLower();
    QString words = inside;
    words = attributes.value(QStringLiteral("id")) + u' ' + attributes.value(QStringLiteral("value")) + u' ' + unescaped(words.remove(tag));
    return {attributes.value(QStringLiteral("name")), attributes.value(QStringLiteral("value")), type.isEmpty() ? usualType : type,
            words.simplified()};
}

void add(const HtmlField &field, bool isTicked, HtmlForm &form)
{
    static const QStringList never{QStringLiteral("reset"), QStringLiteral("button"), QStringLiteral("file")};
    if (field.type == QLatin1String("submit") || field.type == QLatin1String("image"))
        form.buttons.append(field);
    else if (!never.contains(field.type) && (isTicked || (field.type != QLatin1String("checkbox") && field.type != QLatin1String("radio"))))
        form.fields.append(field);
}

HtmlForm formOf(const QString &head, const QString &inside)
{
    static const QRegularExpression tags(QStringLiteral("<(input)\\b([^>]*)>|<(button)\\b([^>]*)>(.*?)</button>"),
                                         QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    const Attributes attributes = attributesOf(head);
    HtmlForm form;
    form.action = attributes.value(QStringLiteral("action"));
    form.isPost = attributes.value(QStringLiteral("method")).compare(QLatin1String("post"), Qt::CaseInsensitive) == 0;
    qsizetype count = 0;
    for (auto it = tags.globalMatch(inside); it.hasNext() && ++count <= mostTags;) {
        const QRegularExpressionMatch match = it.next();
        const bool isInput = !match.captured(1).isEmpty();
        const Attributes own = attributesOf(match.captured(isInput ? 2 : 4));
        add(fieldOf(own, isInput ? QStringLiteral("text") : QStringLiteral("submit"), match.captured(5)), own.contains(QStringLiteral("checked")),
            form);
    }
    return form;
}

} // namespace

bool HtmlForm::asksForPassword() const
{
    return std::any_of(fields.cbegin(), fields.cend(), [](const HtmlField &field) { return field.type == QLatin1String("password"); });
}

QList<HtmlForm> formsOf(const QString &html)
{
    static const QRegularExpression form(QStringLiteral("<form\\b([^>]*)>(.*?)(?:</form>|$)"),
                                         QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    QList<HtmlForm> forms;
    for (auto it = form.globalMatch(html); it.hasNext() && forms.size() < mostForms;) {
        const QRegularExpressionMatch match = it.next();
        forms.append(formOf(match.captured(1), match.captured(2)));
    }
    return forms;
}

} // namespace keyturn::audit
