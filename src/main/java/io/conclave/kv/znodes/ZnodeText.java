package io.conclave.kv.znodes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the znodes hold, as text, and back. Whatever makes no sense is refused with an {@link IllegalArgumentException}
 * that says what was found: nothing is guessed from a damaged znode.
 */
final class ZnodeText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s:]+:[0-9]{1,5}|\\[[0-9a-fA-F:.]+]:[0-9]{1,5}");
    private static final int SHOWN = 60;

    private ZnodeText() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** A number from 0 on. */
    static long number(byte[] bytes) {
        String text = text(bytes);
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("holds " + shown(text) + " where a decimal number belongs");
        }
        return Long.parseLong(text);
    }

    /** A member's number from 1 on. */
    static int memberNumber(byte[] bytes) {
        return memberNumber(number(bytes));
    }

    private static int memberNumber(long number) {
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("holds " + number + " where a member's number belongs");
        }
        return (int) number;
    }

    /** The highest number given: 0 where none was. */
    static int top(byte[] bytes) {
        long top = number(bytes);
        if (top >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("holds " + top + ", after which there is no number left");
        }
        return (int) top;
    }

    static OptionalInt primary(byte[] bytes) {
        return bytes == null || bytes.length == 0 ? OptionalInt.empty() : OptionalInt.of(memberNumber(bytes));
    }

    static String address(byte[] bytes) {
        String text = text(bytes);
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("holds " + shown(text) + " where host:port belongs");
        }
        return text;
    }

    static byte[] inSync(List<Integer> numbers) {
        ArrayNode array = JSON.createArrayNode();
        new TreeSet<>(numbers).forEach(array::add);
        return bytes(array.toString());
    }

    static List<Integer> inSync(byte[] bytes) {
        JsonNode array = json(bytes);
        if (!array.isArray()) {
            throw new IllegalArgumentException("holds " + shown(text(bytes)) + " where an array of numbers belongs");
        }
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode number : array) {
            if (!number.isIntegralNumber()) {
                throw new IllegalArgumentException("holds " + shown(text(bytes)) + ", of which not all are numbers");
            }
            numbers.add(memberNumber(number.asLong()));
        }
        return numbers;
    }

    static byte[] master(String address, int number) {
        return bytes(address + " " + number);
    }

    static MasterState master(byte[] bytes, long sessionId) {
        String[] words = text(bytes).split(" ", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "holds " + shown(text(bytes)) + " where host:port and the master's number belong");
        }
        return new MasterState(memberNumber(bytes(words[1])), address(bytes(words[0])), sessionId);
    }

    static byte[] ring(RingState ring) {
        ObjectNode node =
                JSON.createObjectNode().put("version", ring.version()).put("virtualNodes", ring.virtualNodes());
        addAll(node.putArray("groups"), ring.groups());
        ArrayNode next = node.putArray("nextGroups");
        if (ring.isChanging()) {
            addAll(next, ring.nextGroups());
            node.put("nextVirtualNodes", ring.nextVirtualNodes());
        }
        ArrayNode done = node.putArray("done");
        ring.done().forEach(t -> done.addObject().put("from", t.from()).put("to", t.to()));
        return bytes(node.toString());
    }

    static RingState ring(byte[] bytes) {
        JsonNode node = json(bytes);
        if (!node.path("version").isIntegralNumber()
                || !node.path("virtualNodes").isInt()) {
            throw new IllegalArgumentException("holds " + shown(text(bytes)) + " where a ring belongs");
        }
        long version = node.path("version").asLong();
        int virtualNodes = node.path("virtualNodes").asInt();
        List<String> groups = texts(node.path("groups"));
        List<String> next = texts(node.path("nextGroups"));
        if (next.isEmpty()) {
            return RingState.settled(version, virtualNodes, groups);
        }
        List<Transfer> done = new ArrayList<>();
        node.path("done")
                .forEach(t -> done.add(
                        new Transfer(t.path("from").asText(), t.path("to").asText())));
        int nextVirtualNodes = node.path("nextVirtualNodes").asInt(virtualNodes);
        return RingState.changing(version, virtualNodes, groups, nextVirtualNodes, next, done);
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode json(byte[] bytes) {
        try {
            JsonNode node = bytes == null ? null : JSON.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException("is empty where JSON belongs");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("holds " + shown(text(bytes)) + " where JSON belongs", e);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("cannot be read as JSON", e);
        }
    }

    /** Foreign text, cut short and without anything that a terminal would act on. */
    private static String shown(String text) {
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
