// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

#include <QRegularExpression>

namespace keyturn::audit::checks {

namespace {

/// What answers tell of their maker: a header that is there for nothing else, or a program with its version.
QString bannerOf(const Answer &answer)
{
    for (const char *name : {"X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version", "X-Generator"}) {
        if (const QByteArray value = answer.header(name); !value.isEmpty())
            return QStringLiteral("%1: %2").arg(QLatin1String(name), QString::fromLatin1(value.left(80)));
    }
    static const QRegularExpression version(QStringLiteral("/v?\\d"));
    const QString server = QString::fromLatin1(answer.header("Server").left(80));
    return version.match(server).hasMatch() ? QStringLiteral("Server: %1").arg(server) : QString();
}

/// Frames as Node, Java, .NET, Python, PHP, Ruby, Go and Rust write them; in JSON the ends of lines are written out.
bool hasStackTrace(const QString &text)
{
    static const QRegularExpression frames(
        QStringLiteral("\\bat [^\\n\"\\\\]{1,200}[(/ ][^\\s()\"]+\\.(?:[cm]?[jt]sx?|java|kt|cs|cpp|go|rs|py|rb|php):(?:line )?\\d+"
                       "|Traceback \\(most recent call last\\)|File \\\\?\"[^\"\\n]+\\\\?\", line \\d+"
                       "|#\\d+ [^\\s\"]+\\.php\\(\\d+\\)|[^\\s\"]+\\.rb:\\d+:in [`']|goroutine \\d+ \\[|thread '[^']+' panicked at"
                       "|node_modules[/\\\\]|\\bat [\\w.$]+\\([\\w$]+\\.java:\\d+\\)"));
    return frames.match(text).hasMatch();
}

Verdict look(Site &site)
{
    Verdict verdict;
    QString toldBanner;
    bool hasSeen = false;
    bool hasTrace = false;
    for (const Sight &sight : site.tour()) {
        if (!sight.answer.arrived())
            continue;
        hasSeen = true;
        if (const QString banner = bannerOf(sight.answer); !banner.isEmpty() && banner != toldBanner) {
            toldBanner = banner;
            verdict.addFailure(QStringLiteral("Answers tell what made them (%1).").arg(banner), sight.answer);
        }
        if (!hasTrace && hasStackTrace(sight.answer.text())) {
            hasTrace = true;
            verdict.addFailure(QStringLiteral("The answer to %1 shows a stack trace.").arg(sight.what), sight.answer);
        }
    }
    if (!hasSeen)
        verdict.addGap(QStringLiteral("The backend answered nothing that could be looked at."));
    else if (!verdict.hasFailed())
        verdict.addPass(QStringLiteral("Neither pages nor errors tell what made them."));
    return verdict;
}

} // namespace

Check noBanner()
{
    return {7,
            QStringLiteral("no-banner"),
            QStringLiteral("Answers tell neither what made them nor where it failed"),
            Severity::Low,
            Mode::Passive,
            {reference(QStringLiteral("WSTG-INFO-02")), reference(QStringLiteral("WSTG-ERRH-01"))},
            QStringLiteral("Switch the banner off, and answer errors by a handler of your own, at the end, that logs the stack and sends none.\n\n"
                           "app.disable('x-powered-by');\napp.use((err, req, res, next) => { log.error(err); res.status(err.status ?? 500).json({ "
                           "error: 'request_failed' }); });"),
            &look};
}

} // namespace keyturn::audit::checks
