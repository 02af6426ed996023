import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { Detail } from './detail.tsx'
import { organizationsQuery } from './queries.ts'
import { Tree } from './tree.tsx'
import { organizationWords } from './words.ts'
import './organizations.css'

/** The county's organisations: the tree, and beside it the one that is read. On a phone one after the other. */
export function OrganizationsPage() {
  const words = useWords(organizationWords)
  const format = useFormat()
  const { id } = useParams({ strict: false })
  const organizations = useQuery(organizationsQuery)
  if (organizations.isPending) return <Waiting />
  if (!organizations.data)
    return <TroubleScreen error={organizations.error} reset={() => void organizations.refetch()} />
  const { rows } = organizations.data
  const active = rows.filter(({ status }) => status === 'active').length
  return (
    <div className={id ? 'organizations organizations-reading' : 'organizations'}>
      <section className="organizations-all" aria-labelledby="organizations-title">
        <h1 id="organizations-title">{words.title}</h1>
        <p className="organizations-total">{words.total(format.number(active))}</p>
        <Tree rows={rows} id={id} />
      </section>
      <section className="organizations-one">
        {id ? (
          <>
            <Link className="organizations-back" to="/organizations">
              {words.back}
            </Link>
            <Detail key={id} id={id} rows={rows} />
          </>
        ) : (
          <Empty title={words.choose} why={words.chooseWhy} />
        )}
      </section>
    </div>
  )
}
