// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/profiletext.h"

#include "composition/profiles/certificates.h"
#include "core/json.h"
#include "core/jsonplaces.h"
#include "model/profilereader.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::composition {

namespace {

/// How many UTF-16 units the first @p bytes of @p utf8 are.
qsizetype unitsOf(const QByteArray &utf8, qsizetype bytes)
{
    return QString::fromUtf8(utf8.constData(), qBound(qsizetype(0), bytes, utf8.size())).size();
}

TextSpan spanOf(const QByteArray &utf8, qsizetype start, qsizetype end)
{
    const qsizetype from = unitsOf(utf8, start);
    return {from, unitsOf(utf8, end) - from};
}

void setLine(ProfileProblem &problem, const QString &text)
{
    const QStringView before = QStringView(text).first(qMin(problem.span.start, text.size()));
    problem.line = static_cast<int>(before.count(u'\n')) + 1;
    problem.column = static_cast<int>(before.size() - (before.lastIndexOf(u'\n') + 1)) + 1;
}

/// What is marked for @p pointer: the value, with its name where it is a small one; where there is none, what it is missing from.
TextSpan markOf(const QByteArray &utf8, const QHash<QString, core::JsonPlace> &places, QString pointer)
{
    bool isThere = true;
    while (!places.contains(pointer) && !pointer.isEmpty()) {
        pointer.truncate(qMax(pointer.lastIndexOf(u'/'), qsizetype(0)));
        isThere = false;
    }
    const auto place = places.constFind(pointer);
    if (place == places.constEnd())
        return {};
    const bool named = place->nameStart >= 0;
    if (place->isContainer) // its head alone: the whole would be half the document
        return named ? spanOf(utf8, place->nameStart, place->nameEnd) : spanOf(utf8, place->start, place->start + 1);
    return spanOf(utf8, named && !isThere ? place->nameStart : place->start, place->end);
}

ProfileProblem syntaxProblem(const QString &text, const QByteArray &utf8, const core::Error &error, qsizetype at)
{
    ProfileProblem problem;
    const bool tooLarge = error.code == QLatin1String("json_too_large");
    problem.kind = tooLarge ? ProfileProblem::Kind::TooLarge : ProfileProblem::Kind::Syntax;
    problem.expected = error.detail.section(QLatin1String(" at byte "), 0, 0).section(QLatin1String(", at byte "), 0, 0);
    problem.span = spanOf(utf8, qMin(at, utf8.size() - 1), at + 1);
    if (tooLarge)
        problem.span = {};
    setLine(problem, text);
    return problem;
}

} // namespace

ProfileReading readProfileText(const QString &text, const QUrl &embeddedBase)
{
    const QByteArray utf8 = text.toUtf8();
    qsizetype at = 0;
    if (const core::Result<QJsonObject> root = core::parseJsonObject(utf8, model::maxProfileBytes, &at); !root.ok())
        return {std::nullopt, {syntaxProblem(text, utf8, root.error(), at)}};
    core::Result<model::BackendProfile> profile = model::readProfile(utf8, embeddedBase);
    if (profile.ok()) {
        if (const core::Result<void> certificates = checkCertificates(*profile); !certificates.ok())
            profile = certificates.error();
    }
    if (profile.ok())
        return {std::move(profile).value(), {}};
    const QHash<QString, core::JsonPlace> places = core::jsonPlaces(utf8);
    ProfileReading reading;
    const auto add = [&](const QString &pointer, const QString &expected) {
        ProfileProblem problem{ProfileProblem::Kind::Profile, pointer, expected, markOf(utf8, places, pointer)};
        setLine(problem, text);
        reading.problems += problem;
    };
    // `<pointer>: <what is expected>`, as the reader promises.
    const QString &first = profile.error().detail;
    add(first.section(QLatin1String(": "), 0, 0), first.section(QLatin1String(": "), 1));
    for (const core::FieldError &further : profile.error().fields)
        add(further.field, further.message);
    return reading;
}

std::optional<TextSpan> spanOf(const QString &text, const QString &pointer)
{
    const QByteArray utf8 = text.toUtf8();
    if (!core::parseJsonObject(utf8, model::maxProfileBytes).ok())
        return std::nullopt;
    const QHash<QString, core::JsonPlace> places = core::jsonPlaces(utf8);
    const auto place = places.constFind(pointer);
    return place == places.constEnd() ? std::nullopt : std::optional(spanOf(utf8, place->start, place->end));
}

std::optional<QString> textAt(const QString &text, const QString &pointer)
{
    const core::Result<QJsonObject> root = core::parseJsonObject(text.toUtf8(), model::maxProfileBytes);
    const QJsonValue value = root.ok() ? core::atPointer(*root, pointer) : QJsonValue();
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

QString quoted(const QString &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

QString withText(const QString &text, const QString &pointer, const QString &value)
{
    const std::optional<TextSpan> span = textAt(text, pointer) ? spanOf(text, pointer) : std::nullopt;
    return span ? QString(text).replace(span->start, span->length, quoted(value)) : text;
}

} // namespace keyturn::composition
