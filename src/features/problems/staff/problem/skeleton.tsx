import { Skeleton as Lines } from 'antd'
import { usePageWords } from './kit.tsx'

/** The outline of the same page while it loads. */
export function Skeleton() {
  return (
    <div className="pp" role="status" aria-label={usePageWords().page.loading}>
      <div className="pp-head">
        <Lines active title={{ width: '60%' }} paragraph={{ rows: 2, width: ['40%', '100%'] }} />
      </div>
      <div className="pp-columns">
        <div className="pp-aside">
          <div className="pp-card">
            <Lines active paragraph={{ rows: 3 }} />
          </div>
        </div>
        <div className="pp-main">
          <div className="pp-part">
            <Lines active paragraph={{ rows: 4 }} />
          </div>
          <div className="pp-part">
            <Lines active paragraph={{ rows: 6 }} />
          </div>
        </div>
      </div>
    </div>
  )
}
