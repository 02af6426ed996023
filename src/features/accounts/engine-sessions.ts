import { type Auth, SESSION_COOKIE } from './auth.ts'

// The engine's half of a session: its token, and the password that it checks.

/** Null: wrong name or password. Everything else that goes wrong is thrown as it is. */
export async function beginSession(auth: Auth, username: string, password: string) {
  try {
    const { response, headers } = await auth.api.signInUsername({
      body: { username, password },
      headers: new Headers(),
      returnHeaders: true,
    })
    const found = await (await auth.$context).internalAdapter.findSession(response.token)
    if (!found) throw new Error('the session that was just begun is gone')
    return { id: found.session.id, accountId: response.user.id, cookies: headers.getSetCookie() }
  } catch (error) {
    if (isClientError(error)) return null
    throw error
  }
}

/** The same for whom an identity provider vouched for. Null: there is no such account. */
export async function beginVouched(auth: Auth, accountId: string) {
  const { response, headers } = await auth.api.signInVouched({
    body: { accountId },
    headers: new Headers(),
    returnHeaders: true,
  })
  return response && { ...response, cookies: headers.getSetCookie() }
}

export async function sessionOf(
  auth: Auth,
  cookie: string,
): Promise<{ id: string; userId: string; expiresAt: Date } | null> {
  try {
    const headers = new Headers({ cookie: `${SESSION_COOKIE}=${cookie}` })
    return (await auth.api.getSession({ headers }))?.session ?? null
  } catch (error) {
    if (isClientError(error)) return null
    throw error
  }
}

export async function endInEngine(auth: Auth, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { adapter } = await auth.$context
  await adapter.deleteMany({ model: 'session', where: [{ field: 'id', operator: 'in', value: [...ids] }] })
}

/** Sessions that the engine still knows: a new password or the operator ends them there first. */
export async function aliveInEngine(auth: Auth, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { adapter } = await auth.$context
  const where = [{ field: 'id', operator: 'in' as const, value: [...ids] }]
  // Without a limit the engine gives back a hundred.
  const found = await adapter.findMany<{ id: string }>({ model: 'session', where, limit: ids.length })
  return new Set(found.map(({ id }) => id))
}

/** The engine throws its answers with their HTTP status. */
const isClientError = (error: unknown): boolean => {
  const status = (error as { statusCode?: unknown }).statusCode
  return error instanceof Error && typeof status === 'number' && status >= 400 && status < 500
}
