// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/addressline.h"

#include "ui/common/tone.h"
#include "ui/console/endpointmodel.h"
#include "ui/console/tworowdelegate.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QDropEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QListView>
#include <QMimeData>
#include <QRegularExpression>

#include <algorithm>

namespace keyturn::ui::console {

using common::grid;
using keyturn::console::Endpoint;

namespace {

constexpr int mostSeen = 7; ///< Rows of the list at once.
constexpr qsizetype shortestPasted = 6;

bool isCurl(const QString &text)
{
    static const QRegularExpression command(QStringLiteral("^\\s*(?:\\$\\s+)?curl(?:\\.exe)?\\s"));
    return command.match(text).hasMatch();
}

} // namespace

AddressLine::AddressLine(QWidget *parent) : QLineEdit(parent), m_model(new EndpointModel(this)), m_completer(new QCompleter(m_model, this))
{
    setAccessibleName(tr("Address"));
    setTextMargins(grid / 2, 0, grid / 2, 0);
    setPlaceholderText(tr("Path or address"));
    setToolTip(tr("A path of the backend such as /v1/me, or a whole address; a curl command can be pasted here"));
    auto *list = new QListView;
    m_completer->setPopup(list); // which the completer owns from here on
    list->setItemDelegate(new TwoRowDelegate(EndpointModel::MethodRole, EndpointModel::SummaryRole, list));
    list->setAccessibleName(tr("What the backend can be asked"));
    list->setUniformItemSizes(true);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion); // the model has looked already
    m_completer->setMaxVisibleItems(mostSeen);
    m_completer->setWidget(this);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this, [this](const QModelIndex &index) {
        if (!index.isValid())
            return;
        const Endpoint chosen = m_model->endpoint(m_model->index(index.row(), 0)); // the completer's own index is of its proxy
        setText(chosen.path);
        goToParameter();
        Q_EMIT endpointChosen(chosen);
    });
    connect(this, &QLineEdit::textEdited, this, [this](const QString &text) {
        const bool isPasted = text.size() >= m_length + shortestPasted;
        m_length = text.size();
        // By a menu or the mouse; what was pasted has lost its line ends here, the clipboard has it whole.
        if (isPasted && isCurl(text)) {
            const QClipboard &clipboard = *QGuiApplication::clipboard();
            for (const QString &whole : {clipboard.text(), clipboard.text(QClipboard::Selection), text}) {
                if (takeCurl(whole))
                    return;
            }
        }
        showCompletions();
    });
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) { m_length = text.size(); });
}

void AddressLine::setEndpoints(const QList<Endpoint> &endpoints)
{
    m_model->setEndpoints(endpoints);
    if (m_completer->popup()->isVisible())
        showCompletions();
}

void AddressLine::showCompletions()
{
    m_model->setTyped(text());
    const bool isOnlyItself = m_model->rowCount() == 1 && m_model->index(0, 0).data(Qt::EditRole).toString() == text();
    if (m_model->rowCount() == 0 || isOnlyItself)
        m_completer->popup()->hide();
    else
        m_completer->complete(listPlace());
}

/// As wide as a path and its method need it, where the line is narrower; in coordinates of the line.
QRect AddressLine::listPlace() const
{
    constexpr int wanted = 60 * grid;
    const int place = mapTo(window(), QPoint()).x();
    const int width = std::max(this->width(), std::min(wanted, window()->width() - 4 * grid));
    const int left = isRightToLeft() ? this->width() - width : 0;
    return {std::clamp(left, 2 * grid - place, std::max(2 * grid - place, window()->width() - 2 * grid - place - width)), 0, width, height()};
}

bool AddressLine::takeCurl(const QString &text)
{
    if (!isCurl(text))
        return false;
    clear();
    m_completer->popup()->hide();
    Q_EMIT curlPasted(text);
    return true;
}

void AddressLine::goToParameter()
{
    setFocus(Qt::OtherFocusReason);
    static const QRegularExpression parameter(QStringLiteral("\\{[^{}]+\\}"));
    if (const QRegularExpressionMatch first = parameter.match(text()); first.hasMatch())
        setSelection(int(first.capturedStart()), int(first.capturedLength()));
}

void AddressLine::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste) && takeCurl(QGuiApplication::clipboard()->text()))
        return;
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_completer->popup()->isVisible() && isReturn && !m_completer->popup()->currentIndex().isValid())
        m_completer->popup()->hide(); // nothing of it is meant
    else if (m_completer->popup()->isVisible() && (isReturn || event->key() == Qt::Key_Escape || event->key() == Qt::Key_Tab))
        return event->ignore(); // it is the list's
    if (event->key() == Qt::Key_Down && event->modifiers() == Qt::NoModifier)
        return showCompletions();
    QLineEdit::keyPressEvent(event);
}

void AddressLine::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    Q_EMIT wanted();
}

void AddressLine::dropEvent(QDropEvent *event)
{
    if (takeCurl(event->mimeData()->text()))
        event->acceptProposedAction();
    else
        QLineEdit::dropEvent(event);
}

} // namespace keyturn::ui::console
