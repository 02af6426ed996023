import {
  isAdminRole,
  isGrantedOnCounty,
  type NewGrant,
  type NewPost,
  type PostKind,
} from '#features/accounts/index.ts'
import type { OrganizationKind } from './api.ts'
import { postLabels, type SheetPerson } from './people-sheet.ts'
import { countFates, type Fate, type ImportOutcome, type RowFault } from './plan.ts'

export type HeldPost = NewPost & { id: string }
export type HeldGrant = NewGrant & { id: string }

/** A person of the county with what they hold now. */
export type KnownPerson = {
  id: string
  name: string
  username: string | null
  status: string
  posts: readonly HeldPost[]
  grants: readonly HeldGrant[]
  /** Roles that wait to be confirmed. */
  asked: readonly NewGrant[]
  /** Business, or which administrator, once anything was granted; null before. */
  office: string | null
  /** Villages whose contact they are. */
  contacts: readonly string[]
  /** Whether a telephone number is kept of them; which one is not for a sheet to try. */
  hasPhone?: boolean
}

export type PlaceOfPeople = { id: string; code: string; kind: OrganizationKind; name: string; status: string }

/** What an import does with one person: `id` null makes a new one. */
export type PersonStep = {
  id: string | null
  name: string
  /** To be set; null leaves what is there. */
  username: string | null
  posts: NewPost[]
  grants: NewGrant[]
  contacts: string[]
  /** To be set; null leaves what is there. */
  phone: string | null
  ends: { posts: string[]; grants: string[] }
}

/** A person while the rows are read: what is held and what is to come, as one. */
type Draft = PersonStep & {
  known: KnownPerson | null
  login: string | null
  held: Set<string>
  /** Held according to the sheet. */
  stated: Set<string>
  /** What they are by the first role they have: one person, one office. */
  office: string | null
}

type Fault = Omit<RowFault, 'index'>

/**
 * Judges the rows of a sheet against the people who are there. Pure. Rows of one user name, or without one of the
 * same name with a post in the same organisation, are one person. Nothing that a sheet leaves out ends, save one: an
 * organisation has one secretary, and a new one takes over.
 */
export function planPeople(
  known: readonly KnownPerson[],
  places: readonly PlaceOfPeople[],
  rows: readonly SheetPerson[],
): { steps: PersonStep[]; outcome: ImportOutcome } {
  const book = openBook(known, places)
  const fates: Fate[] = []
  const faults: RowFault[] = []
  // User names first: whoever has none is then looked for among people who are told apart already.
  const order = [...rows.keys()].sort(
    (a, b) => Number(!rows[a]!.username) - Number(!rows[b]!.username) || a - b,
  )
  for (const index of order) {
    const row = rows[index]!
    const judged = judge(book, row)
    if ('reason' in judged) {
      faults.push({ index, ...judged })
      continue
    }
    const { draft, duties } = judged
    const changes = enter(book, draft, row, duties)
    fates.push(!changes ? 'unchanged' : draft.known === null ? 'created' : 'changed')
  }
  faults.sort((a, b) => a.index - b.index)
  handOver(book, known)
  const steps = book.drafts
    .filter(isStep)
    .map(({ known: _k, login: _l, held: _h, stated: _s, office: _o, ...step }): PersonStep => step)
  return { steps, outcome: countFates(fates, faults) }
}

type Book = {
  root: PlaceOfPeople
  places: ReadonlyMap<string, PlaceOfPeople>
  drafts: Draft[]
  byUsername: Map<string, Draft>
  /** Who has a post: `name` in `organisation`. */
  byNameAndPlace: Map<string, Draft[]>
  /** Who is secretary of an organisation according to the sheet. */
  secretaries: Map<string, { draft: Draft; title: string }>
}

const postKey = (post: NewPost): string => `post ${post.organizationId} ${post.kind} ${post.title}`
const grantKey = (grant: NewGrant): string => `grant ${grant.organizationId} ${grant.role}`
const contactKey = (villageId: string): string => `contact ${villageId}`
const placeKey = (name: string, organizationId: string): string => `${name}\n${organizationId}`

