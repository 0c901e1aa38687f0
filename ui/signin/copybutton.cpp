// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/copybutton.h"

#include "ui/common/icon.h"

#include <QClipboard>
#include <QGuiApplication>

namespace keyturn::ui::signin {

namespace {
constexpr std::chrono::seconds seen{2};
} // namespace

CopyButton::CopyButton(core::Clock &clock, const QString &what, QWidget *parent) : QToolButton(parent), m_clock(clock), m_what(what)
{
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
    dress(false);
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_contents);
    dress(true);
    m_clock.callAfter(seen, this, [this, copy = ++m_copies] {
        if (copy == m_copies)
            dress(false);
    });
}

void CopyButton::dress(bool copied)
{
    const QString words = copied ? tr("Copied") : m_what;
    setIcon(common::icon(copied ? QStringLiteral("check") : QStringLiteral("copy")));
    setToolTip(words);
    setAccessibleName(words);
}

} // namespace keyturn::ui::signin
