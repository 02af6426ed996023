import { Input, Select } from 'antd'
import { type ReactNode, useId } from 'react'
import { useWords } from '#ui/language.tsx'
import type { OrganizationDetail, OrganizationKind, OrganizationLine } from '../api.ts'
import { mayStandBelow } from '../kinds.ts'
import type { PanelAct, PanelProps } from './act-panel.tsx'
import { OpenProblems } from './open-problems.tsx'
import { organizationWords } from './words.ts'

/** What may be filled in, over all acts; each sends what is its own. */
export type Draft = {
  name: string
  shortName: string
  code: string
  kind: OrganizationKind
  /** The one it is merged into, or moved below. */
  into: string
  below: string[]
  problems: string[]
}

export const kindsBelow = (parent: OrganizationKind): OrganizationKind[] =>
  KINDS.filter((kind) => mayStandBelow(kind, parent))

const KINDS: OrganizationKind[] = [
  ...(['township', 'street', 'committee', 'village', 'community', 'department', 'enterprise'] as const),
]

export function emptyDraft(act: PanelAct, one: OrganizationDetail): Draft {
  const named = act === 'rename' ? { name: one.name, shortName: one.shortName } : { name: '', shortName: '' }
  const kind = kindsBelow(one.kind)[0] ?? 'department'
  return { ...named, code: '', kind, into: '', below: [], problems: [] }
}

/** The same as the API takes; an empty one is missing, not wrong. */
export const codeFits = (code: string): boolean =>
  code === '' || /^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/.test(code)

export function isComplete(act: PanelAct, { name, code, into }: Draft): boolean {
  if (act === 'rename') return name.trim() !== ''
  if (act === 'add' || act === 'split') return name.trim() !== '' && code !== ''
  return act === 'close' || into !== ''
}

type Props = PanelProps & { draft: Draft; change: (draft: Draft) => void; looked: boolean }

export function Fields({ act, one, rows, draft, change, looked }: Props) {
  const words = useWords(organizationWords)
  const { form, kinds } = words
  const set = (part: Partial<Draft>) => change({ ...draft, ...part })
  const missing = (value: string) => (looked && value.trim() === '' ? form.required : undefined)
  const isNew = act === 'add' || act === 'split'
  return (
    <>
      {act === 'add' && (
        <Field label={form.kind}>
          {(id) => (
            <Select<OrganizationKind>
              id={id}
              value={draft.kind}
              options={kindsBelow(one.kind).map((kind) => ({ value: kind, label: kinds[kind] }))}
              onChange={(kind) => set({ kind })}
            />
          )}
        </Field>
      )}
      {isNew && (
        <Field
          label={form.code}
          why={form.codeWhy}
          fault={codeFits(draft.code) ? missing(draft.code) : form.badCode}
        >
          {(id) => (
            <Input
              id={id}
              value={draft.code}
              maxLength={40}
              autoComplete="off"
              onChange={(event) => set({ code: event.target.value.trim() })}
            />
          )}
        </Field>
      )}
      {(isNew || act === 'rename') && (
        <>
          <Field label={form.name} fault={missing(draft.name)}>
            {(id) => (
              <Input
                id={id}
                value={draft.name}
                maxLength={60}
                autoComplete="off"
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={form.shortName} why={form.shortNameWhy}>
            {(id) => (
              <Input
                id={id}
                value={draft.shortName}
                maxLength={30}
                autoComplete="off"
                onChange={(event) => set({ shortName: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
      {(act === 'merge' || act === 'move') && (
        <Field label={act === 'merge' ? form.into : form.to} fault={missing(draft.into)}>
          {(id) => (
            <Select<string>
              id={id}
              value={draft.into || null}
              placeholder={form.chooseOne}
              options={optionsOf(act === 'merge' ? mergeable(one, rows) : parentsOf(one, rows), rows)}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(into) => set({ into })}
            />
          )}
        </Field>
      )}
      {act === 'split' && (
        <>
          {one.below.length > 0 && (
            <Field label={form.below}>
              {(id) => (
                <Select<string[]>
                  id={id}
                  mode="multiple"
                  value={draft.below}
                  placeholder={form.chooseMany}
                  options={one.below.map((ref) => ({ value: ref.id, label: ref.name }))}
                  showSearch={{ optionFilterProp: 'label' }}
                  onChange={(below) => set({ below })}
                />
              )}
            </Field>
          )}
          <Field label={form.problems} why={form.problemsWhy}>
            {(id) => (
              <OpenProblems
                id={id}
                organizationId={one.id}
                value={draft.problems}
                change={(problems) => set({ problems })}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}

type FieldProps = {
  label: string
  why?: string
  fault?: string | undefined
  children: (id: string) => ReactNode
}

function Field({ label, why, fault, children }: FieldProps) {
  const id = useId()
  return (
    <div className="organization-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {fault ? <p className="organization-fault-word">{fault}</p> : why && <p>{why}</p>}
    </div>
  )
}

/** Into what it could be merged: what stands below it must be able to stand there. */
const mergeable = (one: OrganizationDetail, rows: readonly OrganizationLine[]): OrganizationLine[] =>
  rows.filter(
    ({ id, status, kind, parentId }) =>
      status === 'active' &&
      id !== one.id &&
      parentId !== one.id &&
      one.below.every((below) => mayStandBelow(below.kind, kind)),
  )

const parentsOf = (one: OrganizationDetail, rows: readonly OrganizationLine[]): OrganizationLine[] =>
  rows.filter(
    ({ id, status, kind }) => status === 'active' && id !== one.parent?.id && mayStandBelow(one.kind, kind),
  )

/** Two villages of one name are told apart by what they belong to. */
function optionsOf(some: readonly OrganizationLine[], rows: readonly OrganizationLine[]) {
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return some.map((row) => {
    const parent = row.parentId && names.get(row.parentId)
    return { value: row.id, label: parent ? `${row.name}（${parent}）` : row.name }
  })
}
