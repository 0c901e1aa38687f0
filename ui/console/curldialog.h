// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/fittingdialog.h"

class QPlainTextEdit;

namespace keyturn::ui::common {
class Notice;
}

namespace keyturn::ui::console {

/// Takes a curl command. What cannot be read is said, and the dialog stays.
class CurlDialog final : public common::FittingDialog
{
    Q_OBJECT
public:
    explicit CurlDialog(QWidget *parent = nullptr);

Q_SIGNALS:
    void given(const QString &commandLine); ///< One that can be read.

private:
    void take();

    QPlainTextEdit *m_text;
    common::Notice *m_notice;
};

} // namespace keyturn::ui::console
