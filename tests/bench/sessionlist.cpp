// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// How long the list of sessions takes for what a person does with it, and how that grows with its length: medians, in milliseconds, of a run by
// itself.
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHash>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

using namespace keyturn;
using ui::sessions::SessionListModel;
using ui::sessions::SessionRows;
using ui::sessions::SessionView;
using ui::sessions::Show;

namespace {

QList<history::KnownSession> made(int count, const QDateTime &now)
{
    static const QStringList apps{QStringLiteral("Keyturn"), QStringLiteral("Firefox"), QStringLiteral("Safari"), QStringLiteral("curl")};
    QList<history::KnownSession> all;
    for (int i = 0; i < count; ++i) {
        history::KnownSession one;
        one.session.id = model::SessionId(QStringLiteral("session-%1").arg(i));
        one.key = one.session.id.toString().toUtf8();
        one.session.current = i == 0;
        one.session.device = QStringLiteral("Device %1").arg(i * 7919 % count);
        one.session.app = apps.at(i % 4);
        one.session.appVersion = QStringLiteral("1.%1").arg(i % 13);
        one.session.system = QStringLiteral("Debian 12");
        one.session.ip = QStringLiteral("192.0.2.%1").arg(i % 250);
        one.session.place = QStringLiteral("Köln");
        one.session.createdAt = now.addSecs(-3600LL * (i % 900) - 60);
        one.session.lastUsedAt = now.addSecs(-50LL * (i * 31 % count));
        one.session.expiresAt = now.addDays(6);
        if (i % 5 == 4) {
            one.session.endedAt = now.addSecs(-20LL * i);
            one.session.cause = QStringLiteral("expired");
        }
        all += one;
    }
    return all;
}

double medianOf(int times, const std::function<void()> &prepare, const std::function<void()> &measured)
{
    std::vector<double> taken;
    for (int i = 0; i < times; ++i) {
        prepare();
        QElapsedTimer timer;
        timer.start();
        measured();
        taken.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(taken.begin(), taken.end());
    return taken.at(taken.size() / 2);
}

void measure(int count)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QList<history::KnownSession> all = made(count, now);
    QList<history::KnownSession> changed = all; // as 30 s later: some were used
    for (int i = 0; i < count; i += 997)
        changed[i].session.lastUsedAt = now.addSecs(30);
    SessionListModel model;
    SessionRows rows(model);
    SessionView view(rows);
    view.resize(720, 480);
    view.show();
    const auto paint = [&view] {
        QCoreApplication::processEvents();
        view.viewport()->repaint();
    };
    const auto nothing = [] {};
    const double first = medianOf(
        5, [&] { model.clear(); },
        [&] {
            model.setSessions(all, now);
            paint();
        });
    bool odd = false;
    const double again = medianOf(6, nothing, [&] {
        model.setSessions((odd = !odd) ? changed : all, now);
        paint();
    });
    model.setSessions(all, now);
    const auto filterBy = [&](Show show, const QString &text) {
        return [&rows, paint, show, text] {
            rows.setFilter(show, text);
            paint();
        };
    };
    const auto clearFilter = filterBy(Show::All, {});
    const double firstKey = medianOf(
        5,
        [&] {
            clearFilter();
            model.setSessions(odd ? all : changed, now); // nothing is prepared for searching
            odd = !odd;
        },
        filterBy(Show::All, QStringLiteral("d")));
    const double nextKey = medianOf(9, filterBy(Show::All, QStringLiteral("d")), filterBy(Show::All, QStringLiteral("device 1")));
    const double cleared = medianOf(9, filterBy(Show::All, QStringLiteral("device 1")), clearFilter);
    const double stale = medianOf(9, clearFilter, filterBy(Show::Stale, {}));
    clearFilter();
    std::vector<double> frames;
    int step = 0;
    for (int i = 0; i < 200; ++i) {
        frames.push_back(medianOf(1, nothing, [&] {
            view.verticalScrollBar()->setValue(++step * view.verticalScrollBar()->maximum() / 200);
            view.viewport()->repaint();
        }));
    }
    std::sort(frames.begin(), frames.end());
    const double chosen = medianOf(
        5, [&] { view.clearSelection(); },
        [&] {
            view.selectAll();
            if (view.chosen().isEmpty())
                std::fprintf(stderr, "Nothing was chosen.\n");
        });
    std::printf("| %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.2f | %.1f |\n", count, first, again, firstKey, nextKey, cleared, stale,
                frames.at(100), frames.at(197), chosen);
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication qt(argc, argv);
    std::printf("| sessions | list to first paint | list again | first letter | next letters | all again | not used for 30 days | frame, median | "
                "frame, 99 %% | choose all |\n");
    std::printf("|---|---|---|---|---|---|---|---|---|---|\n");
    for (const int count : {1000, 10000, 100000})
        measure(count);
    return 0;
}
