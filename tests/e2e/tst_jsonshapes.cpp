// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::e2e {

namespace {

const QDir schemas(QStringLiteral(KEYTURN_CLI_SCHEMAS));

/// Commands that print no document of their own: an answer's body, git's lines, a script.
const QStringList withoutDocument{QStringLiteral("git-credential"), QStringLiteral("completion")};

} // namespace

/// What every command prints with --json is what resources/cli says, in the eyes of a validator that nobody here wrote. A command more is a schema
/// there, by the command's name, and a row here.
class TstJsonShapes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aDocumentHasItsShape_data();
    void aDocumentHasItsShape();
    void theValidatorAgrees();
    void everyCommandIsDescribed();

private:
    [[nodiscard]] QString filledIn(QString word) const;

    std::unique_ptr<World> m_world;
    QUrl m_backend;
    QString m_session; ///< Id of the one listed last.
    QStringList m_documents; ///< A schema, then a file, and so on.
    QStringList m_commands;
};

void TstJsonShapes::initTestCase()
{
    m_world = std::make_unique<World>();
    m_backend = m_world->startBackend();
    QVERIFY(!m_backend.isEmpty());
    QVERIFY(QDir(m_world->home()).mkpath(QStringLiteral("documents")));
}

void TstJsonShapes::cleanupTestCase()
{
    m_world.reset();
}

QString TstJsonShapes::filledIn(QString word) const
{
    word.replace(QLatin1String("{home}"), m_world->home());
    word.replace(QLatin1String("{backend}"), m_backend.toString());
    word.replace(QLatin1String("{session}"), m_session);
    return word;
}

/// In their order: each stands on what those before it did.
void TstJsonShapes::aDocumentHasItsShape_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("schema");
    const auto row = [](const char *line, int status = 0, const QByteArray &input = {}, const char *schema = nullptr) {
        const QString command = QString::fromLatin1(line).section(u' ', 0, 0);
        const QString usual = status == 0 ? command + QLatin1String(".schema.json") : QStringLiteral("error.schema.json");
        QTest::newRow(line) << QString::fromLatin1(line) << input << status << (schema ? QString::fromLatin1(schema) : usual);
    };
    const QByteArray password("correct horse battery\n");
    row("backend status");
    row("backend start --profile-out {home}/started.json");
    row("accounts");
    row("register --profile demo --user ada@example.com --name Ada --password-stdin", 0, password);
    row("sign-in --profile demo --user ada@example.com --password-stdin", 0, password);
    row("register --profile demo --user bob@example.com --name Bob --label work --password-stdin", 0, password);
    row("accounts");
    row("account ada");
    row("token ada");
    row("token ada --as json");
    row("sessions ada");
    row("sessions ada --ended");
    row("sessions ada --export {home}/sessions.csv");
    row("sessions label ada {session} Desk");
    row("sessions ada");
    row("sessions revoke ada --others");
    row("inspect --account ada");
    row("inspect --account ada --refresh");
    row("inspect -", 1, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.\n", "inspect.schema.json");
    row("inspect -", 0, "gho_0123456789abcdefghijABCDEFGHIJ012345\n");
    row("audit --list");
    row("audit {backend} --only 5,7,45");
    row("audit --profile demo --register --only 6,19");
    row("history");
    row("trace ada");
    row("trace");
    row("lab ada refresh");
    row("lab ada expire");
    row("lab ada skew 10m");
    row("lab ada twice --yes");
    row("lab ada faults", 1);
    row("lab ada twice", 2);
    row("request ada GET /api/profile --timing");
    row("request ada GET /nowhere --pretty", 6, {}, "request.schema.json");
    row("request ada GET /api/profile --parallel 3 --expire-first");
    row("request ada POST /nowhere -d {\"password\":\"x\"} --parallel 2 --save one", 6, {}, "request.schema.json");
    row("request ada --endpoints");
    row("request --history");
    row("history --export {home}/history.json");
    row("password change bob --password-stdin --new-password-stdin", 0, password + "another horse battery\n");
    row("password reset --profile demo --user ada@example.com");
    row("verify-email --profile demo --user ada@example.com --resend");
    row("profiles");
    row("profiles show demo", 0, {}, "../profiles/profile.schema.json");
    row("profiles add {home}/started.json");
    row("profiles validate {home}/started.json");
    row("profiles validate {home}/started.json --user ada@example.com --password-stdin", 0, password);
    row("profiles validate - ", 1, "{\"id\": \"x\", \"nmae\": \"y\"}", "profiles.schema.json");
    row("profiles remove embedded");
    row("profiles client");
    row("profiles client github --client-id Iv1.0123");
    row("profiles discover {backend}/google");
    row("profiles discover {backend}/google --id found --add");
    // Which of its sentences this machine gives is no matter here.
    row("doctor", -2, {}, "doctor.schema.json");
    // Refusals of every kind.
    row("account nobody", 1);
    row("token nobody@demo", 1);
    row("profiles show nothing", 1);
    row("profiles remove demo", 1);
    row("sessions", 2);
    row("sessions ada --nonsense", 2);
    row("request ada GET / --as perl", 2);
    row("request ada --saved nothing", 1);
    row("sign-in --profile demo --method telepathy", 2);
    row("token ada --as xml", 2);
    row("backend start --profile-out -", 2);
    row("backend stop --port 8000", 2);
    row("nonsense", 2);
    row("audit --profile demo --only 19", 2);
    row("audit --profile demo --format html", 2);
    row("audit --profile demo --register --allow-host a.example/b", 2);
    row("audit --profile demo -o {home}/missing/report.json", 5);
    row("audit http://127.0.0.1:1", 4, {}, "audit.schema.json");
    row("sign-in --profile demo --user ada@example.com --password-stdin", 6, "wrong horse battery\n");
    row("register --profile demo --user ada@example.com --name Ada --password-stdin", 6, password);
    row("register --profile demo --user eve@example.com --name Eve --password-stdin", 6, "short\n");
    row("sessions revoke ada none-such", 6);
    row("password change ada --password-stdin --new-password-stdin", 6, "wrong horse battery\nanother horse battery\n");
    row("profiles validate {home}/missing.json", 2);
    row("sign-out ada");
    row("trace ada --clear");
    row("trace ada", 1, {}, "trace.schema.json");
    row("trace --open {home}/missing.har", 5);
    row("history clear ada");
    row("history clear --all");
    row("backend stop");
    row("backend start --profile-out {home}/missing/started.json", 5);
    row("backend status", 1, {}, "backend.schema.json"); // and none was started for nothing
    row("token bob --force-refresh", 4);
    row("sign-out bob --local");
}

