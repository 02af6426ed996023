const KINDS: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Pictures that can be freed of metadata and that every browser shows standing still. Others are saved as one first. */
export const isPublicKind = (mime: string): boolean => KINDS.has(mime)
