/** The path of a Chromium: what BIHUAN_CHROMIUM names, else where systems usually keep one. */
export function findChromium(): string | undefined
