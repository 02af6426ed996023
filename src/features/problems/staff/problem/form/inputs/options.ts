import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../../views.ts'
import type { Source } from '../../acts/settings.ts'
import { useDictionaries, useMe, useOrganizations, usePeopleByRole, usePeopleOf } from '../../data.ts'
import { usePageWords } from '../../kit.tsx'
import type { FormContext } from '../context.ts'
import { valueAt } from '../use-form.ts'

/** `find` is what typing is matched against. */
export type Option = { value: string; label: string; find: string; group?: string }
type Options = { options: Option[]; loading: boolean }

const option = (value: string, label: string, group?: string): Option => ({
  value,
  label,
  find: label,
  group,
})

const sentences: readonly (Source['from'] | undefined)[] = ['measures', 'openMeasures', 'evaluations']

/** Its choices are sentences: they are read, not searched. */
export const isRead = (source: Source | undefined): boolean => sentences.includes(source?.from)

/** The choices a field offers, from wherever its setting says they come. */
export function useOptions(source: Source | undefined, path: string, context: FormContext): Options {
  const bySource: Record<Source['from'], Options> = {
    dictionary: useWordOptions(source),
    organizations: useOrganizationOptions(source),
    people: usePostOptions(source, path, context),
    others: useOtherOptions(source),
    measures: useMeasureOptions(context, false),
    openMeasures: useMeasureOptions(context, true),
    evaluations: useEvaluationOptions(context),
    upload: { options: [], loading: false },
    link: { options: [], loading: false },
  }
  return source ? bySource[source.from] : bySource.upload
}

function useWordOptions(source: Source | undefined): Options {
  const { data, isPending } = useDictionaries()
  const items = source?.from === 'dictionary' ? data?.dictionaries[source.key] : undefined
  return { options: (items ?? []).map((i) => option(i.code, i.label, i.group)), loading: isPending }
}

function useOrganizationOptions(source: Source | undefined): Options {
  const { data, isPending } = useOrganizations()
  const all = data?.rows ?? []
  const only = source?.from === 'organizations' ? source.only : []
  const named = new Map(all.map((o) => [o.id, o.shortName]))
  return {
    options: all
      .filter((o) => o.status === 'active' && o.kind !== 'county' && (!only || only.includes(o.kind)))
      .map((o) => {
        const township = o.townshipId && o.townshipId !== o.id ? named.get(o.townshipId) : undefined
        return option(o.id, township ? `${o.name} · ${township}` : o.name)
      }),
    loading: isPending,
  }
}

/** Of the problem's organisation, or of the one chosen in the same row. */
function usePostOptions(source: Source | undefined, path: string, { form, known }: FormContext): Options {
  const ofRow = source?.from === 'people' && source.of === 'row'
  const chosen = valueAt(form.values, path.replace(/[^.]+$/, 'organizationId'))
  const organizationId = ofRow && typeof chosen === 'string' ? chosen : known.problem?.organizationId
  const { data, isPending } = usePeopleOf(source?.from === 'people' ? organizationId : undefined)
  const people = new Map((data?.rows ?? []).map((p) => [p.id, option(p.id, `${p.name} · ${p.title}`)]))
  return { options: [...people.values()], loading: isPending }
}

function useOtherOptions(source: Source | undefined): Options {
  const wanted = source?.from === 'others' ? source.role : undefined
  const { data, isPending } = usePeopleByRole(wanted)
  const me = useMe().data?.person.id
  return {
    options: (data?.rows ?? [])
      .filter((person) => person.id !== me)
      .map((person) => option(person.id, `${person.name} · ${person.organizationName}`)),
    loading: isPending,
  }
}

function useMeasureOptions({ known: { problem } }: FormContext, openOnly: boolean): Options {
  const words = usePageWords()
  const measures = problem?.measures.filter(
    (m) => m.round === problem.round && !m.dropped && (!openOnly || m.doneOn === null),
  )
  return {
    options: (measures ?? []).map((m) => option(m.id, `${words.evidence.forMeasure(m.position)} ${m.text}`)),
    loading: false,
  }
}

function useEvaluationOptions({ known: { problem } }: FormContext): Options {
  const t = usePageWords().evaluations
  const format = useFormat()
  const said = (e: ProblemDetail['evaluations'][number]) =>
    [
      `${t.raters[e.raterClass]} ${format.date(e.ratedOn)}`,
      ...(
        [
          [t.handedOut, e.handedOut],
          [t.valid, e.valid],
          [t.satisfied, e.satisfied],
          [t.fair, e.fair],
          [t.unsatisfied, e.unsatisfied],
        ] as const
      ).map(([name, n]) => `${name} ${format.number(n)}`),
    ].join(' · ')
  return {
    options: (problem?.evaluations ?? []).filter((e) => e.mayBeWithdrawn).map((e) => option(e.id, said(e))),
    loading: false,
  }
}
