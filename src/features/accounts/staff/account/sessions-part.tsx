import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { endOtherSessions, endSession, type OwnSignIn } from '../../sign-in-api.ts'
import { ownSignInQuery } from '../own-sign-in.ts'
import { accountWords } from './words.ts'

export function SessionsPart({ own }: { own: OwnSignIn }) {
  const words = useWords(accountWords)
  const common = useWords(commonWords)
  const format = useFormat()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries(ownSignInQuery)
  const endOne = useMutation({
    mutationFn: (id: string) => call(endSession, { params: { id } }),
    onSettled,
  })
  const endOthers = useMutation({ mutationFn: () => call(endOtherSessions, {}), onSettled })
  const error = endOne.error ?? endOthers.error
  const until = format.dateTime(own.endsAt)
  return (
    <section className="account-part" aria-labelledby="account-sessions">
      <h2 id="account-sessions">{words.sessions}</h2>
      <p>
        {words.sessionsWhy}{' '}
        {own.idleMinutes > 0 ? words.ends(`${own.idleMinutes}`, until) : words.endsAt(until)}
      </p>
      {error && <p role="alert">{sayError(error, common)}</p>}
      <ul className="account-list">
        {own.sessions.map(({ id, browser, method, begunAt, lastUsedAt, isThis }) => (
          <li key={id}>
            <div>
              <strong>
                {browser}
                {isThis && <em>{words.here}</em>}
              </strong>
              <span>
                {words.begun} {format.dateTime(begunAt)}
                {method === 'sso' && ` · ${words.sso.title}`}
                {!isThis && ` · ${words.last} ${format.dateTime(lastUsedAt)}`}
              </span>
            </div>
            {!isThis && (
              <button
                type="button"
                className="ui-button"
                aria-label={words.endWhat(browser)}
                disabled={endOne.isPending}
                onClick={() => endOne.mutate(id)}
              >
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {own.sessions.length > 1 && (
        <button
          type="button"
          className="ui-button"
          disabled={endOthers.isPending}
          onClick={() => endOthers.mutate()}
        >
          {words.endOthers}
        </button>
      )}
    </section>
  )
}