function openBook(known: readonly KnownPerson[], places: readonly PlaceOfPeople[]): Book {
  const root = places.find(({ kind }) => kind === 'county')
  if (!root) throw new Error('the county has no root organisation')
  const book: Book = {
    root,
    places: new Map(places.map((place) => [place.code, place])),
    drafts: [],
    byUsername: new Map(),
    byNameAndPlace: new Map(),
    secretaries: new Map(),
  }
  for (const person of known) {
    const draft = newDraft(person, person.name, person.username)
    const held = [
      ...person.posts.map(postKey),
      ...[...person.grants, ...person.asked].map(grantKey),
      ...person.contacts.map(contactKey),
    ]
    for (const key of held) draft.held.add(key)
    addToBook(book, draft)
    for (const { organizationId } of person.posts) index(book, draft, organizationId)
  }
  return book
}

const newDraft = (known: KnownPerson | null, name: string, login: string | null): Draft => ({
  ...{ id: known?.id ?? null, name, username: known ? null : login, known, login },
  ...{ posts: [], grants: [], contacts: [], phone: null, ends: { posts: [], grants: [] } },
  ...{ held: new Set(), stated: new Set(), office: known ? officeBefore(known) : null },
})

const officeOf = ({ role }: NewGrant): string => (isAdminRole(role) ? role : 'business')
const officeBefore = ({ office, asked: [first] }: KnownPerson): string | null =>
  office ?? (first ? officeOf(first) : null)

function addToBook(book: Book, draft: Draft): void {
  book.drafts.push(draft)
  if (draft.login) book.byUsername.set(draft.login, draft)
}

function index(book: Book, draft: Draft, organizationId: string): void {
  const key = placeKey(draft.name, organizationId)
  const same = book.byNameAndPlace.get(key) ?? []
  if (!same.includes(draft)) book.byNameAndPlace.set(key, [...same, draft])
}

type Duties = { place: PlaceOfPeople; post: NewPost | null; grant: NewGrant | null; contacts: string[] }

/** Who the row speaks of and what it gives them, or why it cannot be. */
function judge(book: Book, row: SheetPerson): Fault | { draft: Draft; duties: Duties } {
  const duties = dutiesOf(book, row)
  if ('reason' in duties) return duties
  const person = personOf(book, row, duties.place)
  if ('reason' in person) return person
  if (person.known?.status === 'left')
    return { column: 'name', reason: `「${row.name}」已停用，请先恢复再导入` }
  if (row.phone !== undefined && person.phone !== null && person.phone !== row.phone)
    return { column: 'phone', reason: `表里「${row.name}」有两个不同的手机号，请核对` }
  const { post, grant } = duties
  if (grant && person.office !== null && person.office !== officeOf(grant))
    return {
      column: 'role',
      reason: `「${row.name}」已有别的身份。管理员不办业务，三类管理员也不能兼任，请另设一人`,
    }
  const secretary = post?.kind === 'secretary' ? book.secretaries.get(post.organizationId) : undefined
  if (secretary && (secretary.draft !== person || secretary.title !== post?.title))
    return {
      column: 'post',
      reason: `表里已有「${duties.place.name}」的书记「${secretary.draft.name}」，一个单位只能有一名，请核对`,
    }
  return { draft: person, duties }
}

function dutiesOf(book: Book, row: SheetPerson): Fault | Duties {
  const place = activePlace(book, row.organizationCode, 'organizationCode')
  if ('reason' in place) return place
  const contacts: string[] = []
  for (const code of row.contactCodes ?? []) {
    const village = activePlace(book, code, 'contactCodes')
    if ('reason' in village) return village
    if (village.kind !== 'village' && village.kind !== 'community')
      return { column: 'contactCodes', reason: `「${village.name}」不是村或社区，请核对编码` }
    contacts.push(village.id)
  }
  const { post, title, role } = row
  return {
    place,
    contacts,
    post: post ? { organizationId: place.id, kind: post, title: title ?? postLabels[post] } : null,
    grant: role
      ? { role, organizationId: isGrantedOnCounty(role, place.kind) ? book.root.id : place.id }
      : null,
  }
}

