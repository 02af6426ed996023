import { basePath } from '#ui/base-path.ts'

/** The page of the portal. */
export const publicPath = (slug: string): string => `${basePath}/published/${slug}`

/** Where the public reads it: the desk and the portal share their host. */
export const publicAddress = (slug: string): string => `${location.origin}${publicPath(slug)}`
