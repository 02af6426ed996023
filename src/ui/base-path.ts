/** Where this county's pages begin: nothing at the root, `/c/<prefix>` where several counties share a host. */
export const pathBelow = (pathname: string): string =>
  /^\/c\/[a-z0-9][a-z0-9-]{1,39}(?=\/|$)/.exec(pathname)?.[0] ?? ''

export const basePath = pathBelow(globalThis.location?.pathname ?? '')

/** Where the desk begins. */
export const DESK = `${basePath}/desk`
