import { expect, type Page } from '@playwright/test'
import { actEndpoints, getAppeal, type OfferedAct, registerAppeal } from '#features/appeals/api.ts'
import type { ActBody } from '#features/appeals/schema.ts'
import { newId } from '#platform/ids.ts'
import type { Caller } from './e2e-caller.ts'
import { village } from './e2e-problems.ts'

type Registering = Partial<Omit<ActBody<'register'>, 'commandId' | 'placeId'>>

/** An appeal about the village, registered by the township's registrar. */
export async function register(registrar: Caller, title: string, given: Registering = {}) {
  const body = {
    ...{
      commandId: newId(),
      channel: 'phone',
      openness: 'handler',
      placeId: (await registrar.organization(village)).id,
    },
    ...{ title, cause: '村口三盏路灯坏了半个月，晚上老人出行不便。', nature: 'help', fieldCode: 'roads' },
    ...{ person: { name: '周德福', phone: '13800001234' }, ...given },
  }
  return registrar.call(registerAppeal, { body: body as never })
}

/** One act on the appeal as it stands now. @returns the state it led to */
export async function actOn<A extends OfferedAct>(
  by: Caller,
  id: string,
  act: A,
  fields: Omit<ActBody<A>, 'commandId' | 'version'>,
): Promise<string> {
  const { version } = await by.call(getAppeal, { params: { id } })
  const asking = { params: { id }, body: { commandId: newId(), version, ...fields } }
  return (await by.call(actEndpoints[act], asking as never)).state
}

/** Dispatched to the village, signed for, and spoken about with the resident. */
export async function toHandling(registrar: Caller, clerk: Caller, id: string): Promise<void> {
  const handlerId = (await registrar.organization(village)).id
  await actOn(registrar, id, 'dispatch', { handlerId, assistantIds: [] })
  await actOn(clerk, id, 'sign', {})
  await actOn(clerk, id, 'contact', { way: 'phone' })
}

export async function openAppeal(page: Page, id: string): Promise<void> {
  await page.goto(`/desk/appeals/${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** Does an act on the open appeal by its button and panel, and reads what came of it. */
export async function doAct(
  page: Page,
  act: string,
  to: string,
  fill?: (panel: ReturnType<Page['getByRole']>) => Promise<unknown>,
): Promise<void> {
  const part = page.getByRole('region', { name: '我能办的' })
  const button = part.getByRole('button', { name: act, exact: true })
  const others = part.getByText('其他可以办的')
  await expect(button.or(others).first()).toBeVisible()
  if (!(await button.isVisible())) await others.click()
  await button.click()
  const panel = page.getByRole('dialog', { name: act, exact: true })
  await expect(panel).toBeVisible()
  await fill?.(panel)
  await panel.getByRole('button', { name: act, exact: true }).click()
  await expect(part.getByRole('status')).toHaveText(`已办：${act}。现在是“${to}”。`)
  await expect(panel).toBeHidden()
}
