import type { Tx } from '#platform/database/transaction.ts'

export type FactorRow = {
  id: string
  kind: 'totp' | 'passkey'
  name: string
  secret: string | null
  last_step: number | null
  credential_id: string | null
  public_key: string | null
  counter: number | null
  made_at: Date
  confirmed_at: Date | null
  used_at: Date | null
}

const columns = [
  ...(['id', 'kind', 'name', 'secret', 'last_step', 'credential_id', 'public_key', 'counter'] as const),
  ...(['made_at', 'confirmed_at', 'used_at'] as const),
] as const

const ofPerson = (tx: Tx, countyId: number, personId: string) =>
  tx
    .selectFrom('second_factors')
    .select(columns)
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)

/** Whether there is one that is shown to work. */
export async function hasFactor(tx: Tx, countyId: number, personId: string): Promise<boolean> {
  return (
    (await ofPerson(tx, countyId, personId).where('confirmed_at', 'is not', null).limit(1).execute()).length >
    0
  )
}

/** Those that work, the oldest first. */
export async function listFactors(tx: Tx, countyId: number, personId: string): Promise<FactorRow[]> {
  const rows = await ofPerson(tx, countyId, personId)
    .where('confirmed_at', 'is not', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute()
  return rows as FactorRow[]
}

/** An authenticator app that is being set up. */
export async function findBegun(tx: Tx, countyId: number, personId: string): Promise<FactorRow | undefined> {
  const row = await ofPerson(tx, countyId, personId)
    .where('kind', '=', 'totp')
    .where('confirmed_at', 'is', null)
    .orderBy('made_at', 'desc')
    .executeTakeFirst()
  return row as FactorRow | undefined
}

export type NewFactor = { id: string; personId: string; name: string; now: Date } & (
  | { kind: 'totp'; secret: string }
  | { kind: 'passkey'; credentialId: string; publicKey: string; counter: number }
)

/** A passkey has shown that it works by being made; an authenticator app shows it with its first code. */
export async function insertFactor(tx: Tx, countyId: number, factor: NewFactor): Promise<void> {
  const own = {
    ...{ county_id: countyId, id: factor.id, person_id: factor.personId, kind: factor.kind },
    ...{ name: factor.name, made_at: factor.now },
  }
  const row =
    factor.kind === 'totp'
      ? { ...own, secret: factor.secret }
      : {
          ...own,
          ...{ credential_id: factor.credentialId, public_key: factor.publicKey, counter: factor.counter },
          confirmed_at: factor.now,
        }
  await tx.insertInto('second_factors').values(row).execute()
}

/** What was begun and never finished is no more than a secret lying about. */
export async function dropBegun(tx: Tx, countyId: number, personId: string): Promise<void> {
  await tx
    .deleteFrom('second_factors')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is', null)
    .execute()
}

/**
 * Takes the code of that step, unless one as late was taken before; of two who bring the same code at once, one wins.
 */
export async function takeStep(
  tx: Tx,
  countyId: number,
  id: string,
  step: number,
  now: Date,
): Promise<boolean> {
  const taken = await tx
    .updateTable('second_factors')
    .set({ last_step: step, used_at: now })
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .where((or) => or.or([or('last_step', 'is', null), or('last_step', '<', step)]))
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

export async function confirmFactor(
  tx: Tx,
  countyId: number,
  id: string,
  name: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('second_factors')
    .set({ confirmed_at: now, name })
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .execute()
}

/** The counter of a passkey, where it has one: a copy of the key would fall behind. */
export async function setCounter(
  tx: Tx,
  countyId: number,
  id: string,
  counter: number,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('second_factors')
    .set({ counter, used_at: now })
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .execute()
}

/** @returns the ids of those that were there */
export async function removeFactors(
  tx: Tx,
  countyId: number,
  personId: string,
  id?: string,
): Promise<{ id: string; kind: string }[]> {
  const of = tx
    .deleteFrom('second_factors')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
  const one = id === undefined ? of : of.where('id', '=', id)
  return await one.returning(['id', 'kind']).execute()
}
