import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { type Run, readSlips, type Slip } from '../../slips/api.ts'
import { slipWords } from './words.ts'

/** Eight a sheet, 25 sheets a part: what a printer takes at once. */
const A_SHEET = 8
const A_PART = 25 * A_SHEET

type Props = { run: Run; runKey: string; address: string }

/** What is made so far, a part at a time: only the part that is shown is in the page, and only it is printed. */
export function Slips({ run, runKey, address }: Props) {
  const words = useWords(slipWords)
  const format = useFormat()
  const [part, setPart] = useState<number>()
  const parts = Array.from({ length: Math.ceil(run.done / A_PART) }, (_, i) => i)
  const endOf = (i: number) => Math.min(run.done, (i + 1) * A_PART)
  return (
    <>
      <section className="slips-part slips-screen">
        <h2>{words.parts(format.number(run.done))}</h2>
        <ul className="slips-parts">
          {parts.map((i) => (
            <li key={i}>
              <span>{words.part(format.number(i * A_PART + 1), format.number(endOf(i)))}</span>
              <Button aria-pressed={part === i} onClick={() => setPart(i)}>
                {words.show}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      {part !== undefined && (
        <Part run={run} runKey={runKey} address={address} after={part * A_PART} until={endOf(part)} />
      )}
    </>
  )
}

function Part({ run, runKey, address, after, until }: Props & { after: number; until: number }) {
  const words = useWords(slipWords)
  const slips = useQuery({
    queryKey: ['slips', run.id, after, until],
    queryFn: () =>
      call(readSlips, { params: { id: run.id }, body: { key: runKey, after, limit: until - after } }),
    // Passwords stay in the page no longer than they are looked at.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (slips.isPending) return <Waiting />
  if (!slips.data) return <TroubleScreen error={slips.error} reset={() => void slips.refetch()} />
  return (
    <>
      <p className="slips-screen">
        <Button type="primary" onClick={() => window.print()}>
          {words.print}
        </Button>
      </p>
      <div className="slips-sheets">
        {sheetsOf(slips.data.rows).map((sheet) => (
          <div key={sheet[0]?.position} className="slips-sheet">
            {sheet.map((slip) => (
              <OneSlip key={slip.position} slip={slip} address={address} />
            ))}
          </div>
        ))}
      </div>
    </>
  )
}

function OneSlip({
  slip: { name, organization, username, password },
  address,
}: {
  slip: Slip
  address: string
}) {
  const words = useWords(slipWords).slip
  return (
    <article className="slip">
      <h3>{name}</h3>
      <p>{organization}</p>
      <dl>
        <dt>{words.username}</dt>
        <dd>{username}</dd>
        <dt>{words.password}</dt>
        <dd>{password}</dd>
        {address.trim() && (
          <>
            <dt>{words.address}</dt>
            <dd className="slip-address">{address.trim()}</dd>
          </>
        )}
      </dl>
      <p className="slip-how">{words.how}</p>
    </article>
  )
}

const sheetsOf = (slips: readonly Slip[]): Slip[][] =>
  Array.from({ length: Math.ceil(slips.length / A_SHEET) }, (_, i) =>
    slips.slice(i * A_SHEET, (i + 1) * A_SHEET),
  )
