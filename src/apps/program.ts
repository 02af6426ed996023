import { join } from 'node:path'
import pg from 'pg'
import {
  createSessions,
  createSso,
  endSessions,
  type Hashing,
  openAuth,
  type RightsDeps,
  type Sessions,
  type SignInDeps,
} from '#features/accounts/index.ts'
import {
  type AppealDeps,
  appealMonths,
  expireOverdueAppeals,
  forgetRequests,
  type InboxDeps,
  openAppealKeys,
  takeUpAppeals,
} from '#features/appeals/index.ts'
import { type EvaluationDeps, expireOverdueCampaigns } from '#features/evaluations/index.ts'
import { removeExpiredUploads } from '#features/files/index.ts'
import type { ImportsDeps } from '#features/imports/index.ts'
import { createMailer, forgetTold, type Mailer, type NoticesDeps } from '#features/notices/index.ts'
import {
  createDirectory,
  createOrganizationTrees,
  createSlipsWork,
  type OrganizationsDeps,
} from '#features/organizations/index.ts'
import { forgetOld, type PersonalDataDeps, reseal } from '#features/personal-data/index.ts'
import { countLedBy, expireOverdue, foldCounts, type Deps as ProblemDeps } from '#features/problems/index.ts'
import { endOverduePeriods, type PublicityDeps } from '#features/publicity/index.ts'
import { scan } from '#platform/boundary/index.ts'
import { type DatabaseTarget, poolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase, type Database } from '#platform/database/transaction.ts'
import { localFileStore } from '#platform/files/index.ts'
import { type Jobs, startJobs } from '#platform/jobs/jobs.ts'
import { createNumbers } from '#platform/numbers.ts'
import { nothingOut, type OutgoingSettings } from '#platform/outgoing/settings.ts'
import { createBox, createSealing, openOneTimeKeys, type SealAlgorithm } from '#platform/sealing/index.ts'
import { loadDictionary } from '#platform/search/index.ts'
import { secret } from '#platform/secrets.ts'
import type { SsoSettings } from '#platform/sso-settings.ts'
import { createWorlds } from '#platform/world.ts'
import { business } from './business.ts'
import { createInbox, type Inbox, sweepInbox } from './inbox.ts'
import { scannerOf } from './inspect.ts'
import { workSources } from './work-sources.ts'

/** The running parts, put together once; everything that serves a request or a job is handed these. */
export type Program = {
  target: DatabaseTarget
  dataDir: string
  database: Database
  sessions: Sessions
  rights: RightsDeps
  signIn: SignInDeps
  problems: ProblemDeps
  publicity: PublicityDeps
  appeals: AppealDeps
  evaluations: EvaluationDeps
  /** What residents sent. */
  inbox: Inbox
  notices: NoticesDeps & { mailer: Mailer | undefined }
  organizations: OrganizationsDeps
  /** Runs of first passwords under way. */
  slips: ReturnType<typeof createSlipsWork>
  imports: ImportsDeps
  personalData: PersonalDataDeps
  counties(): Promise<County[]>
  /** Daily: what is over and what was left behind. */
  sweeps: (() => Promise<unknown>)[]
  stop(): Promise<void>
}

export type County = {
  county_id: number
  code: string
  name: string
  host: string | null
  /** It answers below `/c/<prefix>` too. */
  prefix: string | null
  is_demo: boolean
}

export type ProgramOptions = {
  target: DatabaseTarget
  dataDir: string
  /** What personal data is sealed with from now on. */
  sealing?: SealAlgorithm
  now?: () => Date
  /** Identity providers that people may sign in with. */
  sso?: SsoSettings
  /** What may be sent out of the house; default: nothing. */
  outgoing?: OutgoingSettings
  /** How passwords are kept, otherwise than people's are: for tests. */
  hashing?: Hashing
  onError: (error: Error) => void
  /** Whether what happens by itself (jobs, folding of counts) runs in this process. */
  works?: boolean
}

const FOLD_EVERY_MS = 1_000

