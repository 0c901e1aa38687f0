// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/profiles/profilesport.h"

#include <QWidget>

class QGridLayout;
class QPushButton;
class QScrollArea;

namespace keyturn::ui::common {
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::profiles {

/// What the live backend answers to a profile, a row for each step as it comes; it can be stopped.
class CheckPanel final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit CheckPanel(ProfilesPort &port, QWidget *parent = nullptr);

    void check(const model::BackendProfile &profile);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_trial != nullptr; }

Q_SIGNALS:
    void runningChanged();
    void placeRequested(const QString &pointer); ///< The person wants to see what a row is about.

protected:
    void changeEvent(QEvent *event) override;

private:
    void clear();
    void addRow(const composition::CheckStep &step);
    void end(const QString &sentence);
    [[nodiscard]] QString countSentence() const;

    ProfilesPort &m_port;
    QString m_backend;
    QList<composition::CheckStep> m_steps;
    std::unique_ptr<ProfileTrial> m_trial;
    common::TextLabel *m_summary;
    common::Spinner *m_spinner;
    QPushButton *m_stop;
    QScrollArea *m_scroll;
    QWidget *m_content;
    QGridLayout *m_rows;
};

} // namespace keyturn::ui::profiles
