// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/curldialog.h"

#include "console/curl.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"

#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::console {

using common::grid;

CurlDialog::CurlDialog(QWidget *parent) : FittingDialog(parent), m_text(new QPlainTextEdit(this)), m_notice(new common::Notice(this))
{
    setWindowTitle(tr("Import curl"));
    setModal(true);
    setMinimumWidth(460);
    auto *label = new common::TextLabel(tr("C&url command:"), this);
    label->setBuddy(m_text);
    m_text->setAccessibleName(tr("Curl command"));
    m_text->setPlaceholderText(tr("Paste it as a browser, a documentation or a script has it"));
    m_text->setTabChangesFocus(true);
    m_text->setLayoutDirection(Qt::LeftToRight);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setMinimumHeight(m_text->fontMetrics().lineSpacing() * 5 + 2 * grid);
    auto *hint = new common::TextLabel(
        tr("Nothing is run, and no file is read. Authorization and cookies are left out: the account's own token is sent."), this);
    hint->wrapping()->withTone(common::Tone::Muted);
    auto *cancel = new QPushButton(tr("&Cancel"), this);
    auto *import = new QPushButton(tr("&Import"), this);
    import->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(import);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget(label);
    layout->addWidget(m_text, 1);
    layout->addWidget(hint);
    layout->addWidget(m_notice);
    layout->addSpacing(grid);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(import, &QPushButton::clicked, this, &CurlDialog::take);
    connect(m_text, &QPlainTextEdit::textChanged, m_notice, &common::Notice::clear);
    m_text->setFocus(Qt::OtherFocusReason);
}

void CurlDialog::take()
{
    const QString text = m_text->toPlainText();
    if (const auto read = keyturn::console::readCurl(text); !read.ok())
        return m_notice->say(common::sentenceFor(read.error(), {}));
    Q_EMIT given(text);
    accept();
}

} // namespace keyturn::ui::console
