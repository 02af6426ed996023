import type { Database } from '#platform/database/transaction.ts'
import type { Auth } from './auth.ts'
import { setPassword } from './passwords.ts'
import { linkAccount } from './people.ts'
import type { By } from './record.ts'
import { makePassword } from './username.ts'

export type FirstPassword = { name: string; username: string; password: string }

/**
 * Makes sign-in accounts with first passwords for those of the people who have a user name and none yet. Runs after
 * the commit that entered them. What it gives back is printed once and kept nowhere. Interrupted, it is called again
 * for whoever is left.
 */
export async function giveFirstPasswords(
  { auth, database }: { auth: Auth; database: Database },
  countyId: number,
  personIds: readonly string[],
  by: By,
  now: Date,
): Promise<FirstPassword[]> {
  if (personIds.length === 0) return []
  const people = await database.read(countyId, (tx) =>
    tx
      .selectFrom('people')
      .select(['id', 'name', 'username'])
      .where('county_id', '=', countyId)
      .where('id', 'in', personIds)
      .where('account_id', 'is', null)
      .where('username', 'is not', null)
      .where('status', '=', 'active')
      .orderBy('username')
      .execute(),
  )
  const given: FirstPassword[] = []
  for (const { id, name, username } of people) {
    if (!username) continue
    const password = makePassword()
    const accountId = await setPassword(auth, countyId, username, password)
    await database.write(countyId, (tx) => linkAccount(tx, countyId, id, accountId, by, now))
    given.push({ name, username, password })
  }
  return given
}
