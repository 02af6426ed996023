import { Link, Outlet } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { IdleWatch, useMe } from '#features/accounts/staff/index.ts'
import { Bell } from '#features/notices/staff/index.ts'
import { AntdProvider } from '#ui/antd-provider.tsx'
import { Banner } from '#ui/banner.tsx'
import { useWords } from '#ui/language.tsx'
import { MeMenu } from './me-menu.tsx'
import { usePageTitle } from './page-title.ts'
import { Rail } from './rail.tsx'
import { Search } from './search-box.tsx'
import { frameWords } from './words.ts'
import './frame.css'

/** Where a case that somebody is told of is opened. */
const casePages = {
  problem: '/problems/$id',
  publication: '/publicity/$id',
  appeal: '/appeals/$id',
  evaluation: '/evaluations/$id',
} as const

/** What stands round every screen behind the sign-in. */
export function Frame() {
  const words = useWords(frameWords)
  const me = useMe()
  usePageTitle()
  return (
    <AntdProvider>
      <div className="frame">
        <a className="skip" href="#main">
          {words.skip}
        </a>
        <header className="frame-head">
          <Banner />
          <div className="bar">
            <Link to="/" className="bar-county">
              <strong>{words.product}</strong>
              <span>{me?.county.name}</span>
            </Link>
            <Search />
            <Bell pages={casePages} />
            <MeMenu />
          </div>
          <OfflineNote />
          <IdleWatch />
        </header>
        <Rail />
        <main id="main" className="frame-main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </AntdProvider>
  )
}

const watchLine = (changed: () => void) => {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

function OfflineNote() {
  const words = useWords(frameWords)
  const online = useSyncExternalStore(watchLine, () => navigator.onLine)
  return online ? null : (
    <div className="offline" role="status">
      {words.offline}
    </div>
  )
}