void TstJsonShapes::aDocumentHasItsShape()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, input);
    QFETCH(int, status);
    QFETCH(QString, schema);
    QStringList words;
    for (const QString &word : line.split(u' ', Qt::SkipEmptyParts))
        words += filledIn(word);
    m_commands += words.first();
    const Finished done = m_world->cli(words + QStringList{QStringLiteral("--json")}, input);
    QVERIFY2(status == -2 || done.status == status, (QByteArray::number(done.status) + ' ' + done.err).constData());
    QVERIFY2(!done.json().isEmpty(), ("no document: " + done.out).constData());
    if (const QString id = done.json().value(QStringLiteral("sessions")).toArray().first().toObject().value(QStringLiteral("id")).toString();
        !id.isEmpty())
        m_session = id;
    const QString name = m_world->home() + QStringLiteral("/documents/%1.json").arg(m_documents.size() / 2);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(done.out) == done.out.size());
    m_documents += {schema, name};
}

void TstJsonShapes::theValidatorAgrees()
{
    QProcess node;
    node.setWorkingDirectory(QStringLiteral(KEYTURN_SERVERS_FOLDER));
    node.start(QStringLiteral("node"), QStringList{QStringLiteral("shapes.js"), schemas.absolutePath()} + m_documents);
    QVERIFY(node.waitForFinished(60'000));
    QVERIFY2(node.exitCode() == 0, node.readAllStandardError().constData());
    const QJsonArray said = QJsonDocument::fromJson(node.readAllStandardOutput()).array();
    QCOMPARE(said.size(), m_documents.size() / 2);
    QStringList complaints;
    for (qsizetype i = 0; i < said.size(); ++i) {
        QFile file(m_documents.at(2 * i + 1));
        if (!said.at(i).isNull() && file.open(QIODevice::ReadOnly))
            complaints += m_documents.at(2 * i) + QLatin1String(": ") + said.at(i).toString() + u'\n' + QString::fromUtf8(file.readAll());
    }
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
}

void TstJsonShapes::everyCommandIsDescribed()
{
    const QString help = QString::fromUtf8(m_world->cli({QStringLiteral("--help")}).out).section(QLatin1String("Commands:\n"), 1);
    static const QRegularExpression command(QStringLiteral("^  (\\S+) "), QRegularExpression::MultilineOption);
    int seen = 0;
    for (auto match = command.globalMatch(help); match.hasNext(); ++seen) {
        const QString name = match.next().captured(1);
        const bool described = schemas.exists(name + QLatin1String(".schema.json"));
        QVERIFY2(described || withoutDocument.contains(name), qPrintable(name));
        QVERIFY2(!described || m_commands.contains(name), qPrintable(name + QLatin1String(" has no row")));
    }
    QVERIFY(seen > 10);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstJsonShapes;
KEYTURN_TEST(TstJsonShapes)
#include "tst_jsonshapes.moc"
