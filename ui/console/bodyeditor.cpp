// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/bodyeditor.h"

#include "console/bodydocument.h"
#include "ui/common/jsonhighlighter.h"
#include "ui/common/textlabel.h"
#include "ui/console/formfields.h"
#include "ui/console/freebox.h"
#include "ui/console/pairstable.h"

#include <QEvent>
#include <QFileDialog>
#include <QFontDatabase>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTextBlock>
#include <QVBoxLayout>

namespace keyturn::ui::console {

using common::grid;
using keyturn::console::BodyDocument;

namespace {

const QByteArray jsonType = "application/json";

bool isJson(const Draft &draft)
{
    const QByteArray type = draft.contentType.isEmpty() ? keyturn::console::contentTypeOf(draft) : draft.contentType;
    return type.contains("json");
}

} // namespace

BodyEditor::BodyEditor(core::Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_clock(clock),
      m_kind(new QComboBox(this)),
      m_type(new FreeBox(tr("Type of the body, as the Content-Type header has it"),
                         {QStringLiteral("text/plain"), QStringLiteral("application/xml"), QStringLiteral("application/graphql"),
                          QStringLiteral("application/octet-stream")},
                         10, this)),
      m_format(new QPushButton(tr("&Format"), this)),
      m_choose(new QPushButton(this)),
      m_stack(new QStackedWidget(this)),
      m_text(new QPlainTextEdit(this)),
      m_colours(new common::JsonHighlighter(m_text->document(), palette())),
      m_remark(new common::TextLabel({}, this)),
      m_fields(new PairsTable(tr("Fields of the form"), tr("Field"), tr("Value"), u'=', this)),
      m_hint(new common::TextLabel({}, this)),
      m_file(new QLineEdit(this))
{
    m_kind->addItems({tr("No body"), tr("JSON"), tr("Text"), tr("Form"), tr("Form with files"), tr("File")});
    m_kind->setAccessibleName(tr("Kind of the body"));
    auto *bar = new QHBoxLayout;
    bar->setSpacing(grid);
    bar->addWidget(m_kind);
    bar->addWidget(m_type, 1);
    bar->addWidget(m_format);
    bar->addWidget(m_choose);
    bar->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addLayout(bar);
    m_stack->addWidget(new QWidget(m_stack)); // no body
    m_stack->addWidget(buildText());
    m_stack->addWidget(buildFields());
    m_stack->addWidget(buildFile());
    layout->addWidget(m_stack, 1);
    for (QPushButton *button : {m_format, m_choose})
        button->setAutoDefault(false);
    m_kind->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as its neighbours
    m_kind->setMinimumHeight(m_format->sizeHint().height()); // also beside nothing
    m_format->setToolTip(tr("Indents the JSON; nothing else of it changes"));
    choose(Kind::None);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this](int index) { choose(Kind(index)); });
    connect(m_type, &QComboBox::currentTextChanged, this, &BodyEditor::changed);
    connect(m_format, &QPushButton::clicked, this, &BodyEditor::format);
    connect(m_choose, &QPushButton::clicked, this, &BodyEditor::askForFile);
}

QWidget *BodyEditor::buildText()
{
    auto *page = new QWidget(m_stack);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF());
    m_text->setFont(fixed);
    m_text->setAccessibleName(tr("Body"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setLayoutDirection(Qt::LeftToRight); // as code is written in every language
    m_text->setMinimumHeight(6 * grid);
    m_text->viewport()->setBackgroundRole(QPalette::AlternateBase);
    m_remark->wrapping()->withTone(common::Tone::Warning);
    m_remark->hide();
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_remark);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        Q_EMIT changed();
        m_clock.callAfter(typingPause, this, [this, typed = ++m_typed] {
            if (typed == m_typed)
                lookThrough();
        });
    });
    return page;
}

QWidget *BodyEditor::buildFields()
{
    auto *page = new QWidget(m_stack);
    m_fields->viewport()->setBackgroundRole(QPalette::AlternateBase);
    m_hint->wrapping()->withTone(common::Tone::Muted);
    m_hint->setText(tr("A value such as @/home/ada/picture.png sends that file; @@ stands for an @ itself."));
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addWidget(m_fields, 1);
    layout->addWidget(m_hint);
    connect(m_fields, &PairsTable::changed, this, &BodyEditor::changed);
    return page;
}

QWidget *BodyEditor::buildFile()
{
    auto *page = new QWidget(m_stack);
    m_file->setAccessibleName(tr("File to send"));
    m_file->setPlaceholderText(tr("The file's path"));
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_file);
    layout->addStretch();
    connect(m_file, &QLineEdit::textChanged, this, &BodyEditor::changed);
    return page;
}

BodyEditor::Kind BodyEditor::kind() const
{
    return Kind(m_kind->currentIndex());
}

