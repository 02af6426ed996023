import pg from 'pg'

/**
 * What PostgreSQL's types become here: days stay text (a Date would move them through the host's zone), bigint
 * becomes a number (money in 分 and file sizes stay far below 2^53). Set once, for every connection of the process.
 */
const { setTypeParser, builtins } = pg.types
setTypeParser(builtins.DATE, (text) => text)
setTypeParser(builtins.INT8, (text) => Number(text))
