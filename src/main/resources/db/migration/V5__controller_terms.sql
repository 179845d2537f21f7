-- The terms of office of active controllers. The number of a term's last commit tells, where the answer to a commit was
-- lost, whether it was made.
CREATE TABLE controller_terms (
  epoch      BIGINT PRIMARY KEY,
  controller TEXT   NOT NULL,
  began_at   TEXT   NOT NULL,
  last_commit BIGINT NOT NULL             -- its number; 0 before the first, and where no answer can be lost
);