void BodyEditor::choose(Kind kind)
{
    constexpr int pages[] = {0, 1, 1, 2, 2, 3}; // of the stack, by kind
    m_stack->setCurrentIndex(pages[int(kind)]);
    m_type->setVisible(kind == Kind::Text || kind == Kind::File);
    m_format->setVisible(kind == Kind::Json);
    m_choose->setVisible(kind == Kind::Multipart || kind == Kind::File);
    m_choose->setText(kind == Kind::File ? tr("Choose a f&ile…") : tr("Add a f&ile…"));
    m_hint->setVisible(kind == Kind::Multipart);
    m_colours->setActive(kind == Kind::Json);
    lookThrough();
    Q_EMIT changed();
}

void BodyEditor::setDraft(const Draft &draft)
{
    const QSignalBlocker once(this);
    const bool isText = draft.kind == BodyKind::Text;
    m_text->setPlainText(isText ? QString::fromUtf8(draft.text) : QString());
    m_type->setCurrentText(draft.contentType.isEmpty() || isJson(draft) ? m_type->itemText(0) : QString::fromLatin1(draft.contentType));
    m_fields->setPairs(pairsOf(draft.fields, draft.kind));
    m_file->setText(draft.kind == BodyKind::File ? draft.file : QString());
    const Kind kinds[] = {Kind::None, isJson(draft) ? Kind::Json : Kind::Text, Kind::Form, Kind::Multipart, Kind::File};
    m_kind->setCurrentIndex(int(kinds[int(draft.kind)]));
    choose(kind());
}

void BodyEditor::writeTo(Draft &draft) const
{
    static constexpr BodyKind kinds[] = {BodyKind::None, BodyKind::Text, BodyKind::Text, BodyKind::Form, BodyKind::Multipart, BodyKind::File};
    draft.kind = kinds[int(kind())];
    if (draft.kind == BodyKind::Text) {
        draft.text = m_text->toPlainText().toUtf8();
        draft.contentType = kind() == Kind::Json ? jsonType : m_type->currentText().trimmed().toLatin1();
    } else if (draft.kind == BodyKind::File) {
        draft.file = m_file->text().trimmed();
        draft.contentType = m_type->currentText().trimmed().toLatin1();
    } else if (draft.kind != BodyKind::None) {
        draft.fields = fieldsOf(m_fields->pairs(), draft.kind);
    }
}

void BodyEditor::finishEditing()
{
    m_fields->finishEditing();
}

bool BodyEditor::isEmpty() const
{
    Draft draft;
    writeTo(draft);
    return draft.text.trimmed().isEmpty() && draft.fields.isEmpty() && draft.file.isEmpty();
}

void BodyEditor::goTo(const QString &field)
{
    if (kind() == Kind::Form || kind() == Kind::Multipart)
        return m_fields->goToValueOf(field);
    m_text->setFocus(Qt::OtherFocusReason);
    if (m_text->find(QStringLiteral("<secret ")))
        m_text->find(QStringLiteral(">")); // the cursor stands behind what is to be replaced
}

void BodyEditor::lookThrough()
{
    ++m_typed;
    const std::optional<JsonMistake> mistake = kind() == Kind::Json ? JsonMistake::in(m_text->toPlainText()) : std::nullopt;
    m_remark->setText(mistake ? mistake->sentence : QString());
    m_remark->setVisible(mistake.has_value());
    m_text->setAccessibleDescription(m_remark->text());
    m_format->setEnabled(!mistake && !m_text->document()->isEmpty());
    QList<QTextEdit::ExtraSelection> marks;
    if (mistake) {
        QTextEdit::ExtraSelection mark;
        const QTextBlock block = m_text->document()->findBlockByNumber(mistake->line - 1);
        mark.cursor = QTextCursor(block);
        const int column = std::min(mistake->column - 1, std::max(block.length() - 2, 0));
        mark.cursor.setPosition(block.position() + column);
        mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        mark.format.setUnderlineColor(common::toneColour(palette(), common::Tone::Warning));
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        marks += mark;
    }
    m_text->setExtraSelections(marks);
}

void BodyEditor::format()
{
    const QString before = m_text->toPlainText();
    const auto made = BodyDocument::make(core::Secret::fromText(before), jsonType, BodyDocument::Secrets::Shown);
    core::whenDone(made, this, [this, before](const core::Result<BodyDocument> &document) {
        if (!document.ok() || document->kind() != BodyDocument::Kind::Json || m_text->toPlainText() != before)
            return;
        QTextCursor all(m_text->document()); // by a cursor it can be undone
        all.select(QTextCursor::Document);
        const core::Secret text = document->text();
        all.insertText(QString::fromUtf8(text.reveal()));
    });
}

void BodyEditor::askForFile()
{
    auto *dialog = new QFileDialog(this, tr("File to send"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (kind() == Kind::File)
            m_file->setText(path);
        else
            m_fields->append({QStringLiteral("file"), u'@' + path});
    });
    dialog->open();
}

void BodyEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_colours->setPalette(palette());
}

} // namespace keyturn::ui::console
