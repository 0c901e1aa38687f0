// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/async.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn::core;

class TstAsync : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstAnswerWins();
    void anAbandonedPromiseIsCancelled();
    void whenDoneCallsFromTheEventLoopAndOnce();
    void whenDoneIsSilentOnceItsContextIsGone();
    void whenDoneTellsOfAFutureThatNeverHadAnAnswer();
    void chainHandsTheValueOn();
    void chainFlattensAnAsync();
    void chainPassesErrorsByItsStep();
    void chainIsCancelledWithItsContext_data();
    void chainIsCancelledWithItsContext();
    void chainStepsMayReturnVoidResults();
    void anErrorTellsItsStep();
    void anErrorKeepsTheStepThatItHas();

private:
    /// What @p future ends with; fails the test where it does not end.
    template <class T> static Result<T> answerOf(const Async<T> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }))
            return Error{ErrorKind::BadReply, QStringLiteral("never_finished"), {}};
        return future.result();
    }
    static Error someError() { return Error{ErrorKind::Offline, QStringLiteral("no_network"), {}}; }
};

void TstAsync::theFirstAnswerWins()
{
    const Promise<int> promise;
    const Async<int> future = promise.future();
    QVERIFY(!promise.isFinished());
    QVERIFY(!future.isFinished());
    promise.finish(1);
    promise.finish(2);
    QVERIFY(promise.isFinished());
    QCOMPARE(future.resultCount(), 1);
    QCOMPARE(future.result().value(), 1);
}

void TstAsync::anAbandonedPromiseIsCancelled()
{
    Async<int> future;
    {
        const Promise<int> promise;
        const Promise<int> copy = promise;
        future = copy.future();
    }
    QVERIFY(future.isFinished());
    QVERIFY(future.result().error().kind == ErrorKind::Cancelled);
    QCOMPARE(future.result().error().code, QStringLiteral("abandoned"));
}

void TstAsync::whenDoneCallsFromTheEventLoopAndOnce()
{
    QObject context;
    int calls = 0;
    int value = 0;
    whenDone(ready<int>(5), &context, [&](const Result<int> &result) {
        ++calls;
        value = result.value();
    });
    QCOMPARE(calls, 0); // never from within the call: the caller is not ready for it
    QTRY_COMPARE(calls, 1);
    QCOMPARE(value, 5);
    QCoreApplication::processEvents();
    QCOMPARE(calls, 1);
    QTRY_VERIFY(context.children().isEmpty()); // the watcher goes as well
}

void TstAsync::whenDoneIsSilentOnceItsContextIsGone()
{
    const Promise<int> promise;
    auto context = std::make_unique<QObject>();
    int calls = 0;
    whenDone(promise.future(), context.get(), [&](const Result<int> &) { ++calls; });
    context.reset();
    promise.finish(1);
    QObject other;
    bool later = false;
    whenDone(promise.future(), &other, [&](const Result<int> &) { later = true; });
    QTRY_VERIFY(later);
    QCOMPARE(calls, 0);
}

void TstAsync::whenDoneTellsOfAFutureThatNeverHadAnAnswer()
{
    QObject context;
    QString code;
    QPromise<Result<int>> bare;
    bare.start();
    whenDone(bare.future(), &context, [&](const Result<int> &result) { code = result.error().code; });
    bare.finish();
    QTRY_COMPARE(code, QStringLiteral("abandoned"));
}

void TstAsync::chainHandsTheValueOn()
{
    QObject context;
    const Async<QString> future = chain(ready<int>(5), &context, [](int value) { return Result<QString>(QString::number(value)); });
    QCOMPARE(answerOf(future).value(), QStringLiteral("5"));
}

void TstAsync::chainFlattensAnAsync()
{
    QObject context;
    const Promise<QString> inner;
    const Async<QString> future = chain(ready<int>(5), &context, [&](int) { return inner.future(); });
    QCoreApplication::processEvents();
    QVERIFY(!future.isFinished());
    inner.finish(QStringLiteral("later"));
    QCOMPARE(answerOf(future).value(), QStringLiteral("later"));
}

void TstAsync::chainPassesErrorsByItsStep()
{
    QObject context;
    bool called = false;
    const Async<int> future = chain(ready<int>(someError()), &context, [&](int value) {
        called = true;
        return Result<int>(value);
    });
    QCOMPARE(answerOf(future).error().code, QStringLiteral("no_network"));
    QVERIFY(!called);
}

void TstAsync::chainIsCancelledWithItsContext_data()
{
    QTest::addColumn<bool>("inTheInnerStep");
    QTest::newRow("while the first answer is awaited") << false;
    QTest::newRow("while the step's own answer is awaited") << true;
}

void TstAsync::chainIsCancelledWithItsContext()
{
    QFETCH(bool, inTheInnerStep);
    auto context = std::make_unique<QObject>();
    const Promise<int> outer;
    const Promise<int> inner;
    bool stepped = false;
    const Async<int> future = chain(outer.future(), context.get(), [&](int) {
        stepped = true;
        return inner.future();
    });
    if (inTheInnerStep) {
        outer.finish(1);
        QTRY_VERIFY(stepped);
    }
    context.reset();
    outer.finish(1);
    inner.finish(2);
    QVERIFY(answerOf(future).error().kind == ErrorKind::Cancelled);
    QCOMPARE(stepped, inTheInnerStep);
}

void TstAsync::chainStepsMayReturnVoidResults()
{
    QObject context;
    const Async<void> future = chain(ready<void>({}), &context, [] { return Result<void>(someError()); });
    QCOMPARE(answerOf(future).error().code, QStringLiteral("no_network"));
}

void TstAsync::anErrorTellsItsStep()
{
    const Promise<int> promise;
    const Async<int> future = inStep(QStringLiteral("token"), promise.future());
    promise.finish(someError());
    const Result<int> answer = answerOf(future);
    QCOMPARE(answer.error().step, QStringLiteral("token"));
    QCOMPARE(answer.error().code, someError().code);
    QCOMPARE(answerOf(inStep(QStringLiteral("token"), ready<int>(7))).value(), 7);
}

void TstAsync::anErrorKeepsTheStepThatItHas()
{
    Error error = someError();
    error.step = QStringLiteral("jwks");
    QCOMPARE(answerOf(inStep(QStringLiteral("token"), ready<int>(error))).error().step, QStringLiteral("jwks"));
}

KEYTURN_TEST(TstAsync)
#include "tst_async.moc"
