-- The orders that a page of files can have, over all nodes and of one: each page is a range of one of these.
CREATE INDEX files_by_name ON files (lower(name), id);
CREATE INDEX files_by_node_name ON files (node, lower(name), id);
CREATE INDEX files_by_size ON files (size_bytes, id);
CREATE INDEX files_by_node_size ON files (node, size_bytes, id);
CREATE INDEX files_by_updated ON files (updated_at, id);
CREATE INDEX files_by_node_updated ON files (node, updated_at, id);
