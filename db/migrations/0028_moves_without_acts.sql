-- What other systems are told of a move is states and times (decision 0034); by which act it came about is told nobody.
ALTER TABLE case_moves DROP COLUMN act;
