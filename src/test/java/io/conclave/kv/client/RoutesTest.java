package io.conclave.kv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Ring;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client goes by, made of what members say that do not all know the same. */
class RoutesTest {

    private final Map<String, Promise<ClusterView>> asked = new LinkedHashMap<>();
    private final List<String> inOrder = new ArrayList<>();
    private final Map<String, ClusterView> told = new HashMap<>();

    private final Routes routes = new Routes(List.of("s:1", "s:2"), address -> {
        inOrder.add(address);
        ClusterView view = told.get(address);
        if (view != null) {
            return Future.succeededFuture(view);
        }
        Promise<ClusterView> promise = Promise.promise();
        asked.put(address, promise);
        return promise.future();
    });

    private static Ring ring(long version, String... groups) {
        return Ring.newBuilder()
                .setVersion(version)
                .setVirtualNodes(2)
                .addAllGroups(List.of(groups))
                .build();
    }

    private static GroupView group(String name, long epoch, int primary, String... addresses) {
        GroupView.Builder group =
                GroupView.newBuilder().setName(name).setEpoch(epoch).setPrimary(primary);
        for (int i = 0; i < addresses.length; i++) {
            group.addMembers(MemberAddress.newBuilder().setNumber(i + 1).setAddress(addresses[i]));
        }
        return group.build();
    }

    private static ClusterView view(Ring ring, GroupView... groups) {
        return ClusterView.newBuilder()
                .setRing(ring)
                .addAllGroups(List.of(groups))
                .build();
    }

    @Test
    void theFirstAnswerEndsARefreshAndLaterOnesAreTakenInToo() throws Exception {
        Future<Void> refresh = routes.refresh();
        assertThat(inOrder).containsExactly("s:1", "s:2");
        asked.get("s:2").complete(view(ring(3, "a"), group("a", 4, 1, "m:1")));

        refresh.await(1, TimeUnit.SECONDS);
        assertThat(routes.now().ring().version()).isEqualTo(3);
        asked.get("s:1").complete(view(ring(4, "a", "b"), group("a", 5, 2, "m:1", "m:2")));

        assertThat(routes.now().ring().groups()).containsExactly("a", "b");
        assertThat(routes.now().primaryOf("a")).contains("m:2");
    }

    @Test
    void aMemberThatLagsBehindLeadsNobodyBack() throws Exception {
        told.put("s:1", view(ring(9, "a", "b"), group("a", 7, 2, "m:1", "m:2")));
        told.put("s:2", view(ring(8, "a"), group("a", 6, 1, "m:1", "m:2")));
        routes.refresh().await(1, TimeUnit.SECONDS);
        assertThat(routes.now().ring().groups()).containsExactly("a", "b");
        assertThat(routes.now().primaryOf("a")).contains("m:2");
    }

    @Test
    void aRingThatAServerHasJustWrittenHoldsAgainstMembersThatHaveNotHeardOfIt() throws Exception {
        told.put("s:1", view(ring(2, "a")));
        told.put("s:2", view(ring(2, "a")));
        routes.refresh().await(1, TimeUnit.SECONDS);

        routes.learnRing(ring(3, "a").toBuilder()
                .addNextGroups("a")
                .addNextGroups("b")
                .setNextVirtualNodes(2)
                .build());
        routes.refresh().await(1, TimeUnit.SECONDS);

        assertThat(routes.now().ring().isChanging()).isTrue();
        assertThat(routes.now().ring().version()).isEqualTo(3);
    }

    @Test
    void callsThatWantARefreshAtTheSameTimeShareOne() {
        Future<Void> first = routes.refresh();
        assertThat(routes.refresh()).isSameAs(first);
        assertThat(inOrder).hasSize(2);
        asked.get("s:1").complete(view(ring(1, "a")));
        assertThat(routes.refresh()).isNotSameAs(first);
    }

    @Test
    void membersThatWereToldOfAreAskedBesideTheSeeds() throws Exception {
        told.put("s:1", view(ring(1, "a"), group("a", 1, 1, "m:1", "m:2")));
        routes.refresh().await(1, TimeUnit.SECONDS);
        inOrder.clear();
        routes.refresh().await(1, TimeUnit.SECONDS);
        assertThat(inOrder).containsExactlyInAnyOrder("m:1", "m:2", "s:1", "s:2");
    }

    @Test
    void whereNobodyAnswersTheLastReasonIsKeptUntilSomebodyDoes() throws Exception {
        Future<Void> refresh = routes.refresh();
        asked.get("s:1").fail("one");
        assertThat(refresh.isComplete()).isFalse();
        asked.get("s:2").fail("two");
        assertThatThrownBy(() -> refresh.await(1, TimeUnit.SECONDS)).hasMessage("two");
        assertThat(routes.trouble()).map(Throwable::getMessage).contains("two");

        told.put("s:1", view(ring(1, "a")));
        routes.refresh().await(1, TimeUnit.SECONDS);
        assertThat(routes.trouble()).isEmpty();
    }

    @Test
    void aRedirectNamesThePrimaryAndNothingElse() throws Exception {
        told.put("s:1", view(ring(1, "a", "b"), group("a", 1, 1, "m:1"), group("b", 1, 1, "n:1", "n:2")));
        routes.refresh().await(1, TimeUnit.SECONDS);
        routes.learn(new Redirect("b", "n:2", 0));
        routes.learn(new Redirect("a", "", 0));
        routes.learn(Redirect.NONE);
        assertThat(routes.now().primaryOf("b")).contains("n:2");
        assertThat(routes.now().primaryOf("a")).contains("m:1");
        assertThat(routes.now().addresses()).containsExactlyInAnyOrder("m:1", "n:1", "n:2");
    }

    @Test
    void aGroupThatIsOnItsWayInOrOutIsAnOwner() {
        assertThat(RouteMap.EMPTY.groupOf(new byte[] {1})).isEqualTo(Optional.empty());
        routes.learnRing(ring(3, "a", "b").toBuilder()
                .addNextGroups("a")
                .addNextGroups("c")
                .build());
        assertThat(routes.now().owners()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(routes.now().ring().nextVirtualNodes()).isEqualTo(2);
    }
}
