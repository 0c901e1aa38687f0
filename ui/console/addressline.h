// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/endpoints.h"

#include <QLineEdit>

class QCompleter;

namespace keyturn::ui::console {

class EndpointModel;

/// Where a request goes, with what the backend can be asked to choose from while it is typed; the down key shows all of it. A curl command that is
/// pasted here is none of an address, and is handed on.
class AddressLine final : public QLineEdit
{
    Q_OBJECT
public:
    explicit AddressLine(QWidget *parent = nullptr);

    void setEndpoints(const QList<keyturn::console::Endpoint> &endpoints);
    /// Puts the cursor there, on the first `{name}` of a path that has some.
    void goToParameter();

Q_SIGNALS:
    void wanted(); ///< Endpoints are, from now on.
    void endpointChosen(const keyturn::console::Endpoint &endpoint);
    void curlPasted(const QString &commandLine);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    [[nodiscard]] QRect listPlace() const;
    void showCompletions();
    bool takeCurl(const QString &text);

    EndpointModel *m_model;
    QCompleter *m_completer;
    qsizetype m_length = 0; ///< Before the last change.
};

} // namespace keyturn::ui::console
