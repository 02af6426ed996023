import type { Scene } from '../pictures/scene.ts'

/** Which sort of organisation a problem can be found at. */
export type Level = 'village' | 'town' | 'department' | 'enterprise'

/** Measure kind (dictionary `problem.measure_kind`), what is to be done, what was done. */
export type Action = readonly [kind: string, text: string, result: string]

/**
 * One kind of problem as a county would write it: what was found, what is answered, what is seen on site. Slots in
 * braces are filled once per problem, so that title, text, measures and results speak of the same thing; see `fill.ts`.
 */
export type Theme = {
  key: string
  classCode: string
  fieldCode?: string
  at: readonly Level[]
  /** Departments it fits, by short name; left out: all. */
  only?: readonly string[]
  scene: Scene
  title: string
  found: string
  basis?: string
  goal: string
  causes: readonly string[]
  now: readonly Action[]
  lasting: readonly Action[]
  progress: readonly string[]
  /** Can be put right at once 立行立改. */
  quick?: boolean
  /** Shown to everybody in the demo: nothing in it concerns a person. */
  open?: boolean
  households?: readonly [least: number, most: number]
  yuan?: readonly [least: number, most: number]
}
