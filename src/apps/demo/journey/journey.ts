import type { ActOnProblem } from '#features/problems/acts/index.ts'
import type { Acted } from '#features/problems/api.ts'
import type { Deps } from '#features/problems/deps.ts'
import { actIn } from '#features/problems/perform.ts'
import { type ActBody, acts } from '#features/problems/schema.ts'
import { addDays } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { World } from '#platform/world.ts'
import type { Case } from '../cases.ts'
import type { Cast, Member, Unit } from '../cast.ts'
import { indoors } from '../pictures/scene.ts'
import type { Random } from '../random.ts'
import type { StepName } from './steps.ts'

/** Where journeys happen: one transaction, one county, its people, and its world at any past moment. */
export type Stage = {
  tx: Tx
  jobs: Deps['jobs']
  files: Pick<FileStore, 'put'>
  cast: Cast
  /** The county's present day; nothing happens on it or after. */
  today: string
  worldAt(at: Date): World
}

export type Fields<A extends ActOnProblem> = Omit<ActBody<A>, 'commandId' | 'version'>
export type OpenMeasure = { id: string; result: string; done: boolean }

const MINUTE_MS = 60_000

/** One problem on its way through the ledger: each step acts as a named person at its own past moment. */
export class Journey {
  readonly stage: Stage
  readonly problem: Case
  readonly number: string
  readonly random: Random
  /** Who has it on the desk in the bodies of the county. */
  readonly county: Record<
    'office' | 'chief' | 'leader' | 'discipline' | 'personnel' | 'inspector' | 'second',
    Member
  >
  unit: Unit
  at: Date
  on: string
  acted!: Acted
  measures: OpenMeasure[] = []
  /** The date of the plan in force. */
  plannedOn = ''
  #step = 0

  constructor(stage: Stage, problem: Case, number: string) {
    this.stage = stage
    this.problem = problem
    this.number = number
    this.random = problem.random
    this.unit = problem.unit
    this.at = problem.dated[0]!.at
    this.on = problem.dated[0]!.on
    this.county = castOf(stage.cast, problem.random)
  }

  /** Its steps in order; `steps` is handed in, because steps know journeys. */
  async run(steps: Record<StepName, (journey: Journey) => Promise<void>>): Promise<void> {
    for (const { act, on, at } of this.problem.dated) {
      this.on = on
      this.at = new Date(Math.max(at.getTime(), this.at.getTime()))
      await steps[act](this)
      this.#step++
    }
    const { state } = this.problem.script
    if (this.acted.state !== state)
      throw new Error(`${this.number} is ${this.acted.state}, and was to be ${state}`)
  }

  async act<A extends ActOnProblem>(by: Member, act: A, fields: Fields<A>): Promise<void> {
    const { tx, jobs, worldAt } = this.stage
    const given = { commandId: newId(), version: this.acted.version, ...fields }
    const body = acts[act].parse(given) as ActBody<A>
    const { id } = this.acted
    this.acted = await actIn(
      { jobs },
      tx,
      worldAt(this.at),
      by.actor,
      act,
      id,
      body,
      hashRequest(act, id, body),
    )
    this.tick()
  }

  tick(): void {
    this.at = new Date(this.at.getTime() + 6 * MINUTE_MS)
  }

  /** The day of the next such step after the present one. */
  dayOfNext(act: StepName): string | undefined {
    return this.problem.dated.slice(this.#step + 1).find((dated) => dated.act === act)?.on
  }

  /** One of some sentences, its slots filled. */
  say(sentences: readonly string[]): string {
    return this.problem.filled.text(this.random.pick(sentences))
  }

  /** So many days from the present step's day. */
  later(days: number): string {
    return addDays(this.on, days)
  }

  get isVillage(): boolean {
    return this.town !== undefined
  }

  /** The township above; undefined for what is no village. */
  get town(): Unit | undefined {
    const { kind, parent } = this.unit.place
    return kind === 'village' || kind === 'community' ? this.stage.cast.units.get(parent) : undefined
  }

  get isIndoors(): boolean {
    return indoors.has(this.problem.theme.scene)
  }

  /** A check by the inspector together with a second one. */
  siteCheck(finding: readonly string[]) {
    return {
      withPersonId: this.county.second.id,
      checkedOn: this.on,
      method: this.isIndoors
        ? this.random.pick(['documents_on_site', 'interview'])
        : this.random.pick(['on_site', 'on_site', 'unannounced', 'household']),
      finding: this.say(finding),
    }
  }
}

/** Half of the checks are those of the two demo inspectors. */
function castOf({ county }: Cast, random: Random): Journey['county'] {
  const isDemo = ({ username }: Member) => username !== undefined
  const [one, two] = random.shuffle(county.inspector.filter((member) => !isDemo(member)))
  const [demo, second] = county.inspector.filter(isDemo)
  const ours = random.chance(0.5)
  const office = random.pick(county.office)
  // Another of the office closes than who looks the papers through.
  const chief = county.office.find((member) => member !== office)!
  return {
    ...{ office, chief, leader: random.pick(county.leader) },
    ...{ discipline: random.pick(county.discipline), personnel: random.pick(county.personnel) },
    ...{ inspector: ours ? demo! : one!, second: ours ? second! : two! },
  }
}
