/**
 * What one process does: everything, or one part, so that each part can stand in a network zone of its own. `desk`
 * serves API and desk, `worker` runs what happens by itself, `portal` shows the public pages.
 */
export const serveRoles = ['all', 'desk', 'worker', 'portal'] as const

export type ServeRole = (typeof serveRoles)[number]

export const isServeRole = (text: string): text is ServeRole =>
  (serveRoles as readonly string[]).includes(text)
