/** A choice this browser remembers (language, columns). Never business content. */
export type Kept<T> = { read: () => T; write: (value: T) => void }

/** `name` is unique in the whole application. Storage that is full, closed or of an older shape gives `otherwise`. */
export function kept<T>(name: string, otherwise: T, fits: (value: unknown) => boolean = () => true): Kept<T> {
  const key = `bihuan.${name}`
  return {
    read: () => {
      try {
        const text = localStorage.getItem(key)
        const value: unknown = text === null ? undefined : JSON.parse(text)
        return value !== undefined && fits(value) ? (value as T) : otherwise
      } catch {
        return otherwise
      }
    },
    write: (value) => {
      try {
        localStorage.setItem(key, JSON.stringify(value))
      } catch {
        // A private window keeps nothing: the choice then holds until the page is left.
      }
    },
  }
}
