// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/jsoncolours.h"

#include <QSyntaxHighlighter>

namespace keyturn::ui::common {

/// JSON that is being written, in its colours.
class JsonHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    JsonHighlighter(QTextDocument *document, const QPalette &palette);

    /// Light and dark need other colours.
    void setPalette(const QPalette &palette);
    /// Without it everything is in the text's colour: it is no JSON.
    void setActive(bool active);

protected:
    void highlightBlock(const QString &text) override;

private:
    JsonColours m_colours;
    bool m_active = true;
};

} // namespace keyturn::ui::common
