// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/blanks.h"
#include "ui/console/consoleport.h"

#include <QWidget>

class QStackedWidget;

namespace keyturn::ui::common {
class LeafBar;
}

namespace keyturn::ui::console {

class BodyEditor;
class PairsTable;

/// What is sent along: headers and body.
class RequestSide final : public QWidget
{
    Q_OBJECT
public:
    explicit RequestSide(core::Clock &clock, QWidget *parent = nullptr);

    /// Everything of @p draft but its method and address.
    void setDraft(const Draft &draft);
    void writeTo(Draft &draft) const;
    void finishEditing(); ///< As PairsTable has it.
    [[nodiscard]] bool hasBody() const;
    /// A body to begin with; empty: none.
    void setBody(const QByteArray &text, const QByteArray &contentType);
    /// Shows where it has to be filled in. Precondition: it is none of the address.
    void goTo(const keyturn::console::Blank &blank);

Q_SIGNALS:
    void changed();

private:
    enum Part { Headers, Body };

    common::LeafBar *m_bar;
    QStackedWidget *m_stack;
    PairsTable *m_headers;
    BodyEditor *m_body;
};

} // namespace keyturn::ui::console
