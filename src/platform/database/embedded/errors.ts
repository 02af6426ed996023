/** The embedded database cannot be started; the message says what to do, in Chinese and English. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError'
}
