import { Readable } from 'node:stream'
import { insertUpload } from '#features/files/rows.ts'
import { addDays } from '#platform/calendar/index.ts'
import { newId } from '#platform/ids.ts'
import type { Member } from '../cast.ts'
import { drawPicture } from '../pictures/index.ts'
import { sceneLabels } from '../pictures/scene.ts'
import { words } from '../texts/words.ts'
import type { Journey, OpenMeasure } from './journey.ts'

/** While it is being put right: progress, measures, evidence. */

export async function progress(j: Journey): Promise<void> {
  const { theme, feedbackOn } = j.problem
  // Entered some days after it happened, now and then: the ledger shows that (S3-04).
  const late = j.random.chance(0.15) ? j.random.int(4, 16) : 0
  const happenedOn = [addDays(j.on, -late), feedbackOn].sort().at(-1)!
  await j.act(j.unit.clerk, 'reportProgress', {
    text: j.say(j.random.chance(0.7) ? theme.progress : words.progress[j.isVillage ? 'village' : 'other']),
    difficulty: j.random.chance(0.25)
      ? j.say(words.difficulty[j.isVillage ? 'village' : 'other'])
      : undefined,
    happenedOn,
  })
}

export async function measure(j: Journey): Promise<void> {
  const next = j.measures.find(({ done }) => !done)
  // The last one is kept for `measures`: what is done whole has a step of its own.
  if (next && j.measures.filter(({ done }) => !done).length > 1) await complete(j, next)
}

export async function measures(j: Journey): Promise<void> {
  for (const open of j.measures.filter(({ done }) => !done)) await complete(j, open)
}

async function complete(j: Journey, open: OpenMeasure): Promise<void> {
  open.done = true
  await j.act(j.unit.clerk, 'completeMeasure', { measureId: open.id, doneOn: j.on, result: open.result })
}

export const before = (j: Journey) => addEvidence(j, j.unit.clerk, false)
export const evidence = (j: Journey) => addEvidence(j, j.unit.clerk, true)

/** A picture made by code, kept like any upload of that person, then named in the act. */
export async function addEvidence(j: Journey, by: Member, mended: boolean): Promise<void> {
  const { scene } = j.problem.theme
  const { tx, files, cast } = j.stage
  const takenOn = mended ? j.on : j.problem.feedbackOn
  const bytes = await drawPicture({ scene, mended, on: takenOn, seed: `${j.number}/${j.acted.version}` })
  const stored = await files.put(cast.countyId, Readable.from([bytes]))
  const uploadId = newId()
  const fileName = `${mended ? '整改后' : '整改前'}-${sceneLabels[scene]}-${takenOn.replaceAll('-', '')}.png`
  await insertUpload(tx, cast.countyId, by.id, { id: uploadId, fileName, finishedAt: j.at, ...stored })
  const measureId = mended ? j.measures.findLast(({ done }) => done)?.id : undefined
  await j.act(by, 'addEvidence', {
    ...{ uploadId, kind: j.isIndoors ? 'document' : 'site', measureId, takenOn },
    place: j.isIndoors ? undefined : j.unit.place.shortName,
    note: mended ? '整改后情况' : '整改前情况',
  })
}
