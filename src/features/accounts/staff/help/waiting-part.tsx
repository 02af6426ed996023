import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { decideReset, listResets } from '../../sign-in-api.ts'
import { helpWords } from './words.ts'

const resetsQuery = queryOptions({
  queryKey: ['resets'],
  queryFn: () => call(listResets, {}),
})

/** Resets that wait: whoever is the second decides, the others see that they wait. */
export function WaitingPart() {
  const words = useWords(helpWords)
  const common = useWords(commonWords)
  const format = useFormat()
  const client = useQueryClient()
  const { data, error } = useQuery(resetsQuery)
  const decide = useMutation({
    mutationFn: ({ id, confirms }: { id: string; confirms: boolean }) =>
      call(decideReset, { params: { id }, body: { confirms } }),
    onSettled: () => client.invalidateQueries(resetsQuery),
  })
  const trouble = decide.error ?? error
  return (
    <section className="account-part" aria-labelledby="help-waiting">
      <h2 id="help-waiting">{words.waiting}</h2>
      {trouble && <p role="alert">{sayError(trouble, common)}</p>}
      {data?.rows.length === 0 && <p>{words.nothing}</p>}
      <ul className="account-list">
        {data?.rows.map(({ id, kind, person, reason, askedBy, askedAt, canDecide }) => (
          <li key={id}>
            <div>
              <strong>
                {person.name} <small>{person.username}</small>
              </strong>
              <span>{words.waitingWhy[kind]}</span>
              <span>{reason}</span>
              <span>{words.line(askedBy.name, format.dateTime(askedAt))}</span>
            </div>
            {canDecide && (
              <div className="account-acts">
                {([true, false] as const).map((confirms) => (
                  <button
                    key={String(confirms)}
                    type="button"
                    className="ui-button"
                    disabled={decide.isPending}
                    onClick={() => decide.mutate({ id, confirms })}
                  >
                    {confirms ? words.confirm : words.refuse}
                  </button>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
