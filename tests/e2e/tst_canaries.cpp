// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUrlQuery>

namespace keyturn::e2e {

namespace {

/// Its beginning is the same in every encoding; the rest shows that each of them was at work.
const QByteArray password = QByteArrayLiteral("Kx7Qm2vXhTpW9zLcRd4 &+%=");
const QByteArray wrongPassword = QByteArrayLiteral("Zt5Wn8bYgUqE3jMfHs6 &+%=");

/// What shows that @p secret is told: a part of its middle, of a JWT of its signature, in each form that text is written in.
QByteArrayList formsOf(const QByteArray &secret)
{
    const QByteArray whole = secret.mid(secret.lastIndexOf('.') + 1);
    const QByteArray part = secret == password || secret == wrongPassword ? whole.left(16) : whole.mid(whole.size() / 2 - 8, 16);
    const QString wide = QString::fromLatin1(part);
    QByteArrayList forms{part, part.toHex(), QByteArray(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2)};
    for (int shift = 0; shift < 3; ++shift) // where in a group of three bytes it begins
        forms += (QByteArray(shift, 'x') + part).toBase64().mid(4, 16);
    return forms;
}

/// The simulated provider's pages as a person without scripts and pictures fills them in; ends at the address that is not the provider's.
class PlainBrowser
{
public:
    explicit PlainBrowser(const QUrl &provider) : m_provider(provider) { m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy); }

    QUrl signIn(QUrl address)
    {
        QByteArray page;
        for (int step = 0; step < 10; ++step) {
            if (address.port() != m_provider.port())
                return address;
            QNetworkRequest request(address);
            QUrlQuery fields;
            for (const char *name : {"csrf", "request"})
                fields.addQueryItem(QLatin1String(name), QString::fromLatin1(QUrl::toPercentEncoding(hidden(page, QLatin1String(name)))));
            fields.addQueryItem(QStringLiteral("email"), QStringLiteral("ada@example.com"));
            fields.addQueryItem(QStringLiteral("password"), QStringLiteral("demo-password"));
            fields.addQueryItem(QStringLiteral("decision"), QStringLiteral("allow"));
            request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/x-www-form-urlencoded"));
            request.setRawHeader("Origin", m_provider.toEncoded(QUrl::RemovePath));
            const std::unique_ptr<QNetworkReply> reply(page.isEmpty() ? m_network.get(QNetworkRequest(address))
                                                                      : m_network.post(request, fields.toString(QUrl::FullyEncoded).toUtf8()));
            QEventLoop loop;
            QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
            loop.exec();
            const QUrl next = QUrl::fromEncoded(reply->rawHeader("Location"));
            page = next.isEmpty() ? reply->readAll() : QByteArray();
            static const QRegularExpression action(QStringLiteral("<form method=\"post\" action=\"([^\"]*)\""));
            address = address.resolved(next.isEmpty() ? QUrl(action.match(QString::fromUtf8(page)).captured(1)) : next);
        }
        return {};
    }

private:
    static QString hidden(const QByteArray &page, QLatin1String name)
    {
        const QRegularExpression field(QStringLiteral("name=\"%1\" value=\"([^\"]*)\"").arg(name));
        return field.match(QString::fromUtf8(page)).captured(1).replace(QLatin1String("&amp;"), QLatin1String("&"));
    }
    QUrl m_provider;
    QNetworkAccessManager m_network;
};

} // namespace

/// Secrets that are known are led through everything that the command line does, with every log category on; then all that was said, written to disk
/// and put into arguments and environments is searched for them.
class TstCanaries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aPersonSignsInByPassword();
    void aPersonSignsInThroughAProvider();
    void requestsAreSentAndKept();
    void tokensAreTriedInTheLab();
    void allIsExported();
    void theBackendIsAudited();
    void theWindowShowsIt();
    void thePersonSignsOut();
    void fault105NoSecretIsInAnyOutput();
    void fault106NorInArgumentsNorInTheEnvironment();
    void fault107NorOnTheDisk();

