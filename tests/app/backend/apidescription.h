// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "httpclient.h"

#include <QJsonObject>
#include <QStringList>

namespace keyturn::backend {

/// What an OpenAPI 3.1 document says of an API, whether it is sound, and whether an answer is as it says. It knows those keywords of JSON Schema that
/// the document uses; problems() tells of any other, so that nothing in it goes unchecked.
class ApiDescription
{
public:
    struct Operation {
        QByteArray method; ///< GET
        QByteArray path; ///< /api/users/{id}
        QJsonObject said;
    };

    explicit ApiDescription(QJsonObject document);

    [[nodiscard]] const QJsonObject &document() const { return m_document; }
    [[nodiscard]] const QList<Operation> &operations() const { return m_operations; }
    /// Precondition: there is such an operation.
    [[nodiscard]] const Operation &operation(const QByteArray &method, const QByteArray &path) const;
    /// What is wrong with the document itself, each with its place.
    [[nodiscard]] QStringList problems() const;
    /// What @p answer has that is not documented, or lacks that is; empty: nothing.
    [[nodiscard]] QString complaint(const Operation &operation, const Answer &answer) const;
    /// What in @p value is not as @p schema says; empty: nothing.
    [[nodiscard]] QString mismatch(const QJsonObject &schema, const QJsonValue &value, const QString &place) const;
    /// @p object, or what it refers to; empty where that is not there.
    [[nodiscard]] QJsonObject resolved(const QJsonObject &object) const;

private:
    [[nodiscard]] QString bodyComplaint(const QJsonObject &response, const Answer &answer) const;
    [[nodiscard]] QString headersComplaint(const QJsonObject &response, const Answer &answer) const;
    [[nodiscard]] QString objectMismatch(const QJsonObject &schema, const QJsonObject &value, const QString &place) const;
    [[nodiscard]] QString textMismatch(const QJsonObject &schema, const QString &value, const QString &place) const;
    [[nodiscard]] QString alternativesMismatch(const QJsonObject &schema, const QJsonValue &value, const QString &place) const;
    void look(const QJsonValue &value, const QString &place, QStringList &problems) const;
    void lookAtSchema(const QJsonObject &schema, const QString &place, QStringList &problems) const;
    void lookAtExamples(const QJsonObject &holder, const QString &place, QStringList &problems) const;
    void lookAtOperation(const Operation &operation, QStringList &problems) const;

    QJsonObject m_document;
    QList<Operation> m_operations;
};

} // namespace keyturn::backend
