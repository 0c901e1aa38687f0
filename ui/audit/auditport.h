// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditrun.h"
#include "core/secret.h"
#include "model/ids.h"

#include <QObject>

#include <memory>
#include <optional>

namespace keyturn::ui::audit {

/// The backend that an account is at, as far as an audit is about it.
struct Subject {
    QString backend; ///< Its name.
    QString host;
    bool isHere = false; ///< On this computer, where nobody else is hit.
    bool signsIn = false; ///< By password, as the profile tells.
    bool registers = false;
    bool operator==(const Subject &) const = default;
};

/// What the person consents to.
struct Wish {
    QString user; ///< Of the test account; empty: there is none.
    core::Secret password;
    bool mayRegister = false;
    bool mayStress = false;
};

/// An audit on its way; it stops when it goes.
class RunningAudit : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// What was found so far becomes the report.
    virtual void stop() = 0;

Q_SIGNALS:
    void progressed(const keyturn::audit::Progress &progress);
    void found(const keyturn::audit::CheckResult &result);
    void ended(const keyturn::core::Result<keyturn::audit::Report> &report);
};

/// Audits as the window sees them. application/ answers it from composition::Keyturn.
class AuditPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Nullopt: there is no backend to look at, only a provider, or it has not been started.
    [[nodiscard]] virtual std::optional<Subject> subject(const model::AccountId &account) const = 0;
    /// Signals come later than this returns.
    [[nodiscard]] virtual std::unique_ptr<RunningAudit> start(const model::AccountId &account, const Wish &wish) = 0;
    /// By the suffix of @p path: .html, .json, .sarif, .xml (JUnit), else text. Storage `disk_failed`.
    [[nodiscard]] virtual core::Result<void> save(const keyturn::audit::Report &report, const QString &path) = 0;
    /// What failed in the report in JSON at @p path is known in @p report. Configuration `baseline_invalid`.
    [[nodiscard]] virtual core::Result<keyturn::audit::Report> compared(const keyturn::audit::Report &report, const QString &path) = 0;
};

} // namespace keyturn::ui::audit
