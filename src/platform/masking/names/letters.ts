/** Whether a UTF-16 unit is a Chinese character or half of one beyond the first plane. */
export const isHan = (unit: number): boolean =>
  (unit >= 0x4e00 && unit <= 0x9fff) ||
  (unit >= 0x3400 && unit <= 0x4dbf) ||
  (unit >= 0xd840 && unit <= 0xdfff) ||
  unit === 0x3007

export const isHanAt = (text: string, at: number): boolean => isHan(text.charCodeAt(at))

/** Where the character at `at` ends: rare ones in names are two units long. */
export const letterEnd = (text: string, at: number): number =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800 ? at + 2 : at + 1

/** A number for each character of the first plane. */
export class LetterTable {
  readonly #values = new Float32Array(0x10000).fill(Number.NaN)

  /** The first value of a character stays. */
  add(letters: string, value: number): this {
    for (const letter of letters) {
      const unit = letter.charCodeAt(0)
      if (Number.isNaN(this.#values[unit]!)) this.#values[unit] = value
    }
    return this
  }

  /** NaN for none. */
  at(unit: number): number {
    return this.#values[unit]!
  }
}
