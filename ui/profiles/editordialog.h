// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/profiles/profilesport.h"

#include <QDialog>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace keyturn::ui::common {
class Notice;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::profiles {

class CheckPanel;
class JsonEdit;
class ProfileForm;

/// What the editor begins with.
struct Draft {
    QString title; ///< "Edit Acme".
    QString note; ///< What saving will do beside saving; may be empty.
    QString text;
    model::ProfileId original; ///< Whose text it is; empty: nobody's yet.
    bool isNew = false; ///< It has something to lose from the beginning.
};

/// A profile's JSON, judged while it is written. Saved only when it is one.
class EditorDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    EditorDialog(ProfilesPort &port, Draft draft, QWidget *parent = nullptr);
    ~EditorDialog() override;

    void reject() override;

Q_SIGNALS:
    void saved(const keyturn::storage::AddedProfile &added);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildLayout();
    void judge();
    void showVerdict();
    void goToNextProblem();
    void exchange(const QString &pointer, const QString &value);
    void check();
    void save();
    void keep(composition::Consent consent);
    void ask(const QString &title, const QString &consequence, const QString &verb, std::function<void()> then);
    [[nodiscard]] bool hasUnsaved() const;

    ProfilesPort &m_port;
    Draft m_draft;
    composition::ProfileReading m_reading;
    qsizetype m_nextProblem = 0;
    QTimer m_pause; ///< Between a key and the judgement.
    ProfileForm *m_form;
    JsonEdit *m_edit;
    QLabel *m_verdictIcon;
    common::TextLabel *m_verdict;
    QPushButton *m_goThere;
    CheckPanel *m_checks;
    common::Notice *m_notice;
    QPushButton *m_check;
    QPushButton *m_cancel;
    QPushButton *m_save;
};

} // namespace keyturn::ui::profiles
