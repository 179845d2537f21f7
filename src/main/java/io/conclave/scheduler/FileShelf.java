package io.conclave.scheduler;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * One node's files in the order of their ids: a list of blocks, as the leaves of a B-tree. A change costs a binary
 * search over the blocks and one in a block; a split moves one reference for each later block. Ids that rise, which
 * those of new files do, fill their blocks to the last place.
 */
final class FileShelf {

    private final List<FileBlock> blocks = new ArrayList<>();
    private long files;
    private long bytes;

    /** How many files there are. */
    long files() {
        return files;
    }

    /** Sum of their sizes. */
    long bytes() {
        return bytes;
    }

    /** Puts a file on it; does nothing where it is there already. */
    void add(FileEntry entry) {
        if (blocks.isEmpty()) {
            blocks.add(new FileBlock());
        }
        int at = blockOf(entry.high(), entry.low());
        FileBlock block = blocks.get(at);
        int found = block.find(entry.high(), entry.low());
        if (found >= 0) {
            return;
        }
        int place = -found - 1;
        if (block.isFull()) {
            boolean newest = at == blocks.size() - 1 && place == block.count();
            if (newest) {
                block.trim();
            }
            FileBlock next = newest ? new FileBlock() : block.split();
            blocks.add(at + 1, next);
            if (place >= block.count()) {
                place -= block.count();
                block = next;
            }
        }
        block.insert(place, entry);
        files++;
        bytes += entry.sizeBytes();
    }

    /** Takes a file away and gives what was kept of it; null where it is not there. */
    FileEntry remove(long high, long low) {
        if (blocks.isEmpty()) {
            return null;
        }
        int at = blockOf(high, low);
        FileBlock block = blocks.get(at);
        int place = block.find(high, low);
        if (place < 0) {
            return null;
        }
        FileEntry removed = block.remove(place);
        files--;
        bytes -= removed.sizeBytes();
        if (block.count() == 0) {
            blocks.remove(at);
        } else if (block.count() <= FileBlock.MOST / 4) {
            join(at);
        }
        return removed;
    }

    /** Joins a block that got small with a neighbour, where both leave room for more. */
    private void join(int at) {
        for (int lower = Math.max(0, at - 1); lower <= Math.min(at, blocks.size() - 2); lower++) {
            FileBlock first = blocks.get(lower);
            FileBlock second = blocks.get(lower + 1);
            if (first.count() + second.count() <= FileBlock.MOST / 2) {
                first.append(second);
                blocks.remove(lower + 1);
                return;
            }
        }
    }

    /** The last block whose first id is not above this one, or the first block. */
    private int blockOf(long high, long low) {
        int from = 0;
        int to = blocks.size() - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (blocks.get(middle).compare(0, high, low) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return from;
    }

    /** From the highest id to the lowest; to be read before the next change. */
    Iterator<FileEntry> newestFirst() {
        return new Iterator<>() {
            private int block = blocks.size() - 1;
            private int place = block < 0 ? 0 : blocks.get(block).count();

            @Override
            public boolean hasNext() {
                return place > 0 || block > 0;
            }

            @Override
            public FileEntry next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (place == 0) {
                    block--;
                    place = blocks.get(block).count();
                }
                place--;
                return blocks.get(block).get(place);
            }
        };
    }
}
