import { actEndpoints } from '#features/problems/api.ts'
import { newId } from '#platform/ids.ts'
import type { Caller } from './e2e-caller.ts'

/** 上河村, where the demo accounts of a village sit. */
export const village = '991024102200'

/** A problem of the village, fed back a while ago and not yet issued. @returns its id */
export async function report(office: Caller, title: string): Promise<string> {
  const feedback = {
    ...{ source: 'county_inspection', sourceYear: 2026, classCode: 'environment', severity: 'ordinary' },
    ...({ scope: 'single', timing: 'new', secrecy: 'internal', feedbackOn: '2026-03-16' } as const),
    organizationId: (await office.organization(village)).id,
    title,
    feedbackText: '走访发现，村口排水沟淤堵三个月，雨天污水漫上路面，群众多次反映未解决。',
  }
  const { id } = await office.call(actEndpoints.report, { body: { commandId: newId(), ...feedback } })
  return id
}

/** The same, waiting to be claimed by the village's secretary. */
export async function issue(office: Caller, title: string): Promise<string> {
  const id = await report(office, title)
  await office.act(id, 'issue', {})
  return id
}
