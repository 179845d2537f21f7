package io.conclave.kv.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Takes a call to the member that can answer it, as often as the {@link RetryRule} says. */
final class RoutedCalls {

    private final Routes routes;
    private final Transport transport;
    private final RetryRule rule;
    private final Function<Duration, Future<Void>> pause;
    private final LongSupplier nanoTime;
    private final Duration patience;

    /**
     * Calls by a map.
     *
     * @param pause completes after a while
     * @param nanoTime the current time, in nanoseconds
     * @param patience how long one attempt may take; the primary may have stopped without having closed its connections
     */
    RoutedCalls(
            Routes routes,
            Transport transport,
            RetryRule rule,
            Function<Duration, Future<Void>> pause,
            LongSupplier nanoTime,
            Duration patience) {
        this.routes = routes;
        this.transport = transport;
        this.rule = rule;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /**
     * A call to the primary of the group that a map names.
     *
     * @param group finds the group in the map; it is asked again for each attempt
     * @param writes whether it changes anything
     * @param deadline how long it may take with all attempts
     */
    <Q, A> Future<A> send(
            Function<RouteMap, Optional<String>> group,
            ServiceMethod<A, Q> method,
            Q request,
            boolean writes,
            Duration deadline) {
        Call<Q, A> call = new Call<>(group, method, request, writes, nanoTime.getAsLong() + deadline.toNanos());
        if (routes.now() == RouteMap.EMPTY) {
            routes.refresh().onComplete(asked -> call.attempt(""));
        } else {
            call.attempt("");
        }
        return call.answer.future();
    }

    /** One call on its way. Its attempts follow each other, so it needs no lock. */
    private final class Call<Q, A> {

        private final Promise<A> answer = Promise.promise();
        private final Function<RouteMap, Optional<String>> group;
        private final ServiceMethod<A, Q> method;
        private final Q request;
        private final boolean writes;
        private final long deadline;
        private Attempts attempts = Attempts.NONE;

        Call(
                Function<RouteMap, Optional<String>> group,
                ServiceMethod<A, Q> method,
                Q request,
                boolean writes,
                long deadline) {
            this.group = group;
            this.method = method;
            this.request = request;
            this.writes = writes;
            this.deadline = deadline;
        }

        private Duration left() {
            return Duration.ofNanos(deadline - nanoTime.getAsLong());
        }

        private void attempt(String address) {
            Optional<String> target = Optional.of(address)
                    .filter(named -> !named.isEmpty())
                    .or(() -> group.apply(routes.now()).flatMap(routes.now()::primaryOf));
            if (target.isEmpty()) {
                failed(noTarget());
                return;
            }
            Duration left = left();
            Duration timeout = left.compareTo(patience) < 0 ? left : patience;
            transport
                    .call(target.get(), method, request, timeout)
                    .onSuccess(answer::complete)
                    .onFailure(failure -> failed(known(failure)));
        }

        /** The call was sent to nobody, whatever became of the questions for the map. */
        private CallFailedException noTarget() {
            return routes.trouble()
                    .map(this::known)
                    .map(told -> told.reason()
                            .map(reason -> CallFailedException.refused(reason, told.getMessage(), Redirect.NONE))
                            .orElseGet(() -> CallFailedException.notSent(told.getMessage())))
                    .orElseGet(() -> CallFailedException.notSent(group.apply(routes.now())
                            .map(name -> "Group " + name + " has no primary that is known.")
                            .orElse("The ring has no groups yet.")));
        }

        private CallFailedException known(Throwable failure) {
            return failure instanceof CallFailedException told
                    ? told
                    : CallFailedException.unanswered(String.valueOf(failure));
        }

        private void failed(CallFailedException failure) {
            attempts = attempts.with(failure, writes);
            routes.learn(failure.redirect());
            Next next = rule.after(failure, attempts, left());
            if (next instanceof Next.GiveUp end) {
                answer.fail(end.failure());
            } else if (next instanceof Next.Again again) {
                again(again);
            }
        }

        private void again(Next.Again again) {
            if (again.pause().isZero()) {
                attempt(again.address());
                return;
            }
            pause.apply(again.pause())
                    .compose(waited -> again.refresh() ? routes.refresh().otherwiseEmpty() : Future.succeededFuture())
                    .onComplete(ready -> attempt(again.address()));
        }
    }
}
