// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/quitguard.h"

#include "ui/common/sentences.h"

#include <QApplication>
#include <QEvent>
#include <QMessageBox>
#include <QPushButton>

namespace keyturn::ui::application {

QuitGuard::QuitGuard(Settle settle, QObject *parent) : QObject(parent), m_settle(std::move(settle))
{
    qApp->installEventFilter(this);
}

bool QuitGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != qApp || event->type() != QEvent::Quit || m_settled)
        return QObject::eventFilter(watched, event);
    event->ignore();
    if (!std::exchange(m_settling, true))
        begin();
    return true;
}

void QuitGuard::begin()
{
    for (QWidget *window : QApplication::topLevelWidgets())
        window->hide();
    core::whenDone(m_settle(), this, [this](const core::Result<void> &settled) {
        if (settled.ok())
            leave();
        else
            say(settled.error());
    });
}

void QuitGuard::say(const core::Error &error)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Keyturn"), tr("New tokens could not be stored"), QMessageBox::NoButton);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(common::sentenceFor(error, {}) + u'\n' + tr("If Keyturn quits now, you may have to sign in again."));
    QPushButton *again = box->addButton(tr("&Try again"), QMessageBox::AcceptRole);
    QPushButton *quit = box->addButton(tr("&Quit anyway"), QMessageBox::DestructiveRole);
    box->setDefaultButton(again);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QDialog::finished, this, [this, box, quit] {
        if (box->clickedButton() == quit)
            leave();
        else
            begin();
    });
    box->open();
}

void QuitGuard::leave()
{
    m_settled = true;
    QApplication::exit(0);
}

} // namespace keyturn::ui::application
