// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/entrydialog.h"

#include "trace/bodytext.h"
#include "ui/common/icon.h"
#include "ui/common/linkbutton.h"
#include "ui/common/textlabel.h"
#include "ui/trace/timingbar.h"
#include "words/tracewords.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::trace {

using common::grid;

namespace {

QString factsOf(const net::Exchange &entry)
{
    QStringList parts{entry.startedAt.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")), words::outcomeWords(entry)};
    if (entry.requestBytes > 0)
        parts += EntryDialog::tr("%1 bytes sent").arg(entry.requestBytes);
    if (entry.responseBytes > 0)
        parts += EntryDialog::tr("%1 bytes received").arg(entry.responseBytes);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace

EntryDialog::EntryDialog(const net::Exchange &entry, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Step of the trace"));
    auto *sentence = new common::TextLabel(words::entrySentence(entry), this);
    sentence->wrapping()->withWeight(common::Weight::Strong);
    auto *facts = new common::TextLabel(factsOf(entry), this);
    facts->wrapping()->withTone(common::Tone::Muted);
    auto *text = new QPlainTextEdit(keyturn::trace::wholeText(entry), this);
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setAccessibleName(tr("Request and answer"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid + grid / 2);
    layout->addWidget(sentence);
    layout->addWidget(facts);
    if (entry.duration.count() > 0) {
        auto *bar = new TimingBar(keyturn::trace::timingsOf(entry), this);
        auto *phases = new common::TextLabel(bar->words(), this);
        phases->wrapping()->withTone(common::Tone::Muted);
        layout->addWidget(bar);
        layout->addWidget(phases);
    }
    layout->addWidget(text, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    auto *copy = new QPushButton(common::icon(QStringLiteral("copy")), tr("C&opy"), this);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [text] { QApplication::clipboard()->setText(text->toPlainText()); });
    buttons->addWidget(copy);
    if (const QString reference = keyturn::trace::referenceOf(entry); !reference.isEmpty()) {
        auto *link = new common::LinkButton(common::icon(QStringLiteral("external-link")), reference, this);
        link->setAccessibleName(tr("Read %1").arg(reference));
        const QUrl address = keyturn::trace::addressOf(reference);
        link->setToolTip(address.toString());
        connect(link, &QPushButton::clicked, this, [address] { QDesktopServices::openUrl(address); });
        buttons->addWidget(link);
    }
    buttons->addStretch();
    auto *close = new QPushButton(tr("&Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    buttons->addWidget(close);
    layout->addLayout(buttons);
    resize(620, 440);
}

} // namespace keyturn::ui::trace
