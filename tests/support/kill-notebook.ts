import type { Acted } from '#features/problems/api.ts'
import type { PersonName } from './roster.ts'

/** A problem as its client knows it from the answers it got; version 0 before it is reported. */
export type FollowedProblem = {
  id: string
  version: number
  state: string
  village: 'upperVillage' | 'lowerVillage'
  /** The client that alone acts on it; null: several do, and versions run ahead of what each of them knows. */
  client: number | null
  listed: boolean
  pending: Set<string>
}

/** A command as it was sent; sending it again sends exactly this. */
export type Sent = {
  commandId: string
  by: PersonName
  act: string
  /** Below /api/v1. */
  path: string
  body: object
  problem: FollowedProblem
}

export type Acknowledged = Sent & { answer: Acted }

/** What the clients were told, written down the moment they were told it: all that a user can hold the program to. */
export class Notebook {
  readonly acknowledged: Acknowledged[] = []
  readonly refused: Sent[] = []
  /** Sent, and neither acknowledged nor refused: carried out or not, nobody was told. */
  readonly unanswered = new Map<string, Sent>()
  /** Answers that say nothing but that the program could not: the command stays unanswered. */
  readonly failed: string[] = []
  readonly problems: FollowedProblem[] = []

  sending(sent: Sent): void {
    this.unanswered.set(sent.commandId, sent)
  }

  /**
   * @param status of an answer that came whole
   * @returns false when it says neither that the command was done nor that it was refused
   * @throws when the answer is none that a careful client may get
   */
  told(sent: Sent, status: number, body: string): boolean {
    if (status >= 500) {
      this.failed.push(`${sent.act} ${sent.path}: ${status} ${body.slice(0, 300)}`)
      return false
    }
    if (status === 200) this.#acknowledge(sent, JSON.parse(body) as Acted)
    // Only where several act on one problem may somebody have been faster.
    else if (status === 409 && sent.problem.client === null) this.refused.push(sent)
    else throw new Error(`${sent.act} ${sent.path}: ${status} ${body.slice(0, 300)}`)
    this.unanswered.delete(sent.commandId)
    return true
  }

  #acknowledge(sent: Sent, answer: Acted): void {
    const { problem, act } = sent
    this.acknowledged.push({ ...sent, answer })
    if (problem.version === 0) this.problems.push(problem)
    if (answer.version > problem.version) {
      const { id, version, state } = answer
      Object.assign(problem, { id, version, state })
    }
    const [, verb, kind = ''] = /^(request|refuse|confirm)([A-Z]\w+)$/.exec(act) ?? []
    if (verb === 'request') problem.pending.add(kind)
    else if (verb) problem.pending.delete(kind)
    if (act === 'list' || act === 'unlist') problem.listed = act === 'list'
  }
}
