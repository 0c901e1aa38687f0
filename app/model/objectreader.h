// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <functional>

namespace keyturn::model {

/// What is wrong in a document. The first place counts; the further ones are kept for those who want to mend all at once, though some of them may
/// only follow from it.
struct ReadProblem {
    QString text; ///< `<JSON Pointer>: <what is expected>`; empty: all is well.
    QList<core::FieldError> further; ///< Pointer and what is expected there; a place once, at most 50 places.
    void note(const QString &pointer, const QString &expected);
    [[nodiscard]] bool any() const { return !text.isEmpty(); }
};

enum class Need { Optional, Required };

/// Takes the members of one JSON object by name; finish() refuses those that nobody asked for, so that a misspelt member is noticed.
class ObjectReader
{
public:
    using Check = std::function<QString(const QString &)>;

    ObjectReader(ReadProblem &problem, const QJsonValue &value, QString pointer);

    [[nodiscard]] bool has(const char *name) { return !take(name).isUndefined(); }
    [[nodiscard]] QString pointerTo(const QString &name) const;
    [[nodiscard]] QString pointerTo(const char *name) const { return pointerTo(QString::fromLatin1(name)); }
    [[nodiscard]] QString text(const char *name, Need need, const Check &check, qsizetype most = 4096);
    /// The index of the text in @p words, or @p fallback where the member is absent.
    [[nodiscard]] int choice(const char *name, Need need, const QStringList &words, int fallback);
    [[nodiscard]] bool truth(const char *name);
    [[nodiscard]] int number(const char *name, int fallback, int least, int most);
    [[nodiscard]] QList<int> numbers(const char *name, int least, int most);
    [[nodiscard]] QStringList texts(const char *name, const Check &check);
    [[nodiscard]] QMap<QString, QString> map(const char *name, const Check &checkName, const Check &checkValue);
    /// Undefined where it is absent; complains where it is required.
    [[nodiscard]] QJsonValue member(const char *name, Need need);
    void note(const char *name, const QString &expected) { m_problem.note(pointerTo(name), expected); }
    void finish();

private:
    [[nodiscard]] QJsonValue take(const char *name);

    ReadProblem &m_problem;
    QJsonObject m_object;
    QString m_pointer;
    QStringList m_known;
};

} // namespace keyturn::model
