// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "ui/common/motion.h"
#include "ui/common/spinner.h"
#include "ui/common/tone.h"

#include <QApplication>
#include <QPalette>
#include <QProxyStyle>
#include <QTest>
#include <QTimerEvent>

namespace keyturn::ui::tests {

using common::Tone;

/// What is written can be read, and nothing moves for those who asked for stillness.
class TstTones : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyToneIsReadOnEveryGround_data();
    void everyToneIsReadOnEveryGround(); // WCAG 2.1, 1.4.3
    void initialsAreReadInEveryColour_data();
    void initialsAreReadInEveryColour();
    void whereThePlatformWantsStillnessTheSpinnerStandsStill_data();
    void whereThePlatformWantsStillnessTheSpinnerStandsStill();

private:
    [[nodiscard]] static QPalette palette(bool dark);
};

QPalette TstTones::palette(bool dark)
{
    const QColor window = dark ? QColor(35, 38, 41) : QColor(239, 240, 241);
    const QColor base = dark ? QColor(27, 30, 32) : QColor(Qt::white);
    const QColor text = dark ? QColor(252, 252, 252) : QColor(35, 38, 41);
    QPalette palette(window, window);
    palette.setColor(QPalette::Base, base);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(role, text);
    palette.setColor(QPalette::Highlight, QColor(61, 174, 233));
    return palette;
}

void TstTones::everyToneIsReadOnEveryGround_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("tone");
    QTest::addColumn<QString>("ground");
    for (const bool dark : {false, true}) {
        for (const auto &[tone, name] :
             {std::pair(Tone::Normal, "normal"), {Tone::Muted, "muted"}, {Tone::Accent, "accent"}, {Tone::Warning, "warning"}}) {
            for (const char *ground : {"base", "window", "chosen on base", "chosen on window", "hover on base", "hover on window", "notice"})
                QTest::addRow("%s on %s, %s", name, ground, dark ? "dark" : "light") << dark << int(tone) << QString::fromLatin1(ground);
        }
    }
}

void TstTones::everyToneIsReadOnEveryGround()
{
    QFETCH(const bool, dark);
    QFETCH(const int, tone);
    QFETCH(const QString, ground);
    const QPalette palette = TstTones::palette(dark);
    const QColor base = palette.color(ground.contains(QLatin1String("base")) ? QPalette::Base : QPalette::Window);
    QColor on = base;
    if (ground.startsWith(QLatin1String("chosen")))
        on = common::chosenColour(palette, base);
    else if (ground.startsWith(QLatin1String("hover")))
        on = common::hoverColour(palette, base);
    else if (ground == QLatin1String("notice")) // as common::Notice paints itself
        on = common::mixed(common::toneColour(palette, Tone::Warning, base), base, 0.10);
    const double ratio = common::contrast(common::toneColour(palette, Tone(tone), on), on);
    QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
}

void TstTones::initialsAreReadInEveryColour_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TstTones::initialsAreReadInEveryColour()
{
    QFETCH(const bool, dark);
    const QPalette palette = TstTones::palette(dark);
    for (int hue = 0; hue < 360; ++hue) {
        for (const common::AvatarColours &colours :
             {common::avatarColours(hue, palette), common::avatarColours(QStringLiteral("seed %1").arg(hue), palette)})
            QVERIFY2(common::contrast(colours.text, colours.disc) >= 4.5, qPrintable(QString::number(hue)));
    }
}

namespace {

class Still final : public QProxyStyle
{
public:
    explicit Still(int duration) : QProxyStyle(QStringLiteral("fusion")), m_duration(duration) { }
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override
    {
        return hint == SH_Widget_Animation_Duration ? m_duration : QProxyStyle::styleHint(hint, option, widget, data);
    }

private:
    int m_duration;
};

/// Counts the timer's ticks that reach @p watched.
class Ticks final : public QObject
{
public:
    explicit Ticks(QObject &watched) { watched.installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Timer ? 1 : 0;
        return false;
    }
    int count = 0;
};

} // namespace

void TstTones::whereThePlatformWantsStillnessTheSpinnerStandsStill_data()
{
    QTest::addColumn<int>("duration");
    QTest::addColumn<bool>("moves");
    QTest::newRow("as usual") << 200 << true;
    QTest::newRow("still") << 0 << false;
}

void TstTones::whereThePlatformWantsStillnessTheSpinnerStandsStill()
{
    QFETCH(const int, duration);
    QFETCH(const bool, moves);
    Still style(duration);
    common::Spinner spinner(24);
    spinner.setStyle(&style);
    QCOMPARE(common::mayMove(spinner), moves);
    const Ticks ticks(spinner);
    spinner.show();
    spinner.startNow();
    const QImage before = spinner.grab().toImage();
    QVERIFY(spinner.isRunning());
    if (moves)
        QTRY_VERIFY(ticks.count > 2);
    else
        QTest::qWait(150);
    QCOMPARE(ticks.count > 0, moves);
    QCOMPARE(spinner.grab().toImage() != before, moves); // it says that something runs all the same
    spinner.stop();
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstTones;
KEYTURN_TEST(TstTones)
#include "tst_tones.moc"
