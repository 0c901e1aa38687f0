// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/console/consoleport.h"
#include "ui/console/jsonmistake.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class JsonHighlighter;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::console {

class PairsTable;

/// What a request's body is: nothing, JSON, another text, a form, a form with files, or a file.
class BodyEditor final : public QWidget
{
    Q_OBJECT
public:
    /// How long after the last letter JSON is looked through.
    static constexpr std::chrono::milliseconds typingPause{250};

    explicit BodyEditor(core::Clock &clock, QWidget *parent = nullptr);

    /// Takes over the parts of @p draft that are about its body.
    void setDraft(const Draft &draft);
    void writeTo(Draft &draft) const;
    void finishEditing(); ///< As PairsTable has it.
    [[nodiscard]] bool isEmpty() const;
    /// To where @p field has to be filled in; empty: to the text.
    void goTo(const QString &field);

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Kind { None, Json, Text, Form, Multipart, File };
    [[nodiscard]] QWidget *buildText();
    [[nodiscard]] QWidget *buildFields();
    [[nodiscard]] QWidget *buildFile();
    [[nodiscard]] Kind kind() const;
    void choose(Kind kind);
    void lookThrough();
    void format();
    void askForFile();

    core::Clock &m_clock;
    quint64 m_typed = 0;
    QComboBox *m_kind;
    QComboBox *m_type;
    QPushButton *m_format;
    QPushButton *m_choose;
    QStackedWidget *m_stack;
    QPlainTextEdit *m_text;
    common::JsonHighlighter *m_colours;
    common::TextLabel *m_remark; ///< What is wrong with the JSON.
    PairsTable *m_fields;
    common::TextLabel *m_hint;
    QLineEdit *m_file;
};

} // namespace keyturn::ui::console
