/** Texts found inside a file, by the part they were found in. Keys are stable: they show in a boundary hit's path. */
export type FileTexts = { [part in FilePart]?: string[] }
/** `fileNames` are names of files inside; `opening` the first lines; `properties` title, author, keywords and so on. */
export type FilePart = 'properties' | 'opening' | 'fileNames' | 'picture'

const MOST_TEXTS = 300
const LONGEST_TEXT = 500

/** Collects what a file says about itself, bounded, whatever the file claims. */
export class FoundTexts {
  readonly texts: FileTexts = {}
  #count = 0

  add(part: FilePart, found: string): void {
    const text = found.trim().slice(0, LONGEST_TEXT)
    if (text === '' || this.#count >= MOST_TEXTS) return
    this.#count++
    this.texts[part] ??= []
    this.texts[part].push(text)
  }
}
