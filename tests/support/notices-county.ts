import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { NoticesDeps } from '#features/notices/deps.ts'
import { createMailer, planNotices, sendNotices } from '#features/notices/index.ts'
import { sealTarget, type Target } from '#features/notices/outlets/store.ts'
import { addressPlace } from '#features/notices/telling/ways.ts'
import { newId } from '#platform/ids.ts'
import { createSealing } from '#platform/sealing/index.ts'
import { workSources } from '../../src/apps/work-sources.ts'
import type { OrganizationName, PersonName } from './roster.ts'
import type { SmallCounty } from './small-county.ts'

/** A small county that tells people, at moments that the test sets. */
export class NoticesCounty {
  readonly county: SmallCounty
  readonly deps: NoticesDeps
  readonly faults: Error[] = []
  at = new Date()
  mail: { url: string; from: string } | undefined

  constructor(county: SmallCounty, innerHosts: string[] = []) {
    this.county = county
    const { database, worlds } = county.deps
    this.deps = {
      ...{ database, worlds, sources: workSources, now: () => this.at },
      sealing: createSealing({ dataDir: mkdtempSync(join(tmpdir(), 'bihuan-notices-')) }),
      outgoing: { innerHosts: new Set(innerHosts), deskUrl: 'https://bihuan.example/desk' },
      onError: (error) => this.faults.push(error),
    }
  }

  /** `2026-03-03 08:30`, in the county's time. */
  set(local: string): this {
    this.at = new Date(`${local.replace(' ', 'T')}:00+08:00`)
    return this
  }

  /** What the worker does every minute. */
  async tick(local?: string): Promise<void> {
    if (local) this.set(local)
    const mailer = this.mail && createMailer(this.mail)
    try {
      await planNotices(this.deps, this.county.countyId)
      const county = { name: '清溪县', isDemo: false }
      await sendNotices({ ...this.deps, mailer, county }, this.county.countyId)
    } finally {
      mailer?.close()
    }
  }

  /** Somebody with an address that they have confirmed. */
  async reach(person: PersonName, address: string, more: object = {}): Promise<void> {
    const { countyId, people } = this.county
    const person_id = people[person]
    await this.deps.database.write(countyId, (tx) =>
      tx
        .insertInto('notice_ways')
        .values({
          ...{ county_id: countyId, person_id, confirmed_at: new Date('2026-01-01T00:00:00Z') },
          sealed: this.deps.sealing.seal(addressPlace(countyId, person_id), address),
          ...more,
        })
        .execute(),
    )
  }

  /** An outlet that two have agreed on. */
  async outlet(
    kind: string,
    target: Target,
    more: { at?: OrganizationName; events?: string[] } = {},
  ): Promise<string> {
    const { countyId, people, organizations } = this.county
    const id = newId()
    await this.deps.database.write(countyId, (tx) =>
      tx
        .insertInto('outlets')
        .values({
          ...{
            county_id: countyId,
            id,
            kind,
            name: '测试通道',
            host: new URL(target.url).host,
            status: 'active',
          },
          organization_id: more.at ? organizations[more.at] : null,
          events: JSON.stringify(more.events ?? []),
          sealed: sealTarget(this.deps.sealing, countyId, id, target),
          ...{ asked_by: people.systemAdmin, asked_at: this.at },
          ...{ decided_by: people.securityAdmin, decided_at: this.at },
        })
        .execute(),
    )
    return id
  }

  async log(person: PersonName): Promise<string[]> {
    return this.logOf(this.county.people[person])
  }

  async logOf(recipient: string): Promise<string[]> {
    const { countyId } = this.county
    const { rows } = await this.deps.database.read(countyId, (tx) =>
      sql<{ said: string }>`SELECT kind || ' ' || status || coalesce(' ' || why, '') AS said FROM notices
        WHERE county_id = ${countyId} AND recipient_id = ${recipient} ORDER BY made_at, id`.execute(tx),
    )
    return rows.map(({ said }) => said)
  }

  /** Everything this county tells or has told is forgotten, for the next test. */
  async clear(): Promise<void> {
    const { countyId } = this.county
    await this.deps.database.write(countyId, async (tx) => {
      for (const table of ['deliveries', 'case_moves', 'notices', 'notice_pauses', 'notice_ways'] as const)
        await tx.deleteFrom(table).where('county_id', '=', countyId).execute()
      await tx.updateTable('outlets').set({ status: 'ended' }).where('county_id', '=', countyId).execute()
    })
  }
}
