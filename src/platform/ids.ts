import { randomUUIDv7 } from 'node:crypto'

/** A time-ordered id, made by whoever creates the row (offline too). */
export const newId = (): string => randomUUIDv7()
