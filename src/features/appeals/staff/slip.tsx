import { useMe } from '#features/accounts/staff/index.ts'
import { basePath } from '#ui/base-path.ts'
import { dayOf, useFormat } from '#ui/format.ts'
import { useStaffWords } from './words.ts'

/** The receipt in groups of four, as it is read out and copied by hand; alone on paper when it is printed. */
export function Slip({ number, receipt }: { number: string; receipt: string }) {
  const words = useStaffWords()
  const format = useFormat()
  const me = useMe()
  return (
    <article className="ap-slip" aria-label={words.slip.title}>
      <p className="ap-slip-county">{me && words.slip.county(me.county.name)}</p>
      <p className="ap-slip-name">{words.register.done.receipt}</p>
      <p className="ap-slip-receipt">
        {receipt.split('-').map((group) => (
          <span key={group}>{group}</span>
        ))}
      </p>
      <p className="ap-slip-paper">
        {words.slip.number(number)} {words.slip.on(format.date(dayOf(new Date())))}
      </p>
      <p className="ap-slip-paper">{words.slip.how}</p>
      <p className="ap-slip-paper">
        {words.slip.where}
        {`${location.origin}${basePath}/appeals/status`}
      </p>
    </article>
  )
}
