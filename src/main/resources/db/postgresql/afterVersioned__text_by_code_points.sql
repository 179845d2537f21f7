-- Texts are put in order by their code points, as SQLite does it and as pages and their cursors rely on, whatever
-- language the database was made for. Looks at what is not so yet: nothing, unless a migration has just added a column.
DO $$
DECLARE
  text_column RECORD;
BEGIN
  FOR text_column IN
    SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
       AND table_name IN (SELECT table_name FROM information_schema.tables
                           WHERE table_schema = current_schema() AND table_type = 'BASE TABLE')
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT COLLATE "C"',
                   text_column.table_name, text_column.column_name);
  END LOOP;
END $$;
