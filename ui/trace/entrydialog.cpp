// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/entrydialog.h"

#include "trace/bodytext.h"
#include "ui/common/icon.h"
#include "ui/common/linkbutton.h"
#include "ui/common/textlabel.h"
#include "ui/trace/timingbar.h"
#include "words/tracewords.h"

#include <QDesktopServices>

namespace keyturn::ui::trace {

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

EntryDialog::EntryDialog(const net::Exchange &entry, QWidget *parent)
    : FactsDialog({tr("Step of the trace"), words::entrySentence(entry), factsOf(entry), keyturn::trace::wholeText(entry), tr("Request and answer")},
                  parent)
{
    if (entry.duration.count() > 0) {
        auto *bar = new TimingBar(keyturn::trace::timingsOf(entry), this);
        auto *phases = new common::TextLabel(bar->words(), this);
        phases->wrapping()->withTone(common::Tone::Muted);
        addAboveFacts(bar);
        addAboveFacts(phases);
    }
    if (const QString reference = keyturn::trace::referenceOf(entry); !reference.isEmpty()) {
        auto *link = new common::LinkButton(common::icon(QStringLiteral("external-link")), reference, this);
        link->setAccessibleName(tr("Read %1").arg(reference));
        const QUrl address = keyturn::trace::addressOf(reference);
        link->setToolTip(address.toString());
        connect(link, &QPushButton::clicked, this, [address] { QDesktopServices::openUrl(address); });
        addBesideCopy(link);
    }
}

} // namespace keyturn::ui::trace
