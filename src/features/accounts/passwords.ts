import { newId } from '#platform/ids.ts'
import type { Auth } from './auth.ts'
import { accountName } from './username.ts'

/**
 * Gives the user name that password, making its sign-in account when there is none, and ends its sessions. Runs
 * outside the county's transaction: do it first, then note the account with `linkAccount`. Done twice it does no
 * harm, so that a crash between the two is mended by doing it again.
 * @returns the account's id
 */
export async function setPassword(
  auth: Auth,
  countyId: number,
  username: string,
  password: string,
): Promise<string> {
  return setPasswordHash(auth, countyId, username, await (await auth.$context).password.hash(password))
}

/** The same with a hash made before: the demo county gives one password to many. */
export async function setPasswordHash(
  auth: Auth,
  countyId: number,
  username: string,
  hash: string,
): Promise<string> {
  const { internalAdapter } = await auth.$context
  const name = accountName(countyId, username)
  const userId = (await findAccount(auth, name)) ?? (await makeAccount(auth, name))
  if (await internalAdapter.findCredentialAccount(userId)) await internalAdapter.updatePassword(userId, hash)
  else
    await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: hash })
  await endSessions(auth, userId)
  return userId
}

export async function endSessions(auth: Auth, accountId: string): Promise<void> {
  await (await auth.$context).internalAdapter.deleteUserSessions(accountId)
}

async function findAccount(auth: Auth, name: string): Promise<string | undefined> {
  const { adapter } = await auth.$context
  const found = await adapter.findOne<{ id: string }>({
    model: 'user',
    where: [{ field: 'username', value: name }],
  })
  return found?.id
}

/** The engine wants a name and an address. It gets neither the person's name nor an address that could be mailed. */
async function makeAccount(auth: Auth, name: string): Promise<string> {
  const { internalAdapter } = await auth.$context
  const account = {
    name: 'account',
    email: `${newId()}@account.invalid`,
    emailVerified: false,
    username: name,
  }
  return (await internalAdapter.createUser(account, { method: 'admin' })).id
}
