// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/terminalshell.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace keyturn::e2e {

namespace {

const QString completionFolder = QStringLiteral(KEYTURN_COMPLETION_FOLDER);

/// What a shell reads when it starts: the prompt, the way to see the line, and our scripts.
QByteArray startUpFile(const QString &shell)
{
    const QByteArray folder = completionFolder.toUtf8();
    if (shell == QLatin1String("bash"))
        return "PS1=ready\nset +o history\nbind 'set enable-bracketed-paste off'\nshow() { printf 'LINE<%s>ENIL\\n' \"$READLINE_LINE\"; "
               "READLINE_LINE=; "
               "READLINE_POINT=0; }\nbind -x '\"\\C-x\": show'\nsource /usr/share/bash-completion/bash_completion\nsource <(keyturn-cli completion "
               "bash)\nsource "
            + folder + "/keyturn.bash\n";
    return "PS1=ready\nunset zle_bracketed_paste\nautoload -Uz compinit\ncompinit -u -D\nshow() { print -r -- \"LINE<$BUFFER>ENIL\"; BUFFER= }\nzle "
           "-N "
           "show\nbindkey '^X' show\nsource <(keyturn-cli completion zsh)\nfpath=("
        + folder + " $fpath)\nautoload -Uz keyturn.zsh\ncompdef keyturn.zsh keyturn keyturn-backend\n";
}

} // namespace

/// The Tab key, in the shells themselves.
class TstCompletion : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aLineIsCompleted_data();
    void aLineIsCompleted();
    void whatMayFollowIsOffered_data();
    void whatMayFollowIsOffered();

private:
    [[nodiscard]] QProcessEnvironment environment() const;
    [[nodiscard]] QString completedBy(const QString &shell, const QString &typed);
    [[nodiscard]] QString completedByFish(const QString &typed) const;

    std::unique_ptr<World> m_world;
    std::map<QString, std::unique_ptr<TerminalShell>> m_shells;
};

void TstCompletion::initTestCase()
{
    m_world = std::make_unique<World>();
    QVERIFY(!m_world->startBackend().isEmpty());
    QVERIFY(!m_world->signUp(QStringLiteral("ada@example.com")).isEmpty());
    QVERIFY(!m_world->signUp(QStringLiteral("bob@example.com")).isEmpty());
    for (const auto &[shell, file] :
         {std::pair{QStringLiteral("bash"), QStringLiteral("bashrc")}, {QStringLiteral("zsh"), QStringLiteral(".zshrc")}}) {
        QFile startUp(m_world->home() + u'/' + file);
        QVERIFY(startUp.open(QIODevice::WriteOnly));
        startUp.write(startUpFile(shell));
    }
    m_shells[QStringLiteral("bash")] = std::make_unique<TerminalShell>(QStringLiteral("bash --rcfile bashrc -i"), environment());
    m_shells[QStringLiteral("zsh")] = std::make_unique<TerminalShell>(QStringLiteral("zsh --no-globalrcs -i"), environment());
}

void TstCompletion::cleanupTestCase()
{
    m_shells.clear();
    m_world.reset();
}

QProcessEnvironment TstCompletion::environment() const
{
    QProcessEnvironment environment = m_world->environment();
    environment.insert(QStringLiteral("PATH"), QCoreApplication::applicationDirPath() + u':' + environment.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("HOME"), m_world->home());
    environment.insert(QStringLiteral("ZDOTDIR"), m_world->home());
    environment.insert(QStringLiteral("PWD"), m_world->home());
    environment.insert(QStringLiteral("TERM"), QStringLiteral("dumb"));
    return environment;
}

QString TstCompletion::completedBy(const QString &shell, const QString &typed)
{
    return shell == QLatin1String("fish") ? completedByFish(typed) : m_shells[shell]->completed(typed);
}

