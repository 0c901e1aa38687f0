// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/pastepage.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"
#include "ui/signin/qrview.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QUrlQuery>

namespace keyturn::ui::signin {

using common::grid;

namespace {

constexpr int qrSide = 216;
constexpr int longestAddress = 16 * 1024;

/// How the address begins that the browser will end on, without the scheme, which browsers hide. Where it was pushed (RFC 9126) the link does not
/// tell.
QString answerBegins(const QUrl &authorization)
{
    const QUrl redirect(QUrlQuery(authorization).queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded), QUrl::StrictMode);
    return redirect.host().isEmpty() ? QStringLiteral("127.0.0.1") : common::oneLine(redirect.authority(QUrl::FullyEncoded), 80);
}

} // namespace

PastePage::PastePage(QWidget *parent)
    : Page(parent),
      m_qr(new QrView(qrSide, this)),
      m_words(new common::TextLabel({}, this)),
      m_line(new PasswordField),
      m_field(new FormField(tr("&Address that the browser ended on"), m_line, this))
{
    m_line->setMaxLength(longestAddress);
    m_line->setWords(tr("Show the address"), tr("Hide the address"));
    m_words->wrapping();
    m_qr->setAccessibleName(tr("QR code of the link to sign in with"));
    auto *row = new QHBoxLayout;
    row->setSpacing(2 * grid);
    row->addWidget(m_qr, 0, Qt::AlignTop);
    row->addWidget(m_words, 1, Qt::AlignVCenter);
    content().addLayout(row);
    content().addSpacing(grid);
    content().addWidget(m_field);
    content().addStretch();
    auto *back = addAside(tr("&Back"));
    m_continue = addButton(tr("&Continue"));
    setDefaultButton(m_continue);
    connect(m_line, &QLineEdit::textChanged, this, [this](const QString &text) { m_continue->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_line, &QLineEdit::textEdited, this, [this] { m_field->setError({}); });
    connect(m_continue, &QPushButton::clicked, this, [this] { Q_EMIT pasted(m_line->take()); });
    connect(back, &QPushButton::clicked, this, &PastePage::backRequested);
    order({m_line, m_continue, back});
    begin();
}

void PastePage::begin()
{
    wipe();
    notice().clear();
    m_field->setError({});
    m_continue->setEnabled(false);
}

void PastePage::beginHere(const QUrl &authorization)
{
    begin();
    setTitle(tr("Paste the address you ended on"), tr("For a browser that cannot come back to Keyturn by itself."));
    m_qr->setAddress({});
    m_words->setText(tr("Sign in in the browser. If it ends on a page that it cannot show, copy the whole address of that page and paste it here. "
                        "It begins with %1.")
                         .arg(answerBegins(authorization)));
}

void PastePage::beginOnPhone(const QUrl &authorization)
{
    begin();
    setTitle(tr("Sign in on a phone"), tr("The phone cannot reach this computer, so you bring its answer back."));
    const bool drawn = m_qr->setAddress(authorization.toEncoded());
    const QString first = drawn ? tr("1. Scan the code, and sign in on the phone.") : tr("1. Copy the link, and open it on the phone.");
    const QString second =
        tr("2. The phone ends on a page that it cannot show. Copy its whole address, which begins with %1.").arg(answerBegins(authorization));
    m_words->setText(QStringList{first, second, tr("3. Send the address to this computer, and paste it below.")}.join(QStringLiteral("\n\n")));
}

void PastePage::showError(const core::Error &error, const QString &provider)
{
    m_field->setError(common::sentenceFor(error, provider));
    m_line->setFocus(Qt::OtherFocusReason);
}

void PastePage::wipe()
{
    (void)m_line->take();
}

void PastePage::enter()
{
    m_line->setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::signin
