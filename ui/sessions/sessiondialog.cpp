// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessiondialog.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"
#include "ui/common/times.h"
#include "ui/sessions/sessionwords.h"

#include <QGridLayout>
#include <QPushButton>

namespace keyturn::ui::sessions {

using common::grid;
using common::TextLabel;

namespace {

using Facts = QList<std::pair<QString, QString>>;

Facts factsOf(const history::KnownSession &known)
{
    const model::Session &session = known.session;
    const bool found = known.lastSeenAt.isValid();
    const auto line = [](const QString &text) { return common::oneLine(text); };
    return {
        {SessionDialog::tr("Device"), line(session.device)},
        {SessionDialog::tr("Program"), line(session.app + u' ' + session.appVersion)},
        {SessionDialog::tr("System"), line(session.system)},
        {SessionDialog::tr("Address"), line(session.ip)},
        {SessionDialog::tr("Place"), line(session.place)},
        {SessionDialog::tr("Signed in"), common::Times::exact(session.createdAt)},
        {SessionDialog::tr("Last used"), common::Times::exact(session.lastUsedAt)},
        {SessionDialog::tr("Expires"), session.endedAt.isValid() ? QString() : common::Times::exact(session.expiresAt)},
        {SessionDialog::tr("Still there"), common::Times::exact(known.lastSeenAt)},
        {found ? SessionDialog::tr("Found ended") : SessionDialog::tr("Ended"), common::Times::exact(session.endedAt)},
        {SessionDialog::tr("Why"), session.endedAt.isValid() ? SessionWords::cause(session) : QString()},
        {SessionDialog::tr("First seen here"), common::Times::exact(known.firstSeenAt)},
    };
}

} // namespace

SessionDialog::SessionDialog(const history::KnownSession &known, const QString &failure, QWidget *parent) : FittingDialog(parent)
{
    setWindowTitle(tr("Session"));
    setModal(true);
    setMinimumWidth(440);
    auto *facts = new QGridLayout;
    facts->setHorizontalSpacing(2 * grid);
    facts->setVerticalSpacing(grid);
    facts->setColumnStretch(1, 1);
    for (const auto &[name, value] : factsOf(known)) {
        if (value.isEmpty())
            continue;
        const int row = facts->rowCount();
        auto *told = (new TextLabel(value, this))->wrapping();
        told->setTextInteractionFlags(Qt::TextSelectableByMouse);
        told->setAccessibleName(tr("%1: %2", "name of a fact, the fact").arg(name, value));
        facts->addWidget((new TextLabel(name, this))->withTone(common::Tone::Muted), row, 0, Qt::AlignTop);
        facts->addWidget(told, row, 1);
    }
    auto *notice = new common::Notice(this);
    notice->say(failure);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(2 * grid);
    layout->addWidget((new TextLabel(SessionWords::name(known), this))->withWeight(common::Weight::Strong)->wrapping());
    layout->addWidget(notice);
    layout->addLayout(facts);
    layout->addStretch(1);
    layout->addLayout(buttons);
    close->setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::sessions