/// fish tells what it would offer; where that is one word, it is what the key puts there.
QString TstCompletion::completedByFish(const QString &typed) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    const QString sources = QStringLiteral("keyturn-cli completion fish | source; source %1/keyturn.fish; ").arg(completionFolder);
    process.start(QStringLiteral("fish"),
                  {QStringLiteral("--no-config"), QStringLiteral("--command"), sources + QStringLiteral("complete -C $argv[1]"), typed});
    if (!process.waitForFinished(30'000))
        return {};
    const QStringList lines = QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    if (lines.size() != 1)
        return lines.join(u' ');
    return typed.left(typed.lastIndexOf(u' ') + 1) + lines.first().section(u'\t', 0, 0);
}

void TstCompletion::aLineIsCompleted_data()
{
    QTest::addColumn<QString>("shell");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("line");
    const QList<std::pair<const char *, const char *>> lines{
        {"keyturn-cli sign-o", "keyturn-cli sign-out"},
        {"keyturn-cli token ad", "keyturn-cli token ada@example.com"},
        {"keyturn-cli token ada@ex", "keyturn-cli token ada@example.com"},
        {"keyturn-cli sessions rev", "keyturn-cli sessions revoke"},
        {"keyturn-cli sessions revoke bo", "keyturn-cli sessions revoke bob@example.com"},
        {"keyturn-cli token ada --force", "keyturn-cli token ada --force-refresh"},
        {"keyturn-cli sign-in --profile dem", "keyturn-cli sign-in --profile demo"},
        {"keyturn-cli sign-in --profile=dem", "keyturn-cli sign-in --profile=demo"},
        {"keyturn-cli sign-in --method dev", "keyturn-cli sign-in --method device"},
        {"keyturn-cli --secret-store ses", "keyturn-cli --secret-store session"},
        {"keyturn-cli profiles show gith", "keyturn-cli profiles show github"},
        {"keyturn-cli profiles add /etc/hostn", "keyturn-cli profiles add /etc/hostname"},
        {"keyturn-backend --access-t", "keyturn-backend --access-ttl"},
    };
    for (const char *shell : {"bash", "zsh", "fish"}) {
        for (const auto &[typed, line] : lines)
            QTest::addRow("%s: %s", shell, typed) << QString::fromLatin1(shell) << QString::fromLatin1(typed) << QString::fromLatin1(line);
    }
}

void TstCompletion::aLineIsCompleted()
{
    QFETCH(QString, shell);
    QFETCH(QString, typed);
    QFETCH(QString, line);
    QCOMPARE(completedBy(shell, typed), line);
}

void TstCompletion::whatMayFollowIsOffered_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("offered");
    const auto row = [](const char *words, const QStringList &offered) { QTest::newRow(words) << QString::fromLatin1(words).split(u' ') << offered; };
    const QStringList people{QStringLiteral("ada@example.com"), QStringLiteral("bob@example.com")};
    row("account ", people);
    row("accounts ", {});
    row("sessions ", people + QStringList{QStringLiteral("label"), QStringLiteral("revoke")});
    row("history clear ", people);
    row("password change ", people);
    row("profiles remove ", {QStringLiteral("demo"), QStringLiteral("github"), QStringLiteral("google"), QStringLiteral("seed")});
    row("profiles validate ", {QStringLiteral("-"), QStringLiteral(":files")});
    row("token ada --as ", {QStringLiteral("raw"), QStringLiteral("json"), QStringLiteral("header")});
    row("backend ", {QStringLiteral("start"), QStringLiteral("stop"), QStringLiteral("status")});
    row("git-credential ", {QStringLiteral("get"), QStringLiteral("store"), QStringLiteral("erase")});
    row("nonsense ", {});
    row("sign-in --user ", {});
}

void TstCompletion::whatMayFollowIsOffered()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, offered);
    const Finished answered = m_world->cli(QStringList{QStringLiteral("completion"), QStringLiteral("candidates"), QStringLiteral("--")} + words);
    QCOMPARE(answered.status, 0);
    QStringList found;
    for (const QByteArray &line : answered.out.split('\n'))
        found += QString::fromUtf8(line.left(line.indexOf('\t') < 0 ? line.size() : line.indexOf('\t')));
    found.removeAll(QString());
    QCOMPARE(found, offered);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstCompletion;
KEYTURN_TEST(TstCompletion)
#include "tst_completion.moc"
