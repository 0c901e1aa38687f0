// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/accounts/accountpictures.h"
#include "ui/accounts/accountsidebar.h"
#include "ui/common/avatar.h"
#include "ui/common/picturedecoder.h"

#include <QBuffer>
#include <QListView>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

namespace keyturn::ui::tests {

using accounts::AccountPictures;
using model::AccountId;

namespace {

QByteArray encoded(const char *format, const QSize &size, const QColor &colour)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, format))
        qFatal("no picture could be made");
    return bytes;
}

/// A PNG that says it is @p width by @p height, and has nothing behind that. Readers that check the sum of the header find it right.
QByteArray pngHeader(quint32 width, quint32 height)
{
    QByteArray header("IHDR", 4);
    header.resize(12);
    qToBigEndian(width, header.data() + 4);
    qToBigEndian(height, header.data() + 8);
    header += QByteArray("\x08\x02\x00\x00\x00", 5);
    quint32 sum = 0xFFFFFFFF;
    for (const char byte : header) {
        sum ^= static_cast<uchar>(byte);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1) ^ ((sum & 1) ? 0xEDB88320 : 0);
    }
    QByteArray crc(4, 0);
    qToBigEndian(~sum, crc.data());
    return QByteArray("\x89PNG\r\n\x1a\n\0\0\0\x0d", 12) + header + crc;
}

/// Two frames of one pixel: red, then blue.
QByteArray animatedGif()
{
    return QByteArray::fromHex("47494638396101000100f00000ff00000000ff21ff0b4e45545343415045322e30030100000021f904000a000000"
                               "2c00000000010001000002024401003b")
               .chopped(1)
        + QByteArray::fromHex("21f904000a0000002c00000000010001000002024c01003b");
}

} // namespace

/// Bytes of strangers become discs, or initials.
class TstAccountPictures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aPictureIsDecodedOrNot_data();
    void aPictureIsDecodedOrNot();
    void ofAnAnimationTheFirstFrameIsShown();
    void whatIsNoSquareShowsItsMiddle();
    void initialsStandUntilThePictureIsThere();
    void onlyRowsThatArePaintedAskForTheirs();
    void whatCouldNotBeHadIsNotAskedForAtEveryPainting();
    void anotherAddressIsAnotherPicture();
    void aChosenColourIsARing();

private:
    [[nodiscard]] static QUrl address(const QString &path = QStringLiteral("a")) { return QUrl(QStringLiteral("https://pics.example/") + path); }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeAccounts> m_port;
    const AccountId m_ada{QStringLiteral("a")};
};

void TstAccountPictures::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeAccounts>(*m_clock);
    m_port->list = {account(QStringLiteral("a"), QStringLiteral("Ada"))};
    m_port->list.first().identity.picture = address();
}

void TstAccountPictures::aPictureIsDecodedOrNot_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("shown");
    const QByteArray png = encoded("PNG", {64, 64}, Qt::red);
    QTest::newRow("PNG") << png << true;
    QTest::newRow("JPEG") << encoded("JPG", {64, 64}, Qt::red) << true;
    QTest::newRow("GIF") << animatedGif() << true;
    QTest::newRow("as large as is taken") << encoded("PNG", {4096, 8}, Qt::red) << true;
    QTest::newRow("a pixel too wide") << encoded("PNG", {4097, 8}, Qt::red) << false;
    QTest::newRow("a pixel too high") << encoded("PNG", {8, 4097}, Qt::red) << false;
    QTest::newRow("a header of 60,000 by 60,000") << pngHeader(60'000, 60'000) << false;
    QTest::newRow("a header and nothing behind it") << pngHeader(64, 64) << false;
    QTest::newRow("a header of 0 by 0") << pngHeader(0, 0) << false;
    QTest::newRow("cut in the header") << png.first(20) << false;
    QTest::newRow("SVG") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>")
                         << false;
    QTest::newRow("HTML") << QByteArray("<!doctype html><img src=x onerror=alert(1)>") << false;
    QTest::newRow("BMP") << encoded("BMP", {8, 8}, Qt::red) << false;
    QTest::newRow("XPM") << encoded("XPM", {8, 8}, Qt::red) << false;
    QTest::newRow("PPM") << encoded("PPM", {8, 8}, Qt::red) << false;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("a name alone") << QByteArray("\x89PNG\r\n\x1a\n") << false;
    QTest::newRow("noise after a JPEG's head") << "\xff\xd8\xff" + QByteArray(5000, 'x') << false;
}

void TstAccountPictures::aPictureIsDecodedOrNot()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, shown);
    const QImage image = common::decodePicture(bytes, 36);
    QCOMPARE(!image.isNull(), shown);
    if (!shown)
        return;
    QCOMPARE(image.size(), QSize(36, 36));
    QVERIFY(image.pixelColor(18, 18).red() > 200);
    QCOMPARE(image.pixelColor(0, 0).alpha(), 0); // round
}

void TstAccountPictures::ofAnAnimationTheFirstFrameIsShown()
{
    const QColor middle = common::decodePicture(animatedGif(), 36).pixelColor(18, 18);
    QVERIFY2(middle.red() > 200 && middle.blue() < 50, qPrintable(middle.name()));
}