function activePlace(book: Book, code: string, column: string): Fault | PlaceOfPeople {
  const place = book.places.get(code)
  if (!place) return { column, reason: `没有编码为「${code}」的单位，请核对或先导入单位` }
  if (place.status !== 'active') return { column, reason: `「${place.name}」已撤并，请改为接续它的单位` }
  return place
}

/** A new person is in the book only once a row of theirs is good. */
function personOf(book: Book, row: SheetPerson, place: PlaceOfPeople): Fault | Draft {
  const named = row.username === undefined ? undefined : book.byUsername.get(row.username)
  if (named)
    return named.name === row.name
      ? named
      : {
          column: 'username',
          reason: `登录名「${row.username}」属于「${named.name}」，请核对姓名或换一个登录名`,
        }
  const here = book.byNameAndPlace.get(placeKey(row.name, place.id)) ?? []
  const candidates = row.username === undefined ? here : here.filter(({ login }) => login === null)
  if (candidates.length > 1)
    return { column: 'username', reason: `「${place.name}」有几位「${row.name}」，请填登录名以便区分` }
  return candidates[0] ?? newDraft(null, row.name, row.username ?? null)
}

/** Whether the row brought anything that was not there. */
function enter(book: Book, draft: Draft, row: SheetPerson, { post, grant, contacts }: Duties): boolean {
  const isNew = draft.known === null && draft.stated.size === 0
  if (isNew) addToBook(book, draft)
  if (post) index(book, draft, post.organizationId)
  let changes = isNew
  const give = (key: string, add: () => void) => {
    draft.stated.add(key)
    if (draft.held.has(key)) return
    draft.held.add(key)
    add()
    changes = true
  }
  if (row.username !== undefined && draft.login === null) {
    draft.login = row.username
    draft.username = row.username
    book.byUsername.set(row.username, draft)
    changes = true
  }
  // Whoever has a number keeps it: it is changed on the desk, by whoever keeps numbers, and a preview tells nobody
  // whether a number that was guessed is somebody's.
  if (row.phone !== undefined && draft.phone === null && draft.known?.hasPhone !== true) {
    draft.phone = row.phone
    changes = true
  }
  if (post) give(postKey(post), () => draft.posts.push(post))
  if (post?.kind === 'secretary') book.secretaries.set(post.organizationId, { draft, title: post.title })
  if (grant) draft.office ??= officeOf(grant)
  if (grant) give(grantKey(grant), () => draft.grants.push(grant))
  for (const village of contacts) give(contactKey(village), () => draft.contacts.push(village))
  return changes
}

const SECRETARY: PostKind = 'secretary'

/** Ends the post of whoever was secretary before, and with it the role, unless the sheet gives that role anew. */
function handOver(book: Book, known: readonly KnownPerson[]): void {
  const draftOf = new Map(book.drafts.map((draft) => [draft.id, draft]))
  for (const person of known) {
    for (const post of person.posts) {
      const now = post.kind === SECRETARY ? book.secretaries.get(post.organizationId) : undefined
      const draft = draftOf.get(person.id)!
      if (!now || (now.draft === draft && now.title === post.title)) continue
      draft.ends.posts.push(post.id)
      if (now.draft === draft) continue
      const role = person.grants.filter(
        (grant) =>
          grant.role === SECRETARY &&
          grant.organizationId === post.organizationId &&
          !draft.stated.has(grantKey(grant)),
      )
      draft.ends.grants.push(...role.map(({ id }) => id))
    }
  }
}

const isStep = (draft: Draft): boolean =>
  draft.id === null ||
  draft.username !== null ||
  draft.phone !== null ||
  draft.posts.length + draft.grants.length + draft.contacts.length > 0 ||
  draft.ends.posts.length + draft.ends.grants.length > 0
