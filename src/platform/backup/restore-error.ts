/** A restore was refused and nothing was written; the message says what to do, in Chinese and English. */
export class RestoreError extends Error {
  override name = 'RestoreError'
  constructor(zh: string, en: string) {
    super(`${zh}\n${en}`)
  }
}