export async function createProgram({
  target,
  dataDir,
  onError,
  works = true,
  sso = new Map(),
  outgoing = nothingOut,
  ...given
}: ProgramOptions): Promise<Program> {
  const now = given.now ?? (() => new Date())
  const pool = new pg.Pool({ ...poolConfig(target, 'app'), max: 16, application_name: 'bihuan' })
  const authPool = new pg.Pool({ ...poolConfig(target, 'app'), max: 4, application_name: 'bihuan-auth' })
  for (const each of [pool, authPool]) each.on('error', onError)
  const database = connectDatabase(pool)
  // A tenth of a second that the first search would wait for.
  loadDictionary()
  const signingSecret = secret(dataDir, 'sessions')
  const auth = await openAuth(authPool, signingSecret, given.hashing)
  const worlds = createWorlds(database)
  const sessions = createSessions({ auth, database, worlds, now, sso })
  const jobs: Jobs = await startJobs(authPool, {
    timeZone: 'Asia/Shanghai',
    onError,
    sendsOnly: !works,
  })
  const appealKeys = openAppealKeys(dataDir, given.sealing)
  const problems: ProblemDeps = {
    takeUpAppeals: takeUpAppeals({ jobs, identities: appealKeys.identities }),
    database,
    worlds,
    directory: createDirectory(database),
    numbers: createNumbers(database),
    jobs,
    files: localFileStore({ dir: join(dataDir, 'files') }),
    now,
  }
  // Publicity tells of appeals, and appeals have pages among the public ones: the one is handed what it needs here.
  const publicity: PublicityDeps = { ...problems, appealMonths }
  const algorithm = given.sealing && { algorithm: given.sealing }
  const sealing = createSealing({ dataDir, ...algorithm })
  const appeals: AppealDeps = { ...problems, ...appealKeys }
  const evaluations: EvaluationDeps = {
    ...problems,
    receipts: appeals.receipts,
    ballotKeys: openOneTimeKeys(dataDir, 'ballots'),
  }
  const inboxDeps: InboxDeps = {
    ...appeals,
    box: createBox(dataDir),
    adviceOn: (world, written) => scan(scannerOf(world), written)?.advice ?? null,
    onError,
  }
  const trees = createOrganizationTrees()
  /** What is kept in memory of a county's organisations and people is old. */
  const changed = (countyId: number) => {
    problems.directory.forget(countyId)
    trees.forget(countyId)
    sessions.forget({ countyId })
  }
  const mailer = outgoing.mail && createMailer(outgoing.mail)
  const slips = createSlipsWork({ database, auth, now, onError })
  const program: Program = {
    target,
    dataDir,
    database,
    sessions,
    rights: {
      ...{ database, sessions, changed, worlds: problems.worlds, numbers: problems.numbers },
      endSessions: (accountId) => endSessions(auth, accountId),
      leads: countLedBy,
    },
    signIn: { auth, database, sessions, worlds, sealing, sso: createSso(sso, signingSecret) },
    problems,
    publicity,
    appeals,
    evaluations,
    inbox: createInbox(inboxDeps, () => program.counties(), { works }),
    notices: { database, worlds, sealing, outgoing, sources: workSources, now, onError, mailer },
    slips,
    organizations: { database, worlds: problems.worlds, business, trees, changed },
    imports: {
      database,
      worlds: problems.worlds,
      store: problems.files,
      sealing,
      appealKeys: appeals,
      changed,
    },
    personalData: {
      ...{ database, worlds: problems.worlds, sealing },
      changed,
    },
    counties: async () => (await pool.query<County>('SELECT * FROM counties ORDER BY county_id')).rows,
    sweeps: [
      async () =>
        sessions.sweep(
          now(),
          (await program.counties()).map(({ county_id }) => county_id),
        ),
      () => removeExpiredUploads({ dir: join(dataDir, 'uploads'), store: problems.files, now }),
      async () => {
        for (const { county_id } of await program.counties()) await expireOverdue(problems, county_id)
      },
      async () => {
        for (const { county_id } of await program.counties())
          await forgetOld(problems, county_id, await problems.worlds.of(county_id, now()))
      },
      async () => {
        for (const { county_id } of await program.counties())
          await reseal(database, { sealing, sessionsSecret: String(auth.options.secret) }, county_id, now)
      },
      async () => {
        for (const { county_id } of await program.counties()) await endOverduePeriods(publicity, county_id)
      },
      async () => {
        for (const { county_id } of await program.counties()) await expireOverdueAppeals(appeals, county_id)
      },
      async () => {
        for (const { county_id } of await program.counties())
          await expireOverdueCampaigns(evaluations, county_id)
      },
      async () => {
        for (const { county_id } of await program.counties()) await sweepInbox(program.inbox, county_id)
      },
      async () => {
        for (const { county_id } of await program.counties())
          await database.write(county_id, async (tx) => {
            await forgetTold(tx, county_id, now())
            await forgetRequests(tx, county_id, now())
          })
      },
    ],
    stop: async () => {
      folding?.stop()
      await program.inbox.stop()
      await slips.stop()
      await jobs.stop()
      mailer?.close()
      await Promise.all([pool.end(), authPool.end()])
    },
  }
  const folding = works ? foldRegularly(program, onError) : undefined
  if (works) {
    const { jobDefinitions } = await import('./jobs.ts')
    await jobs.work(jobDefinitions(program))
    await program.inbox.start()
  }
  return program
}

/** Counts are exact without it; folding only keeps the deltas few. A loop, because a cron's minute is too long. */
function foldRegularly(program: Program, onError: (error: Error) => void): { stop(): void } {
  let running = false
  const timer = setInterval(async () => {
    if (running) return
    running = true
    try {
      for (const { county_id } of await program.counties())
        await program.database.write(county_id, (tx) => foldCounts(tx, county_id))
    } catch (error) {
      onError(error as Error)
    } finally {
      running = false
    }
  }, FOLD_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