void TstAccountPictures::whatIsNoSquareShowsItsMiddle()
{
    QImage wide(300, 100, QImage::Format_RGB32);
    wide.fill(Qt::blue);
    for (int x = 100; x < 200; ++x) {
        for (int y = 0; y < 100; ++y)
            wide.setPixelColor(x, y, Qt::green);
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && wide.save(&buffer, "PNG"));
    const QImage image = common::decodePicture(bytes, 40);
    for (const QPoint &place : {QPoint(20, 3), QPoint(4, 20), QPoint(35, 20), QPoint(20, 36)})
        QVERIFY2(image.pixelColor(place).green() > 200, qPrintable(image.pixelColor(place).name()));
}

void TstAccountPictures::initialsStandUntilThePictureIsThere()
{
    m_port->pictures.insert(m_ada, encoded("PNG", {64, 64}, Qt::red));
    AccountPictures pictures(*m_port, 36);
    QSignalSpy arrived(&pictures, &AccountPictures::arrived);
    QVERIFY(pictures.of(m_ada, address(), 2).isNull());
    QVERIFY(pictures.of(m_ada, address(), 2).isNull());
    QTRY_COMPARE(arrived.size(), 1);
    QCOMPARE(pictures.of(m_ada, address(), 2).size(), QSize(72, 72));
    QCOMPARE(m_port->picturesAsked.size(), 1);
    QVERIFY(pictures.of(m_ada, {}, 2).isNull()); // who has none any more
}

void TstAccountPictures::onlyRowsThatArePaintedAskForTheirs()
{
    m_port->list.clear();
    for (int i = 0; i < 1000; ++i) {
        m_port->list += account(QString::number(i), QStringLiteral("Person %1").arg(i));
        m_port->list.last().identity.picture = address(QString::number(i));
    }
    accounts::AccountSidebar sidebar(*m_port);
    sidebar.resize(272, 600);
    sidebar.show();
    sidebar.grab();
    QVERIFY(m_port->picturesAsked.contains(QStringLiteral("0")));
    QVERIFY2(m_port->picturesAsked.size() < 20, qPrintable(QString::number(m_port->picturesAsked.size())));
    sidebar.grab();
    m_port->picturesAsked.removeDuplicates();
    const qsizetype asked = m_port->picturesAsked.size();
    sidebar.grab();
    QCOMPARE(m_port->picturesAsked.size(), asked);
}

void TstAccountPictures::whatCouldNotBeHadIsNotAskedForAtEveryPainting()
{
    m_port->pictures.insert(m_ada, core::Error{core::ErrorKind::Rejected, QStringLiteral("picture_failed"), {}});
    AccountPictures pictures(*m_port, 36);
    for (int i = 0; i < 5; ++i) {
        QVERIFY(pictures.of(m_ada, address(), 1).isNull());
        QCoreApplication::processEvents();
    }
    QCOMPARE(m_port->picturesAsked.size(), 1);
    m_clock->advance(std::chrono::hours(2));
    QVERIFY(pictures.of(m_ada, address(), 1).isNull());
    QCOMPARE(m_port->picturesAsked.size(), 2);
    // One that passed by in the queue may be asked for at once.
    m_port->pictures.insert(m_ada, core::Error{core::ErrorKind::Cancelled, QStringLiteral("picture_passed"), {}});
    AccountPictures others(*m_port, 36);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(others.of(m_ada, address(), 1).isNull());
        QCoreApplication::processEvents();
    }
    QCOMPARE(m_port->picturesAsked.size(), 5);
}

void TstAccountPictures::anotherAddressIsAnotherPicture()
{
    m_port->pictures.insert(m_ada, encoded("PNG", {64, 64}, Qt::red));
    AccountPictures pictures(*m_port, 36);
    QSignalSpy arrived(&pictures, &AccountPictures::arrived);
    QVERIFY(pictures.of(m_ada, address(), 1).isNull());
    m_port->pictures.insert(m_ada, encoded("PNG", {64, 64}, Qt::blue));
    QVERIFY(pictures.of(m_ada, address(QStringLiteral("b")), 1).isNull()); // the first one may still be on its way
    QTRY_COMPARE(arrived.size(), 1);
    QTest::qWait(20);
    QVERIFY(pictures.of(m_ada, address(QStringLiteral("b")), 1).pixelColor(18, 18).blue() > 200);
    QCOMPARE(arrived.size(), 1);
}

void TstAccountPictures::aChosenColourIsARing()
{
    common::Face face{QStringLiteral("Ada"), QStringLiteral("seed"), {}, common::decodePicture(encoded("PNG", {64, 64}, Qt::white), 36)};
    const auto painted = [&face] {
        QImage image(36, 36, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        common::paintAvatar(painter, QRectF(0, 0, 36, 36), face, QPalette());
        return image;
    };
    QCOMPARE(painted().pixelColor(1, 18), QColor(Qt::white));
    face.hue = 0;
    QVERIFY(painted().pixelColor(1, 18) != QColor(Qt::white));
    QCOMPARE(painted().pixelColor(18, 18), QColor(Qt::white));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstAccountPictures;
KEYTURN_TEST(TstAccountPictures)
#include "tst_accountpictures.moc"
