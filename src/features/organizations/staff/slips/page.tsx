import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { hasCountyRole, useMe } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { DESK } from '#ui/base-path.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import {
  closeFirstPasswords,
  continueFirstPasswords,
  type Run,
  startFirstPasswords,
} from '../../slips/api.ts'
import { dropKey, keepKey, keyOf, makeKey, minutesFor, runQuery } from './run.ts'
import { Slips } from './slips.tsx'
import { slipWords } from './words.ts'
import './slips.css'

/** First passwords as slips of paper: made in a run that can be left, printed once, then gone. */
export function FirstPasswordsPage() {
  const words = useWords(slipWords)
  const me = useMe()
  const mine = hasCountyRole(me, 'system_admin')
  if (!mine) return <Empty title={words.noRight} why={words.noRightWhy} />
  return (
    <div className="slips ui-paper">
      <header className="slips-screen">
        <h1>{words.title}</h1>
        <p className="slips-order">{words.order}</p>
      </header>
      <Runs />
    </div>
  )
}

function Runs() {
  const words = useWords(slipWords)
  const [finished, setFinished] = useState(false)
  const state = useQuery(runQuery)
  if (state.isPending) return <Waiting />
  if (!state.data) return <TroubleScreen error={state.error} reset={() => void state.refetch()} />
  const { run, waiting } = state.data
  const key = keyOf(run)
  if (run && key) return <OpenRun run={run} runKey={key} finished={() => setFinished(true)} />
  return (
    <>
      {finished && (
        <p className="slips-note" role="status">
          {words.finished}
        </p>
      )}
      <Start waiting={waiting} foreign={run} />
    </>
  )
}

/** `foreign`: an open run whose key this page does not hold. */
function Start({ waiting, foreign }: { waiting: number; foreign: Run | null }) {
  const words = useWords(slipWords)
  const format = useFormat()
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: async () => {
      const key = makeKey()
      const run = await call(startFirstPasswords, { body: { key } })
      keepKey(run, key)
    },
    onSettled: () => client.invalidateQueries({ queryKey: runQuery.queryKey }),
  })
  if (waiting === 0 && !foreign) return <Empty title={words.none} why={words.noneWhy} />
  const minutes = minutesFor(waiting, null, Date.now())
  return (
    <section className="slips-part slips-screen">
      <p>
        {words.waiting(format.number(waiting))}{' '}
        {minutes > 1 ? words.takes(format.number(minutes)) : words.short}
      </p>
      {foreign &&
        (foreign.alive ? (
          <p className="slips-note">{words.running}</p>
        ) : (
          foreign.done > 0 && <p className="slips-note">{words.lost(format.number(foreign.done))}</p>
        ))}
      <Button
        type="primary"
        size="large"
        disabled={foreign?.alive === true}
        loading={start.isPending}
        onClick={() => start.mutate()}
      >
        {words.start(format.number(waiting))}
      </Button>
      <Fault error={start.error} />
    </section>
  )
}

function OpenRun({ run, runKey, finished }: { run: Run; runKey: string; finished: () => void }) {
  const words = useWords(slipWords)
  const format = useFormat()
  const client = useQueryClient()
  const addressId = useId()
  const [address, setAddress] = useState(`${location.origin}${DESK}`)
  const again = () => client.invalidateQueries({ queryKey: runQuery.queryKey })
  const goOn = useMutation({
    mutationFn: () => call(continueFirstPasswords, { params: { id: run.id }, body: { key: runKey } }),
    onSettled: again,
  })
  const close = useMutation({
    mutationFn: () => call(closeFirstPasswords, { params: { id: run.id } }),
    onSuccess: async () => {
      dropKey(run)
      finished()
      client.removeQueries({ queryKey: ['slips'] })
      await again()
    },
  })
  const left = run.total - run.done
  return (
    <>
      <section className="slips-part slips-screen">
        {left > 0 && (
          <div role="status">
            <p>
              {words.going(format.number(run.done), format.number(run.total))}
              {run.alive && `，${words.left(format.number(minutesFor(left, run, Date.now())))}`}
            </p>
            <progress value={run.done} max={run.total} aria-label={words.title} />
            <p className="slips-soft">{words.takes(format.number(minutesFor(left, run, Date.now())))}</p>
          </div>
        )}
        {left > 0 && !run.alive && (
          <p>
            {words.stopped}{' '}
            <Button loading={goOn.isPending} onClick={() => goOn.mutate()}>
              {words.goOn}
            </Button>
          </p>
        )}
        <Fault error={goOn.error ?? close.error} />
        <label htmlFor={addressId}>{words.address}</label>
        <Input
          id={addressId}
          value={address}
          maxLength={200}
          onChange={(event) => setAddress(event.target.value)}
        />
      </section>
      {run.done > 0 && <Slips run={run} runKey={runKey} address={address} />}
      {left === 0 && (
        <section className="slips-part slips-screen">
          <p className="slips-soft">{words.finishWhy}</p>
          <Button size="large" loading={close.isPending} onClick={() => close.mutate()}>
            {words.finish}
          </Button>
        </section>
      )}
    </>
  )
}

function Fault({ error }: { error: unknown }) {
  const common = useWords(commonWords)
  return error ? (
    <p className="slips-note" role="alert">
      {sayError(error, common)}
    </p>
  ) : null
}
