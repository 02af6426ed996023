import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { cleanWords } from '#features/publicity/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { PhoneText } from '#platform/phone.ts'
import { isOnlyAbuse, saysToBeAChild, titleOf } from '../judge.ts'
import { MOST_CHARACTERS } from '../pages/form.ts'
import { type AppealPortal, leaveInInbox, listPlaces } from '../portal.ts'
import type { Submission } from '../sent.ts'
import { listServices, OPENNESS, openness, VILLAGE } from './services.ts'

/** What is wrong with a request, as GeoReport tells it: a status and words that say what to do. */
export class Fault extends Error {
  readonly status: number
  constructor(status: number, words: string) {
    super(words)
    this.status = status
  }
}

const KEY_WRONG = 'api_key 不对，或者已经停用'

export const keyHash = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** Whose key it is. @throws Fault */
export async function sourceOf({ portal }: AppealPortal, countyId: number, key: string): Promise<string> {
  if (key === '') throw new Fault(401, '请在表单字段 api_key 里带上本县给的密钥')
  const { rows } = await portal.deps.database.readOnce(countyId, (tx) =>
    sql<{ name: string | null }>`SELECT open311_source(${keyHash(key.slice(0, 200))}) AS name`.execute(tx),
  )
  const name = rows[0]?.name
  if (!name) throw new Fault(403, KEY_WRONG)
  return name
}

const line = (text: string | null): string => cleanWords(text ?? '').replaceAll(/\s+/g, ' ')

/**
 * Takes a request into the sealed inbox, as the form for residents does: screened by a person before it is dispatched.
 * Where it was sent from (`lat`, `long`), device, mail address and media are not kept: nobody here needs them.
 * @returns the id that was given out, and the receipt, which stands in this answer and nowhere else
 * @throws Fault
 */
export async function submit(
  appeals: AppealPortal,
  countyId: number,
  form: URLSearchParams,
  { key, source }: { key: string; source: string },
): Promise<{ token: string; receipt: string }> {
  const { deps, portal } = appeals
  const code = form.get('service_code') ?? ''
  const services = await listServices(appeals, countyId)
  if (!services.some((service) => service.code === code))
    throw new Fault(400, '请填 service_code，取值见 services')
  const placeId = form.get(`attribute[${VILLAGE}]`) ?? form.get('address_id') ?? ''
  const places = await listPlaces(appeals, countyId)
  if (!places.some(({ id }) => id === placeId))
    throw new Fault(400, `请填 attribute[${VILLAGE}]，取值见 services/${code}；只有经纬度不知道是哪个村`)
  for (const name of ['lat', 'long']) {
    const given = form.get(name)
    if (given && !/^-?\d{1,3}(?:\.\d{1,15})?$/.test(given)) throw new Fault(400, `${name} 不是经纬度`)
  }
  const text = cleanWords(form.get('description') ?? '')
  if (text === '') throw new Fault(400, '请填 description：要反映的事')
  if (text.length > MOST_CHARACTERS) throw new Fault(400, `description 请缩短到 ${MOST_CHARACTERS} 字以内`)
  const detail = line(form.get('address_string')).slice(0, 100)
  const name = `${line(form.get('last_name'))}${line(form.get('first_name'))}`
  if (name.length > 40) throw new Fault(400, 'first_name、last_name 合起来不超过 40 字')
  const givenPhone = line(form.get('phone'))
  const phone = givenPhone === '' ? undefined : PhoneText.safeParse(givenPhone)
  if (phone && !phone.success) throw new Fault(400, 'phone 不是电话号码')
  const said = form.get(`attribute[${OPENNESS}]`)
  const who = openness.find(([value]) => value === said)?.[0]
  if (said && !who) throw new Fault(400, `attribute[${OPENNESS}] 取值见 services/${code}`)
  const open = who ?? (name !== '' || phone ? 'registrar' : 'anonymous')
  if (deps.isAtBoundary([text, detail, name].join('\n')))
    throw new Fault(
      400,
      '写的内容含有不能在网上填写的东西（涉密、案件线索等），没有保存。请打电话或者到窗口当面说',
    )
  if (isOnlyAbuse(text)) throw new Fault(400, 'description 里没有具体的事，请写明什么地方、什么事')
  if (saysToBeAChild(text)) throw new Fault(400, '未满十四岁请由父母或其他监护人来反映')
  const formId = newId()
  const receipt = deps.receipts.receiptFor(countyId, formId)
  const issued = deps.receipts.issue(countyId, receipt)
  const content: Submission = {
    ...{ pageKey: issued.pageKey, openness: open, source },
    person: open === 'anonymous' ? {} : { ...(name && { name }), ...(phone && { phone: phone.data }) },
    matter: {
      ...{ placeId, title: titleOf(text) || '接口转来', cause: text, aboutVillage: false, people: 1 },
      ...(detail && { placeDetail: detail }),
    },
    photos: [],
  }
  const id = randomUUID()
  const token = randomUUID()
  const note = async (tx: Tx): Promise<void> => {
    const { rows } = await sql<{ noted: boolean | null }>`
      SELECT note_open311(${token}::uuid, ${id}::uuid, ${keyHash(key)}, ${portal.deps.now()}) AS noted`.execute(
      tx,
    )
    // Ended since it was looked at: nothing is kept that nobody could ask for.
    if (!rows[0]?.noted) throw new Fault(403, KEY_WRONG)
  }
  const item = {
    ...{ id, kind: 'submission' as const, digest: issued.digest, content },
    sameAs: JSON.stringify([placeId, text.replaceAll(/\s/g, ''), detail]),
  }
  const left = await leaveInInbox(appeals, countyId, item, note)
  if (left === 'repeated') throw new Fault(409, '同样的内容今天已经收到，正在处理，不用再交一次')
  if (left !== 'kept') throw new Fault(503, '现在收不下，请过一会儿再试，或者请群众打电话')
  void deps.sent?.(countyId)
  return { token, receipt }
}
