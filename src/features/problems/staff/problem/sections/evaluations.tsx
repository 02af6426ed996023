import { Link } from '@tanstack/react-router'
import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { Nothing, Part } from '../part.tsx'
import { EnteredLate } from './entered-late.tsx'

type Evaluation = ProblemDetail['evaluations'][number]

/** Paper results as counts per class of rater (S3-57); every share says of how many. */
export function Evaluations({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.evaluations
  return (
    <Part
      id="evaluations"
      title={t.title}
      empty={problem.evaluations.length === 0}
      beside={problem.evaluations.length > 0 && <span className="pp-minor">{t.shareHow}</span>}
    >
      {problem.evaluations.length === 0 ? (
        <Nothing what={t.none} why={t.noneWhy} />
      ) : (
        <table className="pp-table">
          <thead>
            <tr>
              {[t.rater, t.day, t.handedOut, t.valid, t.satisfied, t.fair, t.unsatisfied].map(
                (heading, i) => (
                  <th key={heading} scope="col" className={i > 1 ? 'pp-figure' : undefined}>
                    {heading}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {problem.evaluations.map((evaluation) => (
              <EvaluationRow key={evaluation.id} evaluation={evaluation} round={problem.round} />
            ))}
          </tbody>
        </table>
      )}
    </Part>
  )
}

function EvaluationRow({ evaluation, round }: { evaluation: Evaluation; round: number }) {
  const words = usePageWords()
  const t = words.evaluations
  const format = useFormat()
  const share = (n: number) => (
    <>
      {t.of(format.number(n), format.number(evaluation.valid))}
      <span className="pp-minor">{format.percent(n, evaluation.valid)}</span>
    </>
  )
  const sheets = (n: number) => `${format.number(n)} ${t.sheets}`
  return (
    <tr>
      <td data-label={t.rater}>
        {t.raters[evaluation.raterClass]}{' '}
        {(evaluation.raterClass === 'mixed' || evaluation.raterClass === 'others') && (
          <span className="pp-minor">{t.mixedWhy}</span>
        )}
        {evaluation.campaignId !== null && (
          <Link className="pp-minor" to="/evaluations/$id" params={{ id: evaluation.campaignId }}>
            {t.byCampaign}
          </Link>
        )}
        {evaluation.withdrawnAt !== null && <strong>{t.withdrawn}</strong>}
        {evaluation.passed === false && evaluation.withdrawnAt === null && (
          <strong className="pp-failed">{t.failed}</strong>
        )}
        {evaluation.round !== round && <span className="pp-minor">{words.page.round(evaluation.round)}</span>}
      </td>
      <td data-label={t.day}>
        {format.date(evaluation.ratedOn)}{' '}
        <EnteredLate happenedOn={evaluation.ratedOn} enteredAt={evaluation.enteredAt} />
      </td>
      <td data-label={t.handedOut} className="pp-figure">
        {sheets(evaluation.handedOut)}
      </td>
      <td data-label={t.valid} className="pp-figure">
        {sheets(evaluation.valid)}
      </td>
      <td data-label={t.satisfied} className="pp-figure">
        {share(evaluation.satisfied)}
      </td>
      <td data-label={t.fair} className="pp-figure">
        {share(evaluation.fair)}
      </td>
      <td data-label={t.unsatisfied} className="pp-figure">
        {share(evaluation.unsatisfied)}
      </td>
    </tr>
  )
}