private:
    Finished run(const QStringList &arguments, const QByteArray &input = {}, bool isToldASecret = false);
    QString signedIn(const Finished &done);
    void look();
    void noteKeychain();
    [[nodiscard]] QString file(const char *name) const { return m_world.home() + u'/' + QLatin1String(name); }
    [[nodiscard]] QString foundIn(const QByteArray &where) const;

    World m_world;
    QUrl m_backend;
    QString m_account;
    QSet<QByteArray> m_secrets{password, wrongPassword};
    QByteArray m_said;
    QSet<QByteArray> m_processes; ///< /proc/PID/cmdline and environ of all that ran meanwhile.
};

/// All of its output must be free of secrets, unless it is asked for one.
Finished TstCanaries::run(const QStringList &arguments, const QByteArray &input, bool isToldASecret)
{
    const auto program = m_world.startCli(arguments);
    program->write(input);
    program->closeWriteChannel();
    for (int i = 0; i < 6000 && !program->waitForFinished(10); ++i)
        look();
    const Finished done{program->exitCode(), program->readAllStandardOutput(), program->readAllStandardError()};
    m_said += done.err;
    if (!isToldASecret)
        m_said += done.out;
    return done;
}

void TstCanaries::look()
{
    for (const QString &pid : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        if (!pid.front().isDigit())
            continue;
        for (const char *name : {"cmdline", "environ"}) {
            QFile told(QStringLiteral("/proc/%1/%2").arg(pid, QLatin1String(name)));
            if (told.open(QIODevice::ReadOnly)) // environ: where it may be read
                m_processes += told.readAll();
        }
    }
}

/// An entry is a line that names its slot, and a line of Base64 with a JSON object in it.
void TstCanaries::noteKeychain()
{
    const QList<QByteArray> lines = World::everythingInKeychain().split('\n');
    for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
        if (!lines.at(i).startsWith("secret = keyturn1 "))
            continue;
        const QJsonObject entry = QJsonDocument::fromJson(QByteArray::fromBase64(lines.at(i + 1))).object();
        for (auto it = entry.begin(); it != entry.end(); ++it) {
            if (it.key().contains(QLatin1String("Token")) && it.value().toString().size() > 24)
                m_secrets += it.value().toString().toUtf8();
        }
    }
}

QString TstCanaries::signedIn(const Finished &done)
{
    noteKeychain();
    return done.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString();
}

