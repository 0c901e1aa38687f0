// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/signin/page.h"
#include "ui/signin/signinway.h"

class QListView;
class QStandardItemModel;

namespace keyturn::ui::signin {

/// Which backend or provider.
class PickPage final : public Page
{
    Q_OBJECT
public:
    explicit PickPage(QWidget *parent = nullptr);

    /// @p preferred is chosen at first: its ways stand on top.
    void setProfiles(const QList<model::BackendProfile> &profiles, const model::ProfileId &preferred);
    /// While a backend is made ready: nothing can be picked, and the page says what it waits for.
    void setBusy(const QString &waitingFor);
    void enter() override;

Q_SIGNALS:
    void picked(const keyturn::ui::signin::SignInWay &way);
    void cancelled();
    void profilesRequested();

private:
    void pickCurrent();

    QList<SignInWay> m_ways;
    QStandardItemModel *m_model;
    QListView *m_list;
    QPushButton *m_next;
};

} // namespace keyturn::ui::signin
