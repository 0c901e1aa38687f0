// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QPointer>
#include <QTimer>

namespace keyturn::ui::common {

namespace {

/// Klipper's and its kin's, macOS's (nspasteboard.org), Windows' history and cloud.
constexpr std::pair<const char *, const char *> hints[] = {
    {"x-kde-passwordManagerHint", "secret"},
    {"application/x-nspasteboard-concealed-type", "text"},
    {"application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitorProcessing\"", "1"}};

} // namespace

void copySecret(const core::Secret &text)
{
    auto *contents = new QMimeData; // the clipboard's from now on
    contents->setText(QString::fromUtf8(text.reveal()));
    for (const auto &[format, value] : hints)
        contents->setData(QString::fromLatin1(format), value);
    QClipboard *const clipboard = QGuiApplication::clipboard();
    clipboard->setMimeData(contents);
    QTimer::singleShot(secretInClipboardFor, clipboard, [clipboard, ours = QPointer<const QMimeData>(contents)] {
        if (ours && clipboard->mimeData() == ours)
            clipboard->clear();
    });
}

} // namespace keyturn::ui::common