void TstCanaries::initTestCase()
{
    m_world.setVariable(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*=true"));
    m_world.setVariable(QStringLiteral("QT_FORCE_STDERR_LOGGING"), QStringLiteral("1"));
    m_backend = m_world.startBackend({QStringLiteral("--faults")});
    QVERIFY(!m_backend.isEmpty());
}

void TstCanaries::aPersonSignsInByPassword()
{
    const QStringList signIn{QStringLiteral("sign-in"),         QStringLiteral("--profile"),        QStringLiteral("demo"),  QStringLiteral("--user"),
                             QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin"), QStringLiteral("--json")};
    m_account = signedIn(run({QStringLiteral("register"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
                              QStringLiteral("ada@example.com"), QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--password-stdin"),
                              QStringLiteral("--json")},
                             password + '\n'));
    QVERIFY(!m_account.isEmpty());
    QCOMPARE(run(signIn, wrongPassword + '\n').status, 6);
    QCOMPARE(signedIn(run(signIn, password + '\n')), m_account);
    for (int i = 0; i < 2; ++i) {
        const Finished token = run({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}, {}, true);
        QCOMPARE(token.status, 0);
        m_secrets += token.out.trimmed();
        noteKeychain();
    }
}

void TstCanaries::aPersonSignsInThroughAProvider()
{
    const auto program = m_world.startCli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--method"),
                                           QStringLiteral("browser"), QStringLiteral("--provider"), QStringLiteral("google"),
                                           QStringLiteral("--print-url"), QStringLiteral("--paste"), QStringLiteral("--json")});
    QByteArray said;
    static const QRegularExpression shown(QStringLiteral("http://127\\.0\\.0\\.1:\\d+/[^\\s\"]*client_id=[^\\s\"]*&state=[^\\s\"]+"));
    const auto address = [&said] { return QUrl(shown.match(QString::fromUtf8(said)).captured()); };
    QVERIFY(QTest::qWaitFor(
        [&] {
            look();
            said += program->readAllStandardError() + program->readAllStandardOutput();
            return !address().isEmpty();
        },
        30'000));
    PlainBrowser browser(m_backend);
    const QUrl last = browser.signIn(address());
    const QByteArray code = QUrlQuery(last).queryItemValue(QStringLiteral("code")).toUtf8();
    QVERIFY2(code.size() > 16, last.toEncoded().constData());
    m_secrets += code;
    program->write(last.toEncoded() + '\n');
    program->closeWriteChannel();
    for (int i = 0; i < 3000 && !program->waitForFinished(10); ++i)
        look();
    said += program->readAllStandardError() + program->readAllStandardOutput();
    QVERIFY2(program->exitCode() == 0, said.right(2000).constData());
    m_said += said;
    const qsizetype before = m_secrets.size();
    noteKeychain();
    QVERIFY(m_secrets.size() > before);
}

void TstCanaries::requestsAreSentAndKept()
{
    const QString profile = m_backend.resolved(QUrl(QStringLiteral("/api/profile"))).toString();
    QCOMPARE(run({QStringLiteral("request"), m_account, QStringLiteral("GET"), profile, QStringLiteral("-i"), QStringLiteral("--timing")}).status, 0);
    // What comes back is what was asked for, tokens too; what is kept of it has none.
    const Finished login =
        run({QStringLiteral("request"), m_account, QStringLiteral("POST"), m_backend.resolved(QUrl(QStringLiteral("/api/auth/login"))).toString(),
             QStringLiteral("-H"), QStringLiteral("Content-Type: application/json"), QStringLiteral("-d"), QStringLiteral("-"),
             QStringLiteral("--save"), QStringLiteral("login")},
            "{\"email\":\"ada@example.com\",\"password\":\"" + password + "\"}", true);
    QCOMPARE(login.status, 0);
    const QByteArray token = login.json().value(QStringLiteral("accessToken")).toString().toUtf8();
    QVERIFY2(token.size() > 40, login.out.constData());
    m_secrets += token;
    QCOMPARE(run({QStringLiteral("request"), m_account, QStringLiteral("GET"), profile, QStringLiteral("--as"), QStringLiteral("curl")}).status, 0);
    QCOMPARE(run({QStringLiteral("request"), m_account, QStringLiteral("--history")}).status, 0);
    QCOMPARE(run({QStringLiteral("inspect"), QStringLiteral("-")}, token + '\n').out.isEmpty(), false);
}

void TstCanaries::tokensAreTriedInTheLab()
{
    for (const char *experiment : {"spoil", "refresh", "drop-reply"}) {
        run({QStringLiteral("lab"), m_account, QLatin1String(experiment), QStringLiteral("--yes")});
        noteKeychain();
        m_secrets += run({QStringLiteral("token"), m_account}, {}, true).out.trimmed();
    }
    m_secrets.remove({});
    QCOMPARE(run({QStringLiteral("sessions"), m_account}).status, 0);
}

void TstCanaries::allIsExported()
{
    for (const QStringList &words : QList<QStringList>{{QStringLiteral("trace"), QStringLiteral("--har"), file("trace.har")},
                                                       {QStringLiteral("trace"), QStringLiteral("--markdown"), file("trace.md")},
                                                       {QStringLiteral("trace"), QStringLiteral("--json")},
                                                       {QStringLiteral("trace"), m_account},
                                                       {QStringLiteral("history"), QStringLiteral("--export"), file("history.json")},
                                                       {QStringLiteral("history"), QStringLiteral("--json")},
                                                       {QStringLiteral("account"), m_account, QStringLiteral("--json")}}) {
        const Finished done = run(words);
        QVERIFY2(done.status == 0, qPrintable(words.join(u' ')));
    }
    run({QStringLiteral("doctor")}); // it may find fault with where the tests run
    run({QStringLiteral("doctor"), QStringLiteral("--json")});
    QVERIFY(QFile::exists(file("trace.har")) && QFile::exists(file("trace.md")) && QFile::exists(file("history.json")));
}

void TstCanaries::theBackendIsAudited()
{
    for (const char *format : {"text", "json", "sarif", "html"}) {
        run({QStringLiteral("audit"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
             QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin"), QStringLiteral("--only"), QStringLiteral("6,11,16,17,18,19,38"),
             QStringLiteral("--format"), QLatin1String(format), QStringLiteral("-o"), file("audit.") + QLatin1String(format)},
            password + '\n');
        QVERIFY2(QFile::exists(file("audit.") + QLatin1String(format)), m_said.right(2000).constData());
    }
}

void TstCanaries::theWindowShowsIt()
{
    const QString program = World::program(QStringLiteral("keyturn"));
    if (!QFile::exists(program))
        QSKIP("This build has no window.");
    QProcess window;
    QProcessEnvironment environment = m_world.environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    window.setProcessEnvironment(environment);
    window.start(program, {QStringLiteral("--screenshot"), file("window.png"), QStringLiteral("--quit-after"), QStringLiteral("3")});
    for (int i = 0; i < 300 && !window.waitForFinished(100); ++i)
        look();
    QVERIFY(QFile::exists(file("window.png")));
    m_said += window.readAllStandardError() + window.readAllStandardOutput();
    noteKeychain();
}

void TstCanaries::thePersonSignsOut()
{
    QCOMPARE(run({QStringLiteral("sign-out"), m_account}).status, 0);
    QCOMPARE(run({QStringLiteral("token"), m_account}).status, 1);
}

/// The names of the forms, none of a secret itself: this is said aloud too.
QString TstCanaries::foundIn(const QByteArray &where) const
{
    static const char *const names[] = {"as it is", "as hexadecimal digits", "as UTF-16", "as Base64", "as Base64", "as Base64"};
    QStringList found;
    for (const QByteArray &secret : m_secrets) {
        const QByteArrayList forms = formsOf(secret);
        for (qsizetype i = 0; i < forms.size(); ++i) {
            const qsizetype at = where.indexOf(forms.at(i));
            if (at >= 0)
                found += QStringLiteral("%1…, %2, after: %3")
                             .arg(QString::fromUtf8(secret.left(6)), QLatin1String(names[i]), QString::fromUtf8(where.mid(qMax(0, at - 200), 200)));
        }
    }
    return found.join(u'\n');
}

void TstCanaries::fault105NoSecretIsInAnyOutput()
{
    QVERIFY(m_secrets.size() > 10);
    QVERIFY(m_said.contains("keyturn.")); // categories are on
    QCOMPARE(foundIn(m_said), QString());
}

void TstCanaries::fault106NorInArgumentsNorInTheEnvironment()
{
    const QByteArray all = m_processes.values().join('\n');
    QVERIFY(all.contains("--force-refresh")); // the programs were caught
    QCOMPARE(foundIn(all), QString());
}

void TstCanaries::fault107NorOnTheDisk()
{
    const QByteArray disk = m_world.everythingOnDisk();
    for (const char *kept : {"ada@example.com", "trace.sqlite", "history.sqlite", "requests.sqlite", "trace.har", "audit.sarif", "backend.log"})
        QVERIFY2(disk.contains(kept), kept);
    QCOMPARE(foundIn(disk), QString());
}

} // namespace keyturn::e2e

using keyturn::e2e::TstCanaries;
KEYTURN_TEST(TstCanaries)
#include "tst_canaries.moc"
